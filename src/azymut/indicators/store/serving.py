"""The serving copy: a DuckDB file with every figure worked out, and the snapshots that pages read from it.

Its name is worked out from what is published (`edition`), so the database's commit is the one moment at which a release
becomes visible; a missing file is built by whoever asks first.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db.models import Count, Subquery

from azymut.indicators.enums import Direction, ReleaseState
from azymut.indicators.models import Indicator, Release, SuppressionPolicy
from azymut.indicators.rules.formula_language import Node, names_in
from azymut.indicators.rules.formulas import formula, in_order
from azymut.indicators.rules.observations import join_flags
from azymut.indicators.rules.reading import Rank
from azymut.indicators.store import secrecy, sql
from azymut.indicators.store.compiling import work_out
from azymut.indicators.store.files import CONFIG, ReleaseFile, Stored, directory, lock, named, pile, published
from azymut.places.enums import Level
from azymut.places.models import Territory

KEPT_EDITIONS = 3
REMEMBERED = 128


@dataclass(frozen=True)
class Figure:
    """An indicator's value for a territory and period. `releases` are the public ids of all that went into it."""

    indicator: str
    territory: str
    period: str
    value: Decimal | None
    flags: str
    releases: tuple[str, ...]
    sample: bool
    rolled: bool
    rank: Rank | None


class Snapshot:
    """All figures as they stood at one moment. It never changes, so answers are remembered."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._figures = lru_cache(maxsize=REMEMBERED)(self._read_figures)
        self._periods = lru_cache(maxsize=REMEMBERED)(self._read_periods)

    def _all(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return self._con.cursor().execute(query, values).fetchall()

    def read(self, query: str, values: Sequence[Any], *, piece: int = 1_000) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, read so many at a time: for answers that may be too large to be held."""
        cursor = self._con.cursor().execute(query, values)
        while rows := cursor.fetchmany(piece):
            yield from rows

    def _read_figures(self, query: str, values: tuple[Any, ...]) -> tuple[Figure, ...]:
        rows = self._all(query, [list(value) if isinstance(value, tuple) else value for value in values])
        return tuple(_figure(row) for row in rows)

    def _read_periods(self, indicator: str, peers: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self._all(sql.PERIODS, [indicator, peers]))

    def figures(
        self,
        *,
        indicators: Sequence[str],
        territories: Sequence[str] | None = None,
        peers: str | None = None,
        periods: Sequence[str] | None = None,
        latest: bool = False,
    ) -> tuple[Figure, ...]:
        """Figures of indicators for territories, or for a group of peers (see `sql.PEERS`), oldest first.

        With `latest`, of each indicator and territory only the last that has a value.
        """
        query, values = sql.figures(
            indicators=indicators, territories=territories, peers=peers, periods=periods, latest=latest
        )
        return self._figures(query, tuple(tuple(value) if isinstance(value, list) else value for value in values))

    def periods(self, indicator: str, peers: str) -> tuple[str, ...]:
        """Periods for which at least one of the peers has a value, newest first."""
        return self._periods(indicator, peers)

    def levels(self) -> dict[str, list[tuple[str, str, int]]]:
        """For each indicator the levels that have values, with the last period and the number of territories."""
        found: dict[str, list[tuple[str, str, int]]] = {}
        for key, level, period, count in self._all(sql.LEVELS, []):
            found.setdefault(key, []).append((level, period, count))
        return found

    def observations(self, dataset: str, territory: str, period: str, breakdowns: Sequence[str]) -> list[Stored]:
        return [Stored(*row) for row in self._all(sql.OBSERVATIONS, [dataset, territory, period, list(breakdowns)])]

    def counties_with(self, dataset: str, voivodeship: str, period: str, breakdowns: Sequence[str]) -> list[Stored]:
        """Observations of a voivodeship's counties: what a sum over counties is made of."""
        rows = self._all(sql.COUNTY_OBSERVATIONS, [dataset, voivodeship, period, list(breakdowns)])
        return [Stored(*row) for row in rows]

    def breakdowns(self) -> dict[str, frozenset[str]]:
        """For each dataset that has observations the breakdowns that they stand for."""
        return {dataset: frozenset(found) for dataset, found in self._all(sql.BREAKDOWNS, [])}

    def size(self) -> int:
        return int(self._all("SELECT count(*) FROM observation", [])[0][0])


def _figure(row: tuple[Any, ...]) -> Figure:
    indicator, territory, period, value, flags, releases, sample, rolled, place, of, tied, lowest = row
    return Figure(
        indicator=indicator,
        territory=territory,
        period=period,
        value=value,
        flags=join_flags(flags),
        releases=tuple(sorted(set(releases.split(",")))) if releases else (),
        sample=sample,
        rolled=rolled,
        rank=Rank(place, of, tied, lowest) if value is not None and of else None,
    )


