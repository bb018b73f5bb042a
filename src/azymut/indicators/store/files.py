"""Releases as Parquet files: written whole or not at all, read back as the source had them."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
from django.conf import settings
from django.db.models import F, QuerySet

from azymut.indicators.models import Dataset, Release
from azymut.indicators.rules.observations import Key, Observation, Says
from azymut.indicators.store import sql
from azymut.kernel.streams import Content

CONFIG: dict[str, Any] = {"threads": 2, "memory_limit": "256MB", "autoinstall_known_extensions": False}


@dataclass(frozen=True)
class Stored:
    """An observation as a release holds it."""

    dataset: str
    territory: str
    period: str
    breakdown: str
    value: Decimal | None
    unit: str
    flags: str
    release: str
    row: int
    column: str
    raw: str


@dataclass(frozen=True)
class ReleaseFile:
    """What the store must know of a published release; later ones in a sequence stand over earlier ones."""

    public_id: str
    dataset: str
    path: str
    sample: bool


def directory() -> Path:
    path = Path(settings.STATISTICS_DIR)
    (path / "releases").mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def lock() -> Iterator[None]:
    """One import or build at a time, across processes; a killed process lets go by itself."""
    with (directory() / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_release(observations: Iterable[Observation], dataset: str) -> str:
    """Write observations, sorted, as one Parquet file; the path below the statistics directory is given back.

    The file appears under its name only when it is whole.
    """
    base = directory()
    name = f"releases/{hashlib.sha256(dataset.encode()).hexdigest()[:8]}-{uuid4().hex}.parquet"
    raw, whole = base / f"{name}.csv.tmp", base / f"{name}.tmp"
    try:
        with raw.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, quoting=csv.QUOTE_ALL)
            for one in observations:
                value = "" if one.value is None else f"{one.value:f}"
                writer.writerow(
                    [one.territory, one.period, one.breakdown, value, one.unit, one.flags, one.row, one.column, one.raw]
                )
        with duckdb.connect(config=CONFIG) as con:
            con.execute(sql.write_parquet(str(whole)), [str(raw)])
        with whole.open("rb") as handle:
            os.fsync(handle.fileno())
        whole.replace(base / name)
    finally:
        raw.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)
    return name


def discard(path: str) -> None:
    (directory() / path).unlink(missing_ok=True)


def keep_source(content: Content, digest: str) -> None:
    """Keep a source file as it was handed in, under its checksum."""
    folder = directory() / "sources"
    folder.mkdir(exist_ok=True)
    whole = folder / digest
    if not whole.exists():
        draft = folder / f"{digest}.tmp{os.getpid()}"
        draft.write_bytes(content)
        draft.replace(whole)


def source_line(digest: str, row: int) -> str:
    """The line of a kept source file that holds a row, for showing; empty when the file is not there."""
    whole = directory() / "sources" / digest
    if not whole.exists() or row < 1:
        return ""
    with whole.open(encoding="utf-8-sig", errors="replace") as handle:
        return next((line.rstrip("\r\n") for number, line in enumerate(handle, start=1) if number == row), "")


def clear_orphans() -> int:
    """Remove files that no release names: what a killed import left behind. Call under the lock."""
    named = set(Release.objects.values_list("path", flat=True))
    left = [file for file in (directory() / "releases").iterdir() if f"releases/{file.name}" not in named]
    left += [*directory().glob("*.duckdb.tmp*"), *directory().glob("sources/*.tmp*")]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def standing(dataset: Dataset) -> dict[Key, Says]:
    """What stands now for each territory, period and breakdown of a dataset, withdrawals included."""
    files = published(dataset=dataset)
    if not files:
        return {}
    with duckdb.connect(config=CONFIG) as con:
        pile(con, files)
        rows = con.execute(sql.STANDING).fetchall()
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows}


def rows_of(release: Release, *, offset: int, limit: int) -> list[Stored]:
    """Rows of one release as its file had them, in the file's order."""
    with duckdb.connect(config=CONFIG) as con:
        rows = con.execute(sql.RELEASE_ROWS, [str(directory() / release.path), limit, offset]).fetchall()
    return [Stored(*(release.dataset.code, *row[:6], release.public_id, *row[6:])) for row in rows]


def published(*, dataset: Dataset | None = None) -> tuple[ReleaseFile, ...]:
    """Published releases in the order in which they stand over each other."""
    releases = Release.objects.published()
    return _files(releases if dataset is None else releases.filter(dataset=dataset))


def named(public_ids: Sequence[str]) -> tuple[ReleaseFile, ...]:
    """These releases in the order in which they stood over each other, whatever became of them; a staged one on top."""
    found = Release.objects.filter(public_id__in=public_ids)
    return _files(found.order_by(F("sequence").asc(nulls_last=True), "pk"))


def _files(releases: QuerySet[Release]) -> tuple[ReleaseFile, ...]:
    rows = releases.values_list("public_id", "dataset__code", "path", "is_sample")
    return tuple(ReleaseFile(*row) for row in rows)


def pile(con: duckdb.DuckDBPyConnection, files: Sequence[ReleaseFile]) -> None:
    """Fill the table `pile` with the releases, each with its place in the order."""
    con.execute(sql.PILE)
    base = directory()
    for order, file in enumerate(files):
        con.execute(sql.ADD_TO_PILE, [file.dataset, file.public_id, file.sample, order, str(base / file.path)])
