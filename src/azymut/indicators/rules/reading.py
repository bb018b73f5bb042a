"""What a figure says to a reader: its rank among peers, its change, and when no change may be spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from azymut.indicators.enums import Direction, Flag


@dataclass(frozen=True)
class Rank:
    """Place 1 holds the highest value, or the lowest where lower is better. Equal values share a place.

    Only peers that have a value are counted; a territory without one has no rank.
    """

    place: int
    of: int
    tied: bool
    from_lowest: bool


@dataclass(frozen=True)
class Change:
    """The latest value against the one before it. Across a break there is no amount, because there is no comparison."""

    since: str
    amount: Decimal | None
    across_break: bool
    better: bool | None


def latest_change(points: Sequence[tuple[str, Decimal | None, str]], direction: str) -> Change | None:
    """Change to the last point that has a value from the one before it; points are (period, value, flags) in order."""
    known = [(index, value) for index, (_, value, _) in enumerate(points) if value is not None]
    if len(known) < 2:  # noqa: PLR2004  # a change takes two values
        return None
    (before, old), (last, new) = known[-2:]
    since = points[before][0]
    if any(Flag.BREAK in flags for _, _, flags in points[before + 1 : last + 1]):
        return Change(since=since, amount=None, across_break=True, better=None)
    amount = new - old
    better = None
    if amount and direction != Direction.NEUTRAL:
        better = (amount > 0) == (direction == Direction.HIGHER)
    return Change(since=since, amount=amount, across_break=False, better=better)


def segments(points: Sequence[tuple[str, Decimal | None, str]]) -> list[list[int]]:
    """Indices of points that may be joined by a line: a break starts a new piece, a gap ends one."""
    pieces: list[list[int]] = []
    joined = False
    for index, (_, value, flags) in enumerate(points):
        if value is None:
            joined = False
            continue
        if not joined or Flag.BREAK in flags:
            pieces.append([])
        pieces[-1].append(index)
        joined = True
    return pieces