class ObservationStore:
    """Opens the serving file of the edition that is published, and keeps it open until another one is."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: tuple[int, Path, Snapshot] | None = None

    def current(self) -> Snapshot:
        """What stands now. The file is built first when it is not there."""
        path = directory() / f"serving-{edition()}.duckdb"
        with self._guard:
            if self._open is None or self._open[:2] != (os.getpid(), path) or not path.exists():
                self._open = None
                if not path.exists():
                    build(path)
                con = duckdb.connect(str(path), read_only=True, config=CONFIG)
                self._open = (os.getpid(), path, Snapshot(con))
            return self._open[2]


_store = ObservationStore()


def current() -> Snapshot:
    return _store.current()


def as_of(releases: Sequence[str]) -> Snapshot:
    """Figures as they were when exactly these releases (public ids) stood, worked out by the same SQL.

    Releases that were rolled back since count as they did then. One that waits to be published stands over all others:
    so what it would change is known before. Raises LookupError when there is no such release.
    """
    return _as_of(tuple(sorted(set(releases))), str(directory()), _definitions_stamp())


@lru_cache(maxsize=4)
def _as_of(releases: tuple[str, ...], _directory: str, _stamp: str) -> Snapshot:
    files = named(releases)
    if len(files) != len(releases):
        raise LookupError(f"not all of these are releases: {', '.join(releases)}")
    con = duckdb.connect(config=CONFIG)
    _fill(con, files)
    return Snapshot(con)


def edition() -> str:
    """A short name of what is published now: changes with every publication, roll-back, definition and secrecy.

    A release rolled back never comes back, so the last one with the number of those rolled back tells what stands.
    """
    stamp = Indicator.objects.order_by("-changed_at").values("changed_at")[:1]
    guarded = SuppressionPolicy.objects.order_by("-changed_at").values("changed_at")[:1]
    gone = Release.objects.filter(state=ReleaseState.ROLLED_BACK).order_by().values("state")
    last = (
        Release.objects.published()
        .reverse()
        .annotate(stamp=Subquery(stamp), gone=Subquery(gone.annotate(number=Count("pk")).values("number")))
        .annotate(guarded=Subquery(guarded))
        .values_list("public_id", "stamp", "gone", "guarded")
        .first()
    )
    return hashlib.sha256(f"{sql.VERSION} {settings.REGION_TERYT} {last}".encode()).hexdigest()[:16]


def _definitions_stamp() -> str:
    guarded = SuppressionPolicy.objects.order_by("-changed_at").values("changed_at")[:1]
    rows = Indicator.objects.order_by("-changed_at").annotate(guarded=Subquery(guarded))
    return str(rows.values_list("changed_at", "guarded").first())


def build(path: Path) -> None:
    """Build the serving file under another name and put it in its place in one step; older editions are cleared."""
    with lock():
        if path.exists():
            return
        draft = path.with_name(f"{path.name}.tmp{os.getpid()}")
        draft.unlink(missing_ok=True)
        try:
            with duckdb.connect(str(draft), config=CONFIG) as con:
                _fill(con, published())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        editions = sorted(directory().glob("serving-*.duckdb"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in editions[KEPT_EDITIONS:]:
            old.unlink(missing_ok=True)


def _fill(con: duckdb.DuckDBPyConnection, files: Sequence[ReleaseFile]) -> None:
    pile(con, files)
    con.execute(sql.CURRENT)
    secrecy.hide(con)
    indicators = Indicator.objects.in_bulk(field_name="key")
    formulas = {key: formula(indicator.formula) for key, indicator in indicators.items()}
    lowest = [key for key, indicator in indicators.items() if indicator.direction == Direction.LOWER]
    _work_out(con, formulas, lowest)
    con.execute("DROP TABLE pile")


def _work_out(con: duckdb.DuckDBPyConnection, formulas: Mapping[str, Node], lowest: Sequence[str]) -> None:
    """Fill `figure` from `observation` by the formulas; `lowest` are those where the lowest value ranks first."""
    counties = Territory.objects.filter(level=Level.COUNTY, valid_to__isnull=True).values_list("code", flat=True)
    con.execute(sql.COUNTIES, [list(counties)])
    con.execute(sql.DRAFT_FIGURES)
    for key in in_order(formulas):
        for statement in work_out(key, formulas[key]):
            con.execute(*statement)
    con.execute(sql.FIGURES, [list(lowest)])
    con.execute("DROP TABLE draft; DROP TABLE county")


@contextmanager
def trial(key: str, tree: Node, *, lowest_first: bool) -> Iterator[Snapshot]:
    """Figures over what stands now, were an indicator defined so: its own, and those of all that build on it.

    Only these and what they need are worked out, in memory; the serving file is read and left as it is.
    """
    current()
    formulas = {row.key: formula(row.formula) for row in Indicator.objects.all()} | {key: tree}
    wanted = _around(key, formulas)
    rows = Indicator.objects.filter(key__in=wanted, direction=Direction.LOWER).exclude(key=key)
    lowest = [*rows.values_list("key", flat=True), *([key] if lowest_first else [])]
    with duckdb.connect(config=CONFIG) as con:
        path = str(directory() / f"serving-{edition()}.duckdb").replace("'", "''")
        con.execute(f"ATTACH '{path}' AS served (READ_ONLY)")
        con.execute("CREATE VIEW observation AS SELECT * FROM served.observation")
        _work_out(con, {one: formulas[one] for one in wanted}, lowest)
        yield Snapshot(con)


def _around(key: str, formulas: Mapping[str, Node]) -> set[str]:
    """The indicator, all that build on it, and all that any of these needs."""
    found, size = {key}, 0
    while size != len(found):
        size = len(found)
        found |= {one for one, tree in formulas.items() if found & set(names_in(tree))}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {name for one in tuple(found) for name in names_in(formulas[one])}
    return found
