"""Writes of the room: definitions, staged releases, their publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import store
from azymut.indicators.enums import OPEN_FETCHES, FetchState, FileFormat, ReleaseState
from azymut.indicators.models import Dataset, Fetch, Indicator, Release, Source
from azymut.indicators.rules.checks import Finding, is_serious
from azymut.indicators.rules.fetching import can_begin, can_resume
from azymut.indicators.rules.formulas import formula, in_order
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


@action(gettext_lazy("Source, dataset or indicator defined"))
def define(
    *,
    sources: Sequence[Mapping[str, Any]],
    datasets: Sequence[Mapping[str, Any]],
    indicators: Sequence[Mapping[str, Any]],
    by: Account | None,
    at: datetime,
) -> int:
    """Bring sources, datasets and indicators to what the definitions say; how many differed is given back.

    Raises FormulaError when an indicator cannot be worked out.
    """
    in_order({entry["key"]: formula(entry["formula"]) for entry in indicators})
    audit.unchanged()
    touched = sum(_bring(Source, "key", entry, by=by, at=at) for entry in sources)
    known = {source.key: source for source in Source.objects.all()}
    for entry in datasets:
        touched += _bring(Dataset, "code", {**entry, "source": known[entry["source"]]}, by=by, at=at)
    return touched + sum(_bring(Indicator, "key", entry, by=by, at=at) for entry in indicators)


def _bring(
    model: type[Source] | type[Dataset] | type[Indicator],
    name: str,
    entry: Mapping[str, Any],
    *,
    by: Account | None,
    at: datetime,
) -> bool:
    found = model._default_manager.filter(**{name: entry[name]}).first()
    if found is None:
        made = model._default_manager.create(**entry)
        audit.created(made, by=by, at=at)
        return True
    if all(getattr(found, key) == value for key, value in entry.items()):
        return False
    with audit.change(found, by=by, at=at):
        for key, value in entry.items():
            setattr(found, key, value)
    return True


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


@action(gettext_lazy("Fetching of figures asked for"))
def ask_fetch(
    *, source: Source, collections: Sequence[str], publishes: bool, by: Account | None, at: datetime
) -> Fetch:
    """Put down that a source is to be asked for these collections. Raises DomainError when one such is under way."""
    Source.objects.select_for_update().get(pk=source.pk)
    if not collections:
        raise DomainError(_("This source has nothing to fetch."))
    if Fetch.objects.filter(source=source, state__in=OPEN_FETCHES).exists():
        raise DomainError(_("This source is being fetched already."))
    fetch = Fetch.objects.create(
        source=source, collections=list(collections), publishes=publishes, asked_at=at, asked_by=by, created_by=by
    )
    audit.created(fetch, by=by, at=at)
    return fetch


@action(gettext_lazy("Fetching of figures begun"))
def begin_fetch(*, fetch: Fetch, task_id: str, by: Account | None, at: datetime) -> Fetch:
    """The fetch is being carried out from now on. Raises DomainError when it is over or was stopped before it began."""
    locked = _locked(fetch)
    if not can_begin(FetchState(locked.state)):
        raise DomainError(_("This fetch is over."))
    with audit.change(locked, by=by, at=at):
        locked.state, locked.task_id, locked.error = FetchState.RUNNING, task_id, ""
        locked.started_at = locked.started_at or at
        locked.ended_at = locked.resumes_at = None
        locked.stop_asked = False
    return locked


@action(gettext_lazy("Collection of figures fetched"))
def note_fetched(*, fetch: Fetch, result: Mapping[str, Any], by: Account | None, at: datetime) -> Fetch:
    """Put down what one collection brought, in place of what an earlier try of it said."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        others = [one for one in locked.results if one["collection"] != result["collection"]]
        locked.results = [*others, dict(result)]
    return locked


@action(gettext_lazy("Fetching of figures paused"))
def pause_fetch(*, fetch: Fetch, until: datetime, by: Account | None, at: datetime) -> Fetch:
    """The source wants no more requests for now; the fetch goes on at the moment given."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        locked.state, locked.resumes_at = FetchState.PAUSED, until
    return locked


@action(gettext_lazy("Fetching of figures ended"))
def end_fetch(*, fetch: Fetch, state: FetchState, error: str, by: Account | None, at: datetime) -> Fetch:
    """The fetch is over: done, failed or stopped."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        locked.state, locked.error, locked.ended_at = state, error, at
        locked.resumes_at = None
    return locked


@action(gettext_lazy("Fetching of figures taken up again"))
def resume_fetch(*, fetch: Fetch, by: Account | None, at: datetime) -> Fetch:
    """Let a fetch go on with the collections that are left. Raises DomainError when it is over or another is open."""
    Source.objects.select_for_update().get(pk=fetch.source_id)
    locked = _locked(fetch)
    if not can_resume(FetchState(locked.state)):
        raise DomainError(_("This fetch cannot be taken up again."))
    if Fetch.objects.filter(source=locked.source, state__in=OPEN_FETCHES).exclude(pk=locked.pk).exists():
        raise DomainError(_("This source is being fetched already."))
    with audit.change(locked, by=by, at=at):
        locked.state, locked.error, locked.stop_asked = FetchState.WAITING, "", False
        locked.ended_at = locked.resumes_at = None
    return locked


@action(gettext_lazy("Fetching of figures stopped"))
def stop_fetch(*, fetch: Fetch, running: bool, by: Account | None, at: datetime) -> Fetch:
    """Ask a running fetch to stop after its present request; one that does not run is stopped at once.

    Raises DomainError when it is over.
    """
    locked = _locked(fetch)
    if not locked.is_open:
        raise DomainError(_("This fetch is over."))
    with audit.change(locked, by=by, at=at):
        if running:
            locked.stop_asked = True
        else:
            locked.state, locked.ended_at, locked.resumes_at = FetchState.CANCELLED, at, None
    return locked


def _locked(fetch: Fetch) -> Fetch:
    return Fetch.objects.select_for_update(of=("self",)).select_related("source").get(pk=fetch.pk)
