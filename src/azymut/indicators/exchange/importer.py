"""The one way in for statistics: read, compare with what stands, keep as a release, publish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from azymut.indicators import actions, queries, store
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import (
    barometer,
    bdl,
    bundled,
    careers,
    ela,
    eurostat,
    eurostat_csv,
    forecast,
    jsonstat,
    mrpips,
    mrpips_occupations,
)
from azymut.indicators.exchange.parsed import Parsed
from azymut.indicators.models import Dataset, Release
from azymut.indicators.rules.checks import Finding, check, is_serious
from azymut.indicators.rules.observations import Key, Says, compare, withdrawal
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import read_bytes, sha256
from azymut.kernel.streams import Content, mapped
from azymut.people.models import Account

READERS: dict[FileFormat, tuple[str, Callable[[bytes, str], Parsed]]] = {
    FileFormat.BDL_CTAB: ("gus-bdl", bdl.read_ctab),
    FileFormat.BDL_CREL: ("gus-bdl", bdl.read_crel),
    FileFormat.EUROSTAT_TSV: ("eurostat", eurostat.read_tsv),
    FileFormat.EUROSTAT_CSV: ("eurostat", eurostat_csv.read),
    FileFormat.EUROSTAT_JSON: ("eurostat", jsonstat.read),
    FileFormat.MRPIPS: ("mrpips", mrpips.read),
    FileFormat.MRPIPS_OCCUPATIONS: ("mrpips", mrpips_occupations.read),
    FileFormat.ELA_COUNTRY: ("ela", ela.read_country),
    FileFormat.ELA_VOIVODESHIPS: ("ela", ela.read_voivodeships),
    FileFormat.ELA_PROGRAMMES: ("ela", ela.read_programmes),
    FileFormat.CAREERS: ("ibe", careers.read),
    FileFormat.FORECAST: ("men", forecast.read),
    FileFormat.BAROMETER: ("barometer", barometer.read),
}
STREAMED: dict[FileFormat, Callable[[Content, str], Parsed]] = {FileFormat.ELA_PROGRAMMES: ela.read_programmes}
"""Readers that go through a large file row by row; their files are mapped into memory rather than read."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,59}\Z")


@dataclass(frozen=True)
class Outcome:
    """What an import did or, on a dry run, would do. `release` is None when nothing was kept."""

    report: ImportReport
    dataset_code: str
    release: Release | None
    findings: tuple[Finding, ...] = ()


@contextmanager
def opened(path: Path, file_format: FileFormat) -> Iterator[Content]:
    """The content of a file at hand: whole, or mapped for a reader of large files. Refuses what is too large."""
    if file_format not in STREAMED:
        yield read_bytes(path)
        return
    with mapped(path, limit=settings.LARGE_FILE_LIMIT_BYTES) as content:
        yield content


def bring_in(
    content: Content,
    name: str,
    *,
    file_format: FileFormat,
    dataset_code: str = "",
    by: Account | None,
    at: datetime,
    dry_run: bool = False,
    publish: bool = True,
) -> Outcome:
    """Read a file of a statistical office and, unless it is a dry run or changes nothing, keep and publish it.

    With `publish` False the release waits for a person. Raises FileRefusedError for a file that cannot be trusted.
    """
    source_key, read = READERS[file_format]
    stem = PurePath(name).stem
    parsed = STREAMED[file_format](content, stem) if file_format in STREAMED else read(bytes(content), stem)
    code = _code(dataset_code or parsed.code or re.sub(r"\W+", "_", stem, flags=re.ASCII).strip("_")[:60])
    return keep(
        content, name, parsed, code=code, source_key=source_key, file_format=file_format,
        by=by, at=at, dry_run=dry_run, publish=publish,
    )  # fmt: skip


