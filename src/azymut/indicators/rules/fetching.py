"""When a source is due to be asked again, and what may be done with a fetch."""

from __future__ import annotations

from datetime import datetime, timedelta

from azymut.indicators.enums import FetchState

_ENDED_EARLY = frozenset({FetchState.FAILED, FetchState.CANCELLED, FetchState.PAUSED})


def next_due(last: datetime | None, *, days: int, now: datetime) -> datetime | None:
    """When the worker asks a source by itself: so many days after the last time, at once if never; None for 0 days."""
    if days <= 0:
        return None
    return now if last is None else last + timedelta(days=days)


def is_due(last: datetime | None, *, days: int, now: datetime) -> bool:
    due = next_due(last, days=days, now=now)
    return due is not None and due <= now


def can_resume(state: FetchState) -> bool:
    """A fetch that ended before its last collection goes on with what is left; a paused one need not wait."""
    return state in _ENDED_EARLY


def can_begin(state: FetchState) -> bool:
    """Anything but a fetch that is over for good. One that is under way was left by a process that is no more."""
    return state not in {FetchState.DONE, FetchState.CANCELLED}
