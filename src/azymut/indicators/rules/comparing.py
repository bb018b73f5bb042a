"""What may be set side by side: the period that all have, and where one value lies among its peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST_PEERS = 2
"""With fewer there is nobody to compare with."""


@dataclass(frozen=True)
class Spread:
    """How the peers' values of one period lie: both ends with those who hold them, the middle, how many have one."""

    lowest: Decimal
    lowest_at: tuple[str, ...]
    middle: Decimal
    highest: Decimal
    highest_at: tuple[str, ...]
    of: int


def common_period(periods: Sequence[Sequence[str]]) -> str:
    """The latest period that every place has a value for; empty when there is none, or when nobody has any.

    Each inner sequence holds a place's periods with a value. Periods of one form are compared only with each other:
    a year is never set beside a month.
    """
    shared = set(periods[0]).intersection(*periods[1:]) if periods else set()
    return max(shared, key=lambda period: (period[:4], -len(period), period), default="")


def spread(values: Mapping[str, Decimal]) -> Spread | None:
    """Of the values of peers by their codes, those without a value left out; None for fewer than two."""
    if len(values) < FEWEST_PEERS:
        return None
    low, high = min(values.values()), max(values.values())
    return Spread(
        lowest=low,
        lowest_at=tuple(sorted(code for code, value in values.items() if value == low)),
        middle=Decimal(median(values.values())),
        highest=high,
        highest_at=tuple(sorted(code for code, value in values.items() if value == high)),
        of=len(values),
    )