def take(
    file: UploadedFile[bytes], *, file_format: FileFormat, dataset_code: str, by: Account | None, at: datetime
) -> Outcome:
    """A file handed in on screen: kept as a release that waits for a person to publish it."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 2**20
        raise FileRefusedError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    return bring_in(
        file.read(), file.name or "", file_format=file_format, dataset_code=dataset_code, by=by, at=at, publish=False
    )


def take_forecast(
    rows: Iterable[tuple[str, str, str, str, str]], *, name: str, origin: str, by: Account, at: datetime
) -> Outcome:
    """A list of the forecast that was typed on screen, kept as the table that it would be. It waits for publication."""
    content = forecast.as_table(rows)
    outcome = keep(
        content, name, forecast.read(content, name), code=forecast.DATASET, source_key=READERS[FileFormat.FORECAST][0],
        file_format=FileFormat.FORECAST, by=by, at=at, publish=False, origin=origin,
    )  # fmt: skip
    refuse_hollow(outcome)
    return outcome


def refuse_hollow(outcome: Outcome) -> None:
    """Raise DomainError when nothing was kept because rows were rejected: that is no file without news."""
    rejected = outcome.report.rejected
    if outcome.release is None and rejected and not outcome.report.unchanged:
        words = {"row": rejected[0].row, "reason": rejected[0].reason, "count": len(rejected)}
        raise DomainError(_("No new figure could be taken. Rejected rows: %(count)d; row %(row)d: %(reason)s") % words)


def publish(release: Release, *, by: Account | None, at: datetime, reason: str = "") -> Release:
    """Publish a staged release, one at a time across processes, and build what serves it."""
    with store.lock():
        published = actions.publish_release(release=release, by=by, at=at, reason=reason)
    store.current()
    return published


def roll_back(release: Release, *, reason: str, by: Account | None, at: datetime) -> Release:
    """Roll a release back, one at a time across processes, and build what serves then."""
    with store.lock():
        gone = actions.roll_back_release(release=release, reason=reason, by=by, at=at)
    store.current()
    return gone


def load_bundled(*, by: Account | None, at: datetime, say: Callable[[str], None]) -> ImportReport:
    """Bring definitions and bundled tables to what the product carries. A table that was loaded once is passed over."""
    total = ImportReport()
    define(by=by, at=at)
    actions.add_bundled_rules(rules=bundled.definitions("validations"), by=by, at=at)
    _load(bundled.tables(), total, by=by, at=at, say=say)
    store.current()
    return total


def load_samples(*, by: Account | None, at: datetime, say: Callable[[str], None]) -> ImportReport:
    """Load the invented tables that only a demonstration shows; each makes a release marked as sample."""
    total = ImportReport()
    _load(bundled.samples(), total, by=by, at=at, say=say)
    store.current()
    return total


def _load(
    tables: Iterable[tuple[Path, bundled.Sidecar]],
    total: ImportReport,
    *,
    by: Account | None,
    at: datetime,
    say: Callable[[str], None],
) -> None:
    loaded = set(Release.objects.released().values_list("dataset__code", "sha256"))
    for path, sidecar in tables:
        if (sidecar.dataset, sha256(path.read_bytes())) in loaded:
            continue
        say(path.name)
        outcome = load_table(path, sidecar, by=by, at=at)
        for count in ("created", "changed", "unchanged", "removed"):
            setattr(total, count, getattr(total, count) + getattr(outcome.report, count))


def define(*, by: Account | None, at: datetime) -> int:
    """Bring sources, datasets and indicators to what the product carries; how many differed is given back."""
    return actions.define(
        sources=bundled.definitions("sources"),
        datasets=bundled.definitions("datasets"),
        indicators=bundled.definitions("indicators"),
        by=by,
        at=at,
    )


def load_table(path: Path, sidecar: bundled.Sidecar, *, by: Account | None, at: datetime) -> Outcome:
    """Publish one bundled table; nothing happens when its figures stand already."""
    content = path.read_bytes()
    return keep(
        content,
        path.name,
        bundled.read_tidy(content, sidecar),
        code=sidecar.dataset,
        source_key="",
        file_format=FileFormat.BUNDLED,
        by=by,
        at=at,
        origin=sidecar.origin,
        note=sidecar.note,
        serve=False,
        sample=sidecar.sample,
    )


def _code(text: str) -> str:
    if not _CODE.match(text):
        raise DomainError(
            _("“%(code)s” is no code of a dataset: letters, digits and “_”, beginning with a letter.") % {"code": text},
            field="dataset",
        )
    return text


def keep(
    content: Content,
    name: str,
    parsed: Parsed,
    *,
    code: str,
    source_key: str,
    file_format: FileFormat,
    by: Account | None,
    at: datetime,
    dry_run: bool = False,
    publish: bool = True,
    origin: str = "",
    note: str = "",
    serve: bool = True,
    careful: bool = False,
    sample: bool = False,
) -> Outcome:
    """Compare what was read with what stands, check it, keep it as a staged release and, if wanted, publish it.

    `careful` leaves to a person what the checks find serious. A file that waits already is not kept twice.
    """
    if not parsed.observations and not parsed.rejected:
        raise FileRefusedError(_("The file holds no figure that could be taken."))
    with store.lock():
        standing = _standing(code)
        difference = compare(parsed.observations.values(), standing, whole=parsed.whole)
        report = ImportReport(**difference.counts(), rejected=list(parsed.rejected))
        if dry_run or difference.empty:
            return Outcome(report, code, None)
        observations = list(parsed.observations.values())
        found = check(observations, standing, queries.validations_of(code))
        publish = publish and not (careful and any(finding.serious for finding in found))
        digest = sha256(content)
        release = queries.waiting_release(code, digest)
        if release is None:
            new = actions.NewRelease(
                dataset_code=code, dataset_title=parsed.title or code, source_key=source_key, path="",
                dimensions=parsed.dimensions, unit=parsed.unit, file_format=file_format, file_name=PurePath(name).name,
                sha256=digest, vintage_on=parsed.vintage_on, observations=observations, difference=difference,
                rejected=parsed.rejected, findings=found, origin=origin, note=note, sample=sample,
            )  # fmt: skip
            release = _stage(content, new, by=by, at=at, publish=publish)
        elif publish:
            release = _publish(release, by=by, at=at)
    if publish and serve:
        store.current()
    return Outcome(report, code, release, found)


def _stage(content: Content, new: actions.NewRelease, *, by: Account | None, at: datetime, publish: bool) -> Release:
    """Write the release's file and its row, both or neither. Call under the lock."""
    store.clear_orphans()
    store.keep_source(content, new.sha256)
    path = store.write_release([*new.observations, *map(withdrawal, new.difference.removed)], new.dataset_code)
    try:
        with transaction.atomic():
            release = actions.stage_release(new=replace(new, path=path), by=by, at=at)
            return _publish(release, by=by, at=at) if publish else release
    except BaseException:
        store.discard(path)
        raise


def _publish(release: Release, *, by: Account | None, at: datetime) -> Release:
    reason = _("Loaded by a command.") if is_serious(release.findings) else ""
    return actions.publish_release(release=release, by=by, at=at, reason=reason)


def _standing(code: str) -> Mapping[Key, Says]:
    dataset = Dataset.objects.filter(code=code).first()
    return store.standing(dataset) if dataset else {}
