"""Figures as they leave the house: cut by indicator, place, level and time, counted, streamed, written as Parquet.

Figures that rest on a sample release never leave: every statement here says so itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from azymut.indicators.rules.observations import join_flags
from azymut.indicators.store.serving import Snapshot

PIECE = 5_000
"""Rows that are read at a time."""


_FLAGS = "CASE WHEN value IS NULL AND NOT regexp_matches(flags, '[cmz]') THEN flags || 'm' ELSE flags END"
"""Where a value that is worked out is missing and no source has said why, it is said to be missing."""


@dataclass(frozen=True)
class Cut:
    """Which figures are wanted. An empty tuple or text does not narrow, but without indicators there is nothing."""

    indicators: tuple[str, ...]
    territories: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class OpenFigure:
    """One figure of open data. `value` None means no value, and `flags` say why."""

    indicator: str
    territory: str
    level: str
    period: str
    value: Decimal | None
    flags: str
    releases: tuple[str, ...]


def count(snapshot: Snapshot, cut: Cut) -> int:
    where, values = _where(cut)
    return int(next(snapshot.read(f"SELECT count(*) FROM figure {where}", values))[0])  # noqa: S608  # see _where


def axes(snapshot: Snapshot, cut: Cut) -> tuple[list[str], list[str], list[str]]:
    """Indicators, territories and periods that the cut has, each in order: the sides of its cube."""
    where, values = _where(cut)
    query = f"""
        SELECT list_sort(list(DISTINCT indicator)), list_sort(list(DISTINCT territory)),
               list_sort(list(DISTINCT period))
        FROM figure {where}
    """  # noqa: S608  # see _where
    indicators, territories, periods = next(snapshot.read(query, values))
    return indicators or [], territories or [], periods or []


def rows(snapshot: Snapshot, cut: Cut, *, limit: int | None = None, offset: int = 0) -> Iterator[OpenFigure]:
    """Figures by indicator, territory and period, read piece by piece."""
    where, values = _where(cut)
    query = f"""
        SELECT indicator, territory, level, period, value, {_FLAGS} AS flags, releases FROM figure {where}
        ORDER BY indicator, territory, period
    """  # noqa: S608  # see _where
    if limit is not None:
        query += " LIMIT ? OFFSET ?"
        values += [limit, offset]
    for indicator, territory, level, period, value, flags, releases in snapshot.read(query, values, piece=PIECE):
        made = tuple(sorted(set(releases.split(",")))) if releases else ()
        yield OpenFigure(indicator, territory, level, period, value, join_flags(flags), made)


def write_parquet(
    snapshot: Snapshot,
    cut: Cut,
    path: Path,
    *,
    names: Mapping[str, str],
    labels: Mapping[str, tuple[str, str]],
    metadata: str,
) -> None:
    """Write the cut as Parquet, with names of territories, names and units of indicators, and the metadata inside."""
    where, values = _where(cut)
    target, told = (text.replace("'", "''") for text in (str(path), metadata))
    query = f"""
        COPY (
            SELECT indicator, label.name AS indicator_name, territory, coalesce(place.name, '') AS territory_name,
                   level, period, value, label.unit AS unit,
                   array_to_string(list_sort(list_distinct(string_split({_FLAGS}, ''))), '') AS flags,
                   list_sort(list_distinct(string_split(releases, ','))) AS releases
            FROM figure
            LEFT JOIN (SELECT unnest(?::VARCHAR[]) AS code, unnest(?::VARCHAR[]) AS name) place
                 ON place.code = territory
            JOIN (SELECT unnest(?::VARCHAR[]) AS key, unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS unit) label
                 ON label.key = indicator
            {where} ORDER BY indicator, territory, period
        ) TO '{target}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{azymut: '{told}'}})
    """  # noqa: S608  # COPY takes no parameters for its target and options; quotes are doubled
    joined: list[Any] = [
        list(names), list(names.values()),
        list(labels), [name for name, _ in labels.values()], [unit for _, unit in labels.values()],
    ]  # fmt: skip
    list(snapshot.read(query, [*joined, *values]))


def _where(cut: Cut) -> tuple[str, list[Any]]:
    """The condition and its values; texts of people only ever stand among the values."""
    parts = ["WHERE NOT sample AND list_contains(?::VARCHAR[], indicator)"]
    values: list[Any] = [list(cut.indicators)]
    narrowing: Sequence[tuple[str, tuple[str, ...]]] = (
        ("territory", cut.territories),
        ("level", cut.levels),
        ("period", cut.periods),
    )
    for column, wanted in narrowing:
        if wanted:
            parts.append(f"AND {column} IN ({', '.join('?' for _ in wanted)})")
            values += wanted
    if cut.since:
        parts.append("AND period >= ?")
        values.append(cut.since)
    if cut.until:
        # A year holds its months and quarters, which are written longer.
        parts.append("AND left(period, ?) <= ?")
        values += [len(cut.until), cut.until]
    return " ".join(parts), values
