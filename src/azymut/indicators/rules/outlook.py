"""Where a yearly figure is going at the present rate, and within which band.

The rate is the median of the slopes between all pairs of years (Theil 1950, Sen 1968), damped from year to year
(Gardner and McKenzie, Forecasting trends in time series, 1985). The band comes from the series itself: years are held
back, projected from those before them, and the largest of the errors that were made is the band. Then it is tried
whether such bands would have held the years that followed. Where they would not, or the band is wider than the figure
itself, nothing is said; nor across a break, of too short a series, or too far ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from statistics import median

from azymut.indicators.enums import Flag

Point = tuple[str, Decimal | None, str]
"""Period, value, flags."""

FEWEST_YEARS = 6
"""A rate is worked out of at least so many years, whole and in each trial on held-back years."""
FEWEST_TRIALS = 8
"""Errors on held-back years that a band is made of."""
MOST_YEARS = 8
"""Older years say little of the present rate."""
DAMPING = 0.9
FARTHEST = 8
"""Years ahead of the last figure."""
GROWTH = 0.75
"""An error grows with this power of the years ahead: between that of a random walk and that of a wrong rate."""
FEWEST_HELD = 0.8
"""The share of later years that such bands must have held when they were tried."""


class Silence(StrEnum):
    """Why nothing is projected."""

    NOT_YEARLY = "not yearly"
    TOO_SHORT = "too short"
    AFTER_BREAK = "too short after a break"
    TOO_FAR = "too far"
    UNSTEADY = "unsteady"
    PAST = "past"


@dataclass(frozen=True)
class Outlook:
    """The figure of a year at the present rate, with its band; such bands held `held` of `trials` later years."""

    year: int
    value: float
    low: float
    high: float
    last_year: int
    last: Decimal
    since: int
    held: int
    trials: int


def project(
    points: Sequence[Point], year: int, *, lowest: float | None = None, highest: float | None = None
) -> Outlook | Silence:
    """The outlook for a year from a series in order of time; `lowest` and `highest` are what the figure can be."""
    if any(len(period) != len("2022") for period, _, _ in points):
        return Silence.NOT_YEARLY
    series, broken = _unbroken(points)
    if len(series) < FEWEST_YEARS:
        return Silence.AFTER_BREAK if broken else Silence.TOO_SHORT
    ahead = year - series[-1][0]
    if not 0 < ahead <= FARTHEST:
        return Silence.TOO_FAR if ahead > 0 else Silence.PAST
    spread = _spread(series)
    held, trials = _tried(series)
    if spread is None or not trials:
        return Silence.AFTER_BREAK if broken else Silence.TOO_SHORT
    spread *= ahead**GROWTH
    if held < FEWEST_HELD * trials or spread > abs(series[-1][1]):
        return Silence.UNSTEADY
    value = _ahead(series, ahead)
    last = next(one for period, one, _ in reversed(points) if one is not None and int(period) == series[-1][0])
    return Outlook(
        year=year,
        value=_within(value, lowest, highest),
        low=_within(value - spread, lowest, highest),
        high=_within(value + spread, lowest, highest),
        last_year=series[-1][0],
        last=last,
        since=series[-MOST_YEARS:][0][0],
        held=held,
        trials=trials,
    )


def horizon(last_year: int) -> int:
    """The year to look at from the last figure: the end of its decade, or five years on where that is too far."""
    decade = last_year // 10 * 10 + 10
    return decade if decade - last_year <= FARTHEST else last_year + 5


def _unbroken(points: Sequence[Point]) -> tuple[list[tuple[int, float]], bool]:
    """Years with a value since the last break, and whether there was one."""
    series: list[tuple[int, float]] = []
    broken = False
    for period, value, flags in points:
        if Flag.BREAK in flags:
            broken = broken or bool(series)
            series = []
        if value is not None:
            series.append((int(period), float(value)))
    return series, broken


def _ahead(series: Sequence[tuple[int, float]], years: int) -> float:
    """The last value and the damped rate, so many years on."""
    recent = series[-MOST_YEARS:]
    slope = median((late - early) / (to - since) for (since, early), (to, late) in combinations(recent, 2))
    return series[-1][1] + slope * sum(DAMPING**step for step in range(years))


def _spread(series: Sequence[tuple[int, float]]) -> float | None:
    """Half of the band one year ahead; None where too few years can be held back to say."""
    errors = _errors(series)
    return max(errors) if len(errors) >= FEWEST_TRIALS else None


def _tried(series: Sequence[tuple[int, float]]) -> tuple[int, int]:
    """How many of the years that followed earlier stretches their bands held, and of how many."""
    held, trials = 0, 0
    for known in range(FEWEST_YEARS, len(series)):
        spread, now = _spread(series[:known]), series[known - 1][0]
        for year, value in series[known:] if spread is not None else ():
            if year - now <= FARTHEST:
                trials += 1
                held += abs(value - _ahead(series[:known], year - now)) <= (spread or 0) * (year - now) ** GROWTH
    return held, trials


def _errors(series: Sequence[tuple[int, float]]) -> list[float]:
    """Sizes of the errors on held-back years, brought to one year ahead."""
    found = []
    for known in range(FEWEST_YEARS, len(series)):
        now = series[known - 1][0]
        for year, value in series[known:]:
            if year - now <= FARTHEST:
                found.append(abs(value - _ahead(series[:known], year - now)) / (year - now) ** GROWTH)
    return found


def _within(value: float, lowest: float | None, highest: float | None) -> float:
    value = value if lowest is None else max(value, lowest)
    return value if highest is None else min(value, highest)
