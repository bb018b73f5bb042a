"""Values of a territory's peers in the very period of its own last value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from azymut.indicators.store.serving import Snapshot

_PEERS_AT = """
    SELECT figure.indicator, figure.territory, figure.value
    FROM figure
    JOIN (SELECT indicator, max(period) AS period FROM figure WHERE territory = ? AND value IS NOT NULL GROUP BY 1) own
         ON own.indicator = figure.indicator AND own.period = figure.period
    WHERE figure.peers = ? AND figure.value IS NOT NULL
"""


def peers_at_last(snapshot: Snapshot, territory: str, peers: str) -> dict[str, dict[str, Decimal]]:
    """For each indicator that the territory has: the values of its peers, itself included, by code. One query."""
    found: dict[str, dict[str, Decimal]] = {}
    for indicator, code, value in snapshot.read(_PEERS_AT, [territory, peers]):
        found.setdefault(indicator, {})[code] = value
    return found


def years(snapshot: Snapshot, indicators: Sequence[str]) -> tuple[str, ...]:
    """Years for which any of the indicators has a value, oldest first."""
    query = """
        SELECT DISTINCT left(period, 4) AS year FROM figure
        WHERE value IS NOT NULL AND list_contains(?::VARCHAR[], indicator) ORDER BY year
    """
    return tuple(row[0] for row in snapshot.read(query, [list(indicators)]))
