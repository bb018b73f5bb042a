"""How old a figure is: whether a newer one could be expected by now, and how many are missing.

A source publishes the figure of a period some months after its end. The rhythm is the period's own: a figure for 2022
is followed by one for 2023, one for 2024-03 by one for 2024-04.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from azymut.indicators.enums import Freshness, Rhythm

_A_YEAR = {Rhythm.YEAR: 1, Rhythm.HALF: 2, Rhythm.QUARTER: 4, Rhythm.MONTH: 12}
_LETTERS = {"S": Rhythm.HALF, "Q": Rhythm.QUARTER}
USUAL_DELAY = {Rhythm.YEAR: 12, Rhythm.HALF: 6, Rhythm.QUARTER: 4, Rhythm.MONTH: 2}
"""Months from a period's end to its figure, where nothing is known of the source."""


@dataclass(frozen=True)
class Age:
    """`newest` is the last period whose figure should be out; `missing` counts those after `period` up to it."""

    state: Freshness
    period: str
    newest: str
    missing: int


def rhythm_of(period: str) -> Rhythm:
    """How often such figures come: for 2022 yearly, 2022-S1 half-yearly, 2022-Q1 quarterly, 2022-03 monthly."""
    part = period[5:]
    return _LETTERS.get(part[:1], Rhythm.MONTH) if part else Rhythm.YEAR


def age(period: str, *, today: date, delay: int | None = None) -> Age:
    """The age of a period's figure on a day. `delay`: the months that the source usually takes after a period's end.

    A figure is counted as out from the first day of the month after those months. One missing figure is due, more make
    the one at hand stale.
    """
    rhythm = rhythm_of(period)
    months = USUAL_DELAY[rhythm] if delay is None else delay
    a_year = _A_YEAR[rhythm]
    ended = today.year * 12 + today.month - 1 - months
    last = ended * a_year // 12 - 1
    missing = max(0, last - _ordinal(period, rhythm))
    state = Freshness.CURRENT if not missing else Freshness.DUE if missing == 1 else Freshness.STALE
    return Age(state, period, _code(last, rhythm) if missing else period, missing)


def _ordinal(period: str, rhythm: Rhythm) -> int:
    """Periods of one rhythm in a row of whole numbers."""
    place = {Rhythm.YEAR: "1", Rhythm.MONTH: period[5:]}.get(rhythm, period[6:])
    return int(period[:4]) * _A_YEAR[rhythm] + int(place) - 1


def _code(ordinal: int, rhythm: Rhythm) -> str:
    year, place = divmod(ordinal, _A_YEAR[rhythm])
    tails = {
        Rhythm.YEAR: "",
        Rhythm.HALF: f"-S{place + 1}",
        Rhythm.QUARTER: f"-Q{place + 1}",
        Rhythm.MONTH: f"-{place + 1:02d}",
    }
    return f"{year}{tails[rhythm]}"
