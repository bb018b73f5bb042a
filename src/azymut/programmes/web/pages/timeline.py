"""Actions and milestones on a line of time: positions for a drawing that needs no script and no inline style."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.kernel.registries import Mark
from azymut.programmes.queries import MilestoneCell

WIDTH = 1000
"""Units of the drawing; it is as wide as its place."""


@dataclass(frozen=True)
class Bar:
    label: str
    url: str
    mark: Mark | None
    starts_on: date
    ends_on: date
    milestones: Sequence[MilestoneCell]


@dataclass(frozen=True)
class Sign:
    """A milestone: `state` is done, late or ahead; the shape follows it, and `text` says it."""

    x: float
    state: str
    text: str


@dataclass(frozen=True)
class Line:
    label: str
    url: str
    mark: Mark | None
    x: float
    width: float
    alt: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Timeline:
    years: tuple[tuple[float, str], ...]
    today: float
    lines: tuple[Line, ...]


def timeline(bars: Sequence[Bar], *, on: date) -> Timeline:
    """From the first year that anything starts to the last that anything ends."""
    first = min((bar.starts_on.year for bar in bars), default=on.year)
    last = max((bar.ends_on.year for bar in bars), default=on.year)
    start, end = date(first, 1, 1), date(last, 12, 31)

    def at(day: date) -> float:
        share = (day - start).days / max(1, (end - start).days)
        return round(min(1.0, max(0.0, share)) * WIDTH, 1)

    return Timeline(
        years=tuple((at(date(year, 1, 1)), str(year)) for year in range(first, last + 1)),
        today=at(on),
        lines=tuple(_line(bar, at(bar.starts_on), at(bar.ends_on), at, on) for bar in bars),
    )


def milestone_state(due_on: date, done_on: date | None, on: date) -> str:
    if done_on is not None and done_on <= on:
        return "done"
    return "late" if due_on < on else "ahead"


def _line(bar: Bar, left: float, right: float, at: Callable[[date], float], on: date) -> Line:
    signs = tuple(
        Sign(at(cell.due_on), state, f"{cell.title}: {formats.day(cell.due_on)}, {state_label(state)}")
        for cell in bar.milestones
        for state in [milestone_state(cell.due_on, cell.done_on, on)]
    )
    late = sum(sign.state == "late" for sign in signs)
    alt = _("From %(start)s to %(end)s; milestones: %(all)d, of which late: %(late)d") % {
        "start": formats.day(bar.starts_on),
        "end": formats.day(bar.ends_on),
        "all": len(signs),
        "late": late,
    }
    return Line(bar.label, bar.url, bar.mark, left, max(2.0, right - left), alt, signs)


def state_label(state: str) -> str:
    return {"done": _("done"), "late": _("late"), "ahead": _("ahead")}[state]
