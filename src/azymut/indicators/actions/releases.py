"""A release's life: staged, published, rolled back or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import store
from azymut.indicators.enums import FileFormat, ReleaseState
from azymut.indicators.models import Dataset, Release, Source
from azymut.indicators.rules.checks import Finding, is_serious
from azymut.indicators.rules.observations import Difference, Observation, level_of
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.kernel.importing import Rejection
from azymut.kernel.listeners import Listeners
from azymut.people.models import Account

KEPT_REJECTIONS = 500
KEPT_FINDINGS = 500

publications: Listeners[[Release, Account | None, datetime]] = Listeners()
"""Rooms above are told of each release that was published or rolled back, by whom and when."""


@dataclass(frozen=True)
class NewRelease:
    """What is known of a release before it is kept: the file, what it says, and what it would change."""

    dataset_code: str
    dataset_title: str
    source_key: str
    dimensions: str
    unit: str
    file_format: FileFormat
    file_name: str
    sha256: str
    path: str
    vintage_on: date | None
    observations: Sequence[Observation]
    difference: Difference
    rejected: Sequence[Rejection]
    findings: Sequence[Finding] = ()
    origin: str = ""
    note: str = ""
    sample: bool = False


@action(gettext_lazy("File of figures loaded"))
def stage_release(*, new: NewRelease, by: Account | None, at: datetime) -> Release:
    """Keep a file that was read, waiting to be published. Its Parquet file is already written.

    A dataset that nobody knows yet is made. Raises DomainError when the file would change nothing.
    """
    if new.difference.empty:
        raise DomainError(_("Every figure of this file stands already; there is nothing to publish."), field="file")
    dataset = _dataset(new, by=by, at=at)
    periods = sorted({one.period for one in new.observations})
    territories = {one.territory for one in new.observations}
    release = Release.objects.create(
        dataset=dataset,
        file_format=new.file_format,
        file_name=new.file_name[:200],
        sha256=new.sha256,
        licence=dataset.source.licence_pl,
        origin=new.origin,
        note=new.note,
        vintage_on=new.vintage_on,
        loaded_at=at,
        loaded_by=by,
        path=new.path,
        checked_after=_last_sequence(dataset),
        rows=len(new.observations),
        territories=len(territories),
        levels=",".join(sorted({level_of(code) for code in territories} - {""})),
        first_period=periods[0],
        last_period=periods[-1],
        counts=new.difference.counts(),
        rejections=[vars(rejection) for rejection in new.rejected[:KEPT_REJECTIONS]],
        findings=[finding.as_json() for finding in new.findings[:KEPT_FINDINGS]],
        is_sample=new.sample,
        created_by=by,
    )
    facts = {"file": new.file_name, "sha256": new.sha256, "rejected": len(new.rejected), **new.difference.counts()}
    audit.happened(release, by=by, at=at, facts=facts)
    return release


def _last_sequence(dataset: Dataset) -> int:
    """The publication of the dataset that stands last; 0 when none does."""
    return dataset.releases.filter(state=ReleaseState.PUBLISHED).aggregate(last=Max("sequence"))["last"] or 0


def _dataset(new: NewRelease, *, by: Account | None, at: datetime) -> Dataset:
    found = Dataset.objects.select_for_update(of=("self",)).filter(code=new.dataset_code).first()
    if found is not None:
        return found
    made = Dataset.objects.create(
        code=new.dataset_code,
        source=Source.objects.get(key=new.source_key),
        name_pl=new.dataset_title[:300],
        dimensions=new.dimensions,
        unit=new.unit[:60],
    )
    audit.created(made, by=by, at=at)
    return made


@action(gettext_lazy("New figures"), facts={"reason": gettext_lazy("reason")})
def publish_release(*, release: Release, by: Account | None, at: datetime, reason: str = "") -> Release:
    """Make a staged release stand over earlier ones, for what it covers. Its figures never change again.

    Where the checks found something serious, `reason` says why it is published all the same. Raises DomainError when
    that is missing, when it is published already, or when what its file was compared with no longer stands.
    """
    locked = Release.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=release.pk)
    if locked.state != ReleaseState.STAGED:
        raise DomainError(_("This release is published already."))
    if _last_sequence(locked.dataset) != locked.checked_after:
        raise DomainError(
            _("Releases of this dataset were published or rolled back after this file was checked. Load it again.")
        )
    if is_serious(locked.findings) and not reason.strip():
        raise DomainError(_("Say why it is right to publish this in spite of what the checks found."), field="reason")
    locked.state = ReleaseState.PUBLISHED
    locked.published_at = at
    locked.sequence = 1 + (Release.objects.aggregate(last=Max("sequence"))["last"] or 0)
    locked.changed_by = by
    locked.save()
    facts = {"dataset": locked.dataset.code, "sha256": locked.sha256, "rows": locked.rows, **locked.counts}
    if reason.strip():
        facts["reason"] = reason.strip()
    audit.happened(locked, by=by, at=at, facts=facts)
    publications.tell(locked, by, at)
    return locked


@action(gettext_lazy("Release rolled back"), facts={"reason": gettext_lazy("reason")})
def roll_back_release(*, release: Release, reason: str, by: Account | None, at: datetime) -> Release:
    """Take the newest published release of a dataset out of force: what stood before it stands again.

    Its file stays, and what was printed with it can still be printed. Raises DomainError without a reason, or when it
    is not the one that stands last.
    """
    locked = Release.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=release.pk)
    if locked.state != ReleaseState.PUBLISHED:
        raise DomainError(_("Only a published release can be rolled back."))
    if locked.sequence != _last_sequence(locked.dataset):
        raise DomainError(_("A newer release of this dataset stands over this one. Roll that one back first."))
    if not reason.strip():
        raise DomainError(_("Say why the release is rolled back."), field="reason")
    locked.state = ReleaseState.ROLLED_BACK
    locked.rolled_back_at = at
    locked.rolled_back_reason = reason.strip()
    locked.changed_by = by
    locked.save()
    audit.happened(locked, by=by, at=at, facts={"dataset": locked.dataset.code, "reason": locked.rolled_back_reason})
    publications.tell(locked, by, at)
    return locked


@action(gettext_lazy("Release discarded"))
def discard_release(*, release: Release, by: Account | None, at: datetime) -> None:
    """Take a staged release away with its file; one that another took away meanwhile is left at that.

    Raises DomainError for a published one: those stay for good.
    """
    locked = Release.objects.select_for_update(of=("self",)).select_related("dataset").filter(pk=release.pk).first()
    if locked is None:
        audit.unchanged()
        return
    if locked.state != ReleaseState.STAGED:
        raise DomainError(_("A published release stays for good; it can be rolled back."))
    audit.removed(locked, by=by, at=at)
    path = locked.path
    locked.delete()
    transaction.on_commit(lambda: store.discard(path))
