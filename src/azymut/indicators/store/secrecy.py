"""Small counts, and what would give them away, are taken out before anything is worked out of observations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from azymut.indicators.enums import Flag
from azymut.indicators.models import SuppressionPolicy
from azymut.indicators.rules.observations import Key
from azymut.indicators.rules.suppression import Cell, Policy, hidden, relations
from azymut.places.enums import Level
from azymut.places.models import Territory

_READ = """
    SELECT territory, period, breakdown, value, flags FROM observation
    WHERE dataset = ? AND (value IS NOT NULL OR contains(flags, 'c')) ORDER BY ALL
"""
_OUT = "CREATE TEMP TABLE secret (territory VARCHAR, period VARCHAR, breakdown VARCHAR)"
_HIDE = """
    UPDATE observation SET value = NULL, raw = '', flags = flags || 'c' FROM secret
    WHERE observation.dataset = ? AND observation.territory = secret.territory
          AND observation.period = secret.period AND observation.breakdown = secret.breakdown
"""


@dataclass(frozen=True)
class Hidden:
    """What is hidden of a dataset: cells that are small, cells that would give those away, and of how many."""

    small: frozenset[Key]
    others: frozenset[Key]
    of: int


def hide(con: duckdb.DuckDBPyConnection) -> None:
    """Apply every policy that is in force to the table `observation`."""
    policies = list(SuppressionPolicy.objects.filter(is_active=True).select_related("dataset"))
    if not policies:
        return
    below = made_of()
    for one in policies:
        rows = con.execute(_READ, [one.dataset.code]).fetchall()
        found = hidden_of(rows, one.policy, below)
        con.execute(_OUT)
        secret = sorted(found.small | found.others)
        if secret:
            con.executemany("INSERT INTO secret VALUES (?, ?, ?)", secret)
            con.execute(_HIDE, [one.dataset.code])
        con.execute("DROP TABLE secret")


def hidden_of(
    rows: Iterable[tuple[str, str, str, Decimal | None, str]],
    policy: Policy,
    below: Mapping[str, list[tuple[str, ...]]],
) -> Hidden:
    """What a policy hides in rows of territory, period, breakdown, value and flags; each period by itself."""
    periods: dict[str, dict[Cell, Decimal | None]] = defaultdict(dict)
    for territory, period, breakdown, value, flags in rows:
        periods[period][territory, breakdown] = None if Flag.SUPPRESSED in flags else value
    small: set[Key] = set()
    others: set[Key] = set()
    for period, values in periods.items():
        primary, secondary = hidden(values, relations(values, policy, below), policy)
        small |= {(territory, period, breakdown) for territory, breakdown in primary}
        others |= {(territory, period, breakdown) for territory, breakdown in secondary}
    return Hidden(frozenset(small), frozenset(others), sum(map(len, periods.values())))


def made_of() -> dict[str, list[tuple[str, ...]]]:
    """For each territory that stands the groups of territories that it is made of, level by level."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = Territory.objects.current().order_by("code").values_list("code", "level", "parent__code", "subregion__code")
    for code, level, parent, subregion in rows:
        above = {parent, subregion} - {None, code}
        above |= {"PL"} if level == Level.VOIVODESHIP else set()
        for one in above:
            groups[one, level].append(code)
    below: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for (one, _level), codes in sorted(groups.items()):
        below[one].append(tuple(codes))
    return dict(below)
