"""How often a source may be asked: when the next request fits within its limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Asked = tuple[float, int]
"""A moment in seconds, and how many requests were made at it."""

EXACT_SECONDS = 3600.0
"""Requests older than this are remembered by the minute."""


@dataclass(frozen=True)
class Limit:
    """At most so many requests within any so many seconds."""

    seconds: int
    requests: int


def pause(limits: Iterable[Limit], asked: Sequence[Asked], now: float) -> float:
    """Seconds until one more request is within every limit; 0 when it may be made now."""
    newest_first = sorted(asked, reverse=True)
    return max([0.0, *(_pause(limit, newest_first, now) for limit in limits)])


def _pause(limit: Limit, newest_first: Sequence[Asked], now: float) -> float:
    number = 0
    for moment, count in newest_first:
        # A clock that was set back must not shut the door for longer than the limit says.
        free = min(moment, now) + limit.seconds
        if free <= now:
            return 0.0
        number += count
        if number >= limit.requests:
            return free - now
    return 0.0


def condensed(asked: Iterable[Asked], limits: Iterable[Limit], now: float) -> list[Asked]:
    """The same requests in less room: what no limit reaches is dropped, older ones are joined by the minute.

    Joined requests count as made at the last of their moments, so that no limit is ever passed because of it.
    """
    reach = max((limit.seconds for limit in limits), default=0)
    exact: list[Asked] = []
    minutes: dict[int, Asked] = {}
    for moment, count in sorted(asked):
        if moment <= now - reach:
            continue
        if moment > now - EXACT_SECONDS:
            exact.append((moment, count))
            continue
        minute = int(moment // 60)
        earlier = minutes.get(minute, (moment, 0))
        minutes[minute] = (max(moment, earlier[0]), earlier[1] + count)
    return [*minutes.values(), *exact]
