"""What one figure was made of: which indicators and cells, at which place and period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from azymut.indicators.rules.formula_language.tree import (
    ROLLING,
    Call,
    Cells,
    Function,
    Name,
    Node,
    Number,
    Text,
    parts_of,
)
from azymut.indicators.rules.observations import level_of
from azymut.places.enums import Level

_YEAR = 4
_BACK = frozenset({Function.CHANGE, Function.CHANGE_POINTS})


@dataclass(frozen=True)
class Need:
    """A leaf of a formula with where it was read.

    `counties`: where the place has no figure of its own, those of its counties were read.
    """

    leaf: Name | Cells
    territory: str
    period: str
    counties: bool = False


def needs(tree: Node, territory: str, period: str) -> Iterator[Need]:
    """In the order of the formula; what is needed twice comes once. A rank is followed to its own place only."""
    yield from dict.fromkeys(_needs(tree, Need(Name(""), territory, period)))


def _needs(node: Node, at: Need) -> Iterator[Need]:
    if isinstance(node, Name | Cells):
        yield replace(at, leaf=node)
    elif isinstance(node, Call):
        for argument, moved in _moved(node, at):
            yield from _needs(argument, moved)
    else:
        for part in parts_of(node):
            yield from _needs(part, at)


def _moved(call: Call, at: Need) -> Iterator[tuple[Node, Need]]:
    """Each argument that brings figures, with each place and period that it is read at."""
    first, last = call.arguments[0], call.arguments[-1]
    function = call.function
    if function is Function.COHORT:
        yield first, at
        yield call.arguments[1], replace(at, period=years_before(at.period, _whole(last)))
        return
    yield (
        first,
        replace(at, counties=at.counties or (function in ROLLING and level_of(at.territory) == Level.VOIVODESHIP)),
    )
    if function in _BACK:
        yield first, replace(at, period=years_before(at.period, _whole(last)))
    elif function is Function.INDEX:
        assert isinstance(last, Text)  # noqa: S101  # the reader has seen to it
        yield first, replace(at, period=last.value)
    elif function is Function.MOVING_MEAN:
        for steps in range(1, _whole(last)):
            yield first, replace(at, period=periods_before(at.period, steps))
    elif function is Function.RELATIVE:
        yield first, replace(at, territory=at.territory[:2])
    elif function in {Function.RATIO, Function.SHARE, Function.PER_THOUSAND, Function.PER}:
        yield call.arguments[1], at


def _whole(node: Node) -> int:
    assert isinstance(node, Number)  # noqa: S101  # the reader has seen to it
    return int(node.value)


def years_before(period: str, years: int) -> str:
    """The same part of an earlier year."""
    return f"{int(period[:_YEAR]) - years}{period[_YEAR:]}"


def periods_before(period: str, steps: int) -> str:
    """So many years, half-years, quarters or months earlier, whichever the period is."""
    year, mark, part = int(period[:_YEAR]), period[_YEAR : _YEAR + 2], period[_YEAR + 1 :]
    if not mark:
        return str(year - steps)
    if mark in {"-Q", "-S"}:
        length = 4 if mark == "-Q" else 2
        ordinal = year * length + int(part[1:]) - 1 - steps
        return f"{ordinal // length}{mark}{ordinal % length + 1}"
    ordinal = year * 12 + int(part) - 1 - steps
    return f"{ordinal // 12}-{ordinal % 12 + 1:02d}"
