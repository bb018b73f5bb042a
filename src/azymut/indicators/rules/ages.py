"""How old a figure is: whether a newer one could be expected by now, and how many are missing.

A source publishes the figure of a period some months after its end. The rhythm is the period's own: a figure for 2022
is followed by one for 2023, one for 2024-03 by one for 2024-04.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from azymut.indicators.enums import Freshness, PeriodForm
from azymut.indicators.rules.periods import A_YEAR, form_of, ordinal_of, period_at

USUAL_DELAY = {PeriodForm.YEAR: 12, PeriodForm.HALF_YEAR: 6, PeriodForm.QUARTER: 4, PeriodForm.MONTH: 2}
"""Months from a period's end to its figure, where nothing is known of the source."""


@dataclass(frozen=True)
class Age:
    """`newest` is the last period whose figure should be out; `missing` counts those after `period` up to it."""

    state: Freshness
    period: str
    newest: str
    missing: int


def age(period: str, *, today: date, delay: int | None = None) -> Age:
    """The age of a period's figure on a day. `delay`: the months that the source usually takes after a period's end.

    A figure is counted as out from the first day of the month after those months. One missing figure is due, more make
    the one at hand stale.
    """
    rhythm = form_of(period)
    months = USUAL_DELAY[rhythm] if delay is None else delay
    a_year = A_YEAR[rhythm]
    ended = today.year * 12 + today.month - 1 - months
    last = ended * a_year // 12 - 1
    missing = max(0, last - ordinal_of(period))
    state = Freshness.CURRENT if not missing else Freshness.DUE if missing == 1 else Freshness.STALE
    return Age(state, period, period_at(last, rhythm) if missing else period, missing)
