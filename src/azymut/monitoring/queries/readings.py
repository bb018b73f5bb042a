"""The latest value of each indicator: the lead's own measurement, or the observatory's figure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from azymut.indicators import queries as observatory
from azymut.indicators.enums import Flag
from azymut.indicators.queries import Value, readers_of
from azymut.monitoring.enums import ValueFlag
from azymut.monitoring.rules import IndicatorFact, Reading
from azymut.monitoring.rules.indicators import MONTHS, year_end
from azymut.programmes.enums import PeriodPart
from azymut.programmes.models import Action
from azymut.programmes.queries import IndicatorPlanFact, publishable_actions

REMEMBERED = 512
HALF_MONTHS = 6
QUARTER_MONTHS = 3


def month_of(on: date) -> int:
    """A day on the scale of months on which periods end."""
    return on.year * MONTHS + on.month


def indicator_fact(
    plan: IndicatorPlanFact, *, on: date, releases: tuple[str, ...], known_after_months: int = 0
) -> IndicatorFact:
    """The indicator as the rules see it on a day. `known_after_months`: how long a value takes to be known."""
    last = month_of(on) - known_after_months
    reading = _own(plan, last) if not plan.indicator_key else _observed(plan, last, releases)
    return IndicatorFact(
        name=plan.name,
        better=plan.better,
        targets=plan.targets,
        baseline=plan.baseline,
        baseline_year=plan.baseline_year,
        reading=reading,
        unit=plan.unit,
        decimals=plan.decimals,
    )


def _own(plan: IndicatorPlanFact, last: int) -> Reading | None:
    readings = [
        Reading(
            period=str(m.year) if m.part == PeriodPart.YEAR else f"{m.year}-H1",
            ends=year_end(m.year) if m.part == PeriodPart.YEAR else m.year * MONTHS + HALF_MONTHS,
            value=m.value,
        )
        for m in plan.measured
    ]
    return max((r for r in readings if r.ends <= last), key=lambda reading: reading.ends, default=None)


def _observed(plan: IndicatorPlanFact, last: int, releases: tuple[str, ...]) -> Reading | None:
    """The last period of the series, missing and suppressed ones included, and whether the series breaks before it."""
    every = _series(plan.indicator_key, plan.territory_code, releases)
    series = [value for value in every if period_end(value.period) <= last]
    if not series:
        return None
    latest = series[-1]
    start = year_end(plan.baseline_year) if plan.baseline_year is not None else None
    breaks = start is not None and any(v.breaks for v in series if start < period_end(v.period))
    return Reading(
        period=latest.period,
        ends=period_end(latest.period),
        value=latest.value,
        flag=_flag(latest),
        breaks=breaks,
    )


@lru_cache(maxsize=REMEMBERED)
def _series(key: str, territory: str, releases: tuple[str, ...]) -> tuple[Value, ...]:
    """Releases never change, so neither does what they say together."""
    if not releases:
        return ()
    return observatory.series_of(key, territory, as_of=releases)


def _flag(value: Value) -> ValueFlag:
    if Flag.SUPPRESSED in value.flags:
        return ValueFlag.SUPPRESSED
    if value.value is None:
        return ValueFlag.MISSING
    if Flag.PRELIMINARY in value.flags:
        return ValueFlag.PRELIMINARY
    return ValueFlag.UNRELIABLE if Flag.UNRELIABLE in value.flags else ValueFlag.SOUND


def period_end(period: str) -> int:
    """The end of 2026, 2026-09, 2026-Q3 or 2026-H1 in months.

    >>> period_end("2026-Q3") - period_end("2026-H1")
    3
    """
    year, _sep, part = period.partition("-")
    if not part:
        return year_end(int(year))
    if part.startswith("Q"):
        return int(year) * MONTHS + int(part[1:]) * QUARTER_MONTHS
    if part.startswith("H"):
        return int(year) * MONTHS + int(part[1:]) * HALF_MONTHS
    return int(year) * MONTHS + int(part)


def actions_reading(dataset_code: str) -> list[Action]:
    """Actions in force measured by an indicator that reads a dataset, however deep: two queries."""
    keys = [indicator.key for indicator in readers_of(dataset_code)]
    return list(publishable_actions().filter(indicators__indicator_key__in=keys).distinct().order_by("node__number"))
