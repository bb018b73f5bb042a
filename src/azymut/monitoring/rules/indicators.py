"""One indicator against its plan: what was expected at the value's own period, and how much of the way was made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from azymut.monitoring.enums import ValueFlag
from azymut.monitoring.rules.thresholds import THRESHOLDS, Thresholds
from azymut.programmes.enums import Better

MONTHS = 12
ONE, ZERO = Decimal(1), Decimal(0)


def year_end(year: int) -> int:
    """The end of a year in months: the scale on which periods are compared."""
    return year * MONTHS + MONTHS


@dataclass(frozen=True)
class Reading:
    """The latest value. `ends` is the end of its period in months (year × 12 + month)."""

    period: str
    ends: int
    value: Decimal | None
    flag: ValueFlag = ValueFlag.SOUND
    breaks: bool = False
    """Whether the series breaks between the baseline and this value, so that the two cannot be compared."""


@dataclass(frozen=True)
class IndicatorFact:
    """An action's indicator as the rules see it: targets are pairs of year and value at the year's end."""

    name: str
    better: Better
    targets: tuple[tuple[int, Decimal], ...]
    baseline: Decimal | None = None
    baseline_year: int | None = None
    reading: Reading | None = None
    unit: str = ""
    decimals: int = 0


class Outcome(StrEnum):
    MEETS = "meets"
    BELOW = "below"
    FAR_BELOW = "far_below"
    NOT_DUE = "not_due"
    NO_VALUE = "no_value"
    SUPPRESSED = "suppressed"
    BREAK = "break"

    @property
    def judged(self) -> bool:
        return self in (Outcome.MEETS, Outcome.BELOW, Outcome.FAR_BELOW)


@dataclass(frozen=True)
class Assessment:
    """How an indicator stands. `share` is the part of the planned progress that was made (1 = as planned)."""

    outcome: Outcome
    expected: Decimal | None = None
    share: Decimal | None = None
    enough: Decimal | None = None
    """The value that would have kept it out of risk."""
    old: bool = False
    reached_last: bool = False


def expected_at(fact: IndicatorFact, ends: int) -> Decimal | None:
    """The planned value at a moment: straight lines between the baseline and the yearly targets.

    None before the plan says anything; after the last target its value stays expected.
    """
    points = sorted((year_end(year), value) for year, value in fact.targets)
    if not points:
        return None
    if fact.baseline is not None and fact.baseline_year is not None:
        start = year_end(fact.baseline_year)
        points = [(start, fact.baseline), *[point for point in points if point[0] > start]]
    if ends < points[0][0]:
        return None
    for (left, low), (right, high) in pairwise(points):
        if ends <= right:
            return low + (high - low) * Decimal(ends - left) / Decimal(right - left)
    return points[-1][1]


def assess(fact: IndicatorFact, *, now: int, thresholds: Thresholds = THRESHOLDS) -> Assessment:
    """Compare the latest value with the plan for its own period. `now` is the present month on the same scale.

    Missing and suppressed values are no data, never zero; across a break in the series nothing is compared.
    """
    reading = fact.reading
    if reading is None or reading.flag == ValueFlag.MISSING:
        return Assessment(Outcome.NO_VALUE)
    if reading.flag == ValueFlag.SUPPRESSED or reading.value is None:
        return Assessment(Outcome.SUPPRESSED if reading.flag == ValueFlag.SUPPRESSED else Outcome.NO_VALUE)
    if fact.baseline_year is not None and reading.ends <= year_end(fact.baseline_year):
        return Assessment(Outcome.NOT_DUE)
    expected = expected_at(fact, reading.ends)
    if expected is None:
        return Assessment(Outcome.NOT_DUE)
    if reading.breaks and fact.baseline is not None:
        return Assessment(Outcome.BREAK, expected=expected)
    share = _share(fact, reading.value, expected)
    if share < thresholds.off_share:
        outcome = Outcome.FAR_BELOW
    elif share < thresholds.risk_share:
        outcome = Outcome.BELOW
    else:
        outcome = Outcome.MEETS
    last = max(fact.targets)[1]
    return Assessment(
        outcome,
        expected=expected,
        share=share,
        enough=_enough(fact, expected, thresholds.risk_share),
        old=now - reading.ends > thresholds.old_months,
        reached_last=_at_least(fact.better, reading.value, last),
    )


def _at_least(better: Better, value: Decimal, goal: Decimal) -> bool:
    return value >= goal if better == Better.HIGHER else value <= goal


def _plans_progress(fact: IndicatorFact, expected: Decimal) -> bool:
    """Whether the plan at this moment is an improvement on the baseline; otherwise levels are compared."""
    if fact.baseline is None or expected == fact.baseline:
        return False
    return _at_least(fact.better, expected, fact.baseline)


def _share(fact: IndicatorFact, value: Decimal, expected: Decimal) -> Decimal:
    """The part of the planned way from the baseline that was made; never below zero, at least 1 when as planned."""
    if _plans_progress(fact, expected):
        baseline = fact.baseline or ZERO
        return max(ZERO, (value - baseline) / (expected - baseline))
    if _at_least(fact.better, value, expected):
        return ONE
    part, whole = (value, expected) if fact.better == Better.HIGHER else (expected, value)
    return max(ZERO, part / whole) if whole > 0 else ZERO


def _enough(fact: IndicatorFact, expected: Decimal, share: Decimal) -> Decimal:
    if _plans_progress(fact, expected):
        baseline = fact.baseline or ZERO
        return baseline + (expected - baseline) * share
    if expected <= 0:
        return expected
    return expected * share if fact.better == Better.HIGHER else expected / share
