"""Observations by what they are broken down by: for datasets whose breakdown is an occupation's code."""

from __future__ import annotations

from collections.abc import Sequence

from azymut.indicators.store.files import Stored
from azymut.indicators.store.serving import Snapshot

_COLUMNS = "dataset, territory, period, breakdown, value, unit, flags, release, source_row, source_column, raw"


def with_breakdowns(snapshot: Snapshot, dataset: str, breakdowns: Sequence[str]) -> list[Stored]:
    """Every observation of a dataset that has one of these breakdowns, the newest period first."""
    query = f"""
        SELECT {_COLUMNS} FROM observation WHERE dataset = ? AND list_contains(?::VARCHAR[], breakdown)
        ORDER BY period DESC, territory, breakdown
    """  # noqa: S608  # built from constants of this module
    return [Stored(*row) for row in snapshot.read(query, [dataset, list(breakdowns)])]


def newest_of(snapshot: Snapshot, dataset: str, territories: Sequence[str]) -> list[Stored]:
    """For each of these territories what a dataset says of its newest period."""
    query = f"""
        SELECT {_COLUMNS} FROM (
            SELECT *, max(period) OVER (PARTITION BY territory) AS newest FROM observation
            WHERE dataset = ? AND list_contains(?::VARCHAR[], territory)
        ) WHERE period = newest ORDER BY territory, breakdown
    """  # noqa: S608  # built from constants of this module
    return [Stored(*row) for row in snapshot.read(query, [dataset, list(territories)])]


def lists_of(snapshot: Snapshot, dataset: str) -> list[tuple[str, str, int, str]]:
    """Territories and periods that a dataset says anything of, the newest first, with how much and one release."""
    query = """
        SELECT territory, period, count(*), max(release) FROM observation WHERE dataset = ?
        GROUP BY territory, period ORDER BY period DESC, territory
    """
    return [(row[0], row[1], row[2], row[3]) for row in snapshot.read(query, [dataset])]


def starting_with(snapshot: Snapshot, dataset: str, start: str) -> list[Stored]:
    """Observations whose breakdown begins so."""
    query = f"""
        SELECT {_COLUMNS} FROM observation WHERE dataset = ? AND starts_with(breakdown, ?)
        ORDER BY breakdown, period DESC, territory
    """  # noqa: S608  # built from constants of this module
    return [Stored(*row) for row in snapshot.read(query, [dataset, start])]


def of_list(snapshot: Snapshot, dataset: str, territory: str, period: str) -> list[Stored]:
    """What a dataset says of one territory and period, in the order of its file."""
    query = f"""
        SELECT {_COLUMNS} FROM observation WHERE dataset = ? AND territory = ? AND period = ?
        ORDER BY source_row, breakdown
    """  # noqa: S608  # built from constants of this module
    return [Stored(*row) for row in snapshot.read(query, [dataset, territory, period])]
