"""When a figure calls for attention, and what it is then that speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from azymut.indicators.enums import AlertKind, Flag
from azymut.indicators.rules.observations import VALUE_PLACES
from azymut.indicators.rules.outlook import Outlook, Point, project
from azymut.indicators.rules.reading import Rank


@dataclass(frozen=True)
class Watch:
    """What is watched: a figure, its change in per cent, its place among peers, or where it is going by `year`.

    `above` True calls when what is measured is more than the threshold, False when it is less.
    """

    kind: AlertKind
    above: bool
    threshold: Decimal
    year: int = 0


@dataclass(frozen=True)
class Evidence:
    """The figure that calls, and what was measured of it. Of a forecast, `low` and `high` are its band."""

    period: str
    value: Decimal
    measured: Decimal
    before_period: str = ""
    before: Decimal | None = None
    of: int = 0
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same evidence, whichever release brings it."""
        return f"{self.period} {self.value.normalize():f} {self.measured.normalize():f}"


def judge(watch: Watch, points: Sequence[Point], rank: Rank | None, *, percent: bool) -> Evidence | None:
    """The evidence when the last figure of a series calls, else None. See `measure`."""
    found = measure(watch, points, rank, percent=percent)
    if found is None:
        return None
    calls = found.measured > watch.threshold if watch.above else found.measured < watch.threshold
    return found if calls else None


def may_call(last_raised_at: datetime | None, *, cool_down_days: int, now: datetime) -> bool:
    """Whether enough days have passed since the same rule called for the same place."""
    return last_raised_at is None or now - last_raised_at >= timedelta(days=cool_down_days)


def stands(fingerprint: str, points: Sequence[Point], now: Evidence | None) -> bool:
    """Whether what called still stands: the figure of its period and, while that is the last one, what is measured.

    `now` is what is measured of the last figure at present.
    """
    period, value, _measured = fingerprint.split(" ")
    known = {when: one for when, one, _ in points if one is not None}
    if period not in known or f"{known[period].normalize():f}" != value:
        return False
    return period != max(known) or (now is not None and now.fingerprint == fingerprint)


def measure(watch: Watch, points: Sequence[Point], rank: Rank | None, *, percent: bool) -> Evidence | None:
    """What is measured of the last figure of a series; None where there is nothing to measure.

    `rank` is that of the last figure; `percent` says that the figure lies between 0 and 100.
    """
    known = [(index, period, value) for index, (period, value, _) in enumerate(points) if value is not None]
    if not known:
        return None
    last, period, value = known[-1]
    if watch.kind == AlertKind.LEVEL:
        return Evidence(period, value, value)
    if watch.kind == AlertKind.RANK:
        return Evidence(period, value, Decimal(rank.place), of=rank.of) if rank and rank.of > 1 else None
    if watch.kind == AlertKind.FORECAST:
        outlook = project(points, watch.year, lowest=0 if value >= 0 else None, highest=100 if percent else None)
        return _forecast(period, value, outlook) if isinstance(outlook, Outlook) else None
    return _change(points, known[-2], last, value) if len(known) > 1 else None


def _change(points: Sequence[Point], earlier: tuple[int, str, Decimal], last: int, value: Decimal) -> Evidence | None:
    """In per cent of the value before; nothing across a break or from zero."""
    at, before_period, before = earlier
    if not before or any(Flag.BREAK in flags for _, _, flags in points[at + 1 : last + 1]):
        return None
    change = round(100 * (value - before) / abs(before), VALUE_PLACES)
    return Evidence(points[last][0], value, change, before_period=before_period, before=before)


def _forecast(period: str, value: Decimal, outlook: Outlook) -> Evidence:
    measured, low, high = (Decimal(str(round(one, VALUE_PLACES))) for one in (outlook.value, outlook.low, outlook.high))
    return Evidence(period, value, measured, low=low, high=high)
