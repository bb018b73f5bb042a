"""Which small counts are hidden, and which others with them, so that none can be found by subtraction.

A cell is a territory and a breakdown within one period. Counts from 1 to one below the threshold are hidden first
(primary); then, as long as what is published tells of any hidden cell more than a range of `threshold - 1`, the cell is
hidden that costs least (secondary). The question is asked exactly, see rules/intervals.py; the choice is greedy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from azymut.indicators.rules.intervals import Contradiction, Equation, Number, Ranges

Cell = tuple[str, str]
"""Territory and breakdown."""

REFERENCE = re.compile(r'\["([^"\]]+)"\]')
_SUM = re.compile(r'\s*\["[^"\]]+"\]\s*=\s*\["[^"\]]+"\](?:\s*\+\s*\["[^"\]]+"\])+\s*\Z')
_PAIR = re.compile(r'\s*\["[^"\]]+"\]\s*:\s*\["[^"\]]+"\]\s*\Z')


class PolicyError(ValueError):
    """A line that does not say what it should; its number is given."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class Relation:
    """A cell that is the sum of others."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True)
class Policy:
    """How a dataset is guarded. `sums`: breakdowns that are sums of others; `follows`: what a count gives away.

    A share or a mean that would tell the count behind it is hidden wherever that count is.
    """

    threshold: int
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    follows: tuple[tuple[str, str], ...] = ()


def parse_sums(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Lines as `["all"] = ["women"] + ["men"]`. Raises PolicyError with the number of a line that is not one."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for names in _lines(text, _SUM):
        if len(set(names)) != len(names):
            raise PolicyError(1 + len(found))
        found.append((names[0], tuple(names[1:])))
    return tuple(found)


def parse_follows(text: str) -> tuple[tuple[str, str], ...]:
    """Lines as `["share of women"] : ["women"]`. Raises PolicyError with the number of a line that is not one."""
    return tuple((names[0], names[1]) for names in _lines(text, _PAIR))


def _lines(text: str, shape: re.Pattern[str]) -> Iterator[list[str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            if not shape.match(line):
                raise PolicyError(number)
            yield REFERENCE.findall(line)


def relations(
    cells: Collection[Cell], policy: Policy, below: Mapping[str, Sequence[tuple[str, ...]]]
) -> tuple[Relation, ...]:
    """All sums that tie the cells together: over breakdowns in each place, over places in each breakdown.

    `below` gives for a territory the groups of territories that it is made of (its counties; its subregions).
    """
    followers = {name for name, _ in policy.follows}
    held = {cell for cell in cells if cell[1] not in followers}
    found = [
        Relation((territory, total), tuple((territory, part) for part in parts))
        for territory in sorted({territory for territory, _ in held})
        for total, parts in policy.sums
    ]
    found += [
        Relation((territory, breakdown), tuple((part, breakdown) for part in group))
        for territory, breakdown in sorted(held)
        for group in below.get(territory, ())
    ]
    present = (Relation(one.total, tuple(part for part in one.parts if part in held)) for one in found)
    return tuple(one for one in present if one.total in held and one.parts)


def hidden(
    values: Mapping[Cell, Decimal | None], ties: Sequence[Relation], policy: Policy
) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """Cells to hide: those that are small themselves, and those that would give others away.

    A value None was hidden by the source already; it is in neither answer, but it is protected with the others.
    """
    followers = dict(policy.follows)
    counts = {cell: value for cell, value in values.items() if cell[1] not in followers}
    primary = frozenset(cell for cell, value in counts.items() if value is not None and 0 < value < policy.threshold)
    given = frozenset(cell for cell, value in counts.items() if value is None)
    chosen = _Choice(counts, ties, policy.threshold, primary | given).made()
    following = frozenset(
        cell for cell in values if cell[1] in followers and (cell[0], followers[cell[1]]) in chosen | given
    )
    return primary, (chosen - primary - given) | following


def equations_of(
    values: Mapping[Cell, Decimal | None], ties: Iterable[Relation], out: Collection[Cell]
) -> list[Equation[Cell]]:
    """What is known of the cells that are out, from those that are not.

    Where a sum does not come out exactly, as rounded figures do, the difference is taken to be known: the strongest
    reader that there can be. It is not known where the source itself hid a part.
    """
    made = []
    for tie in ties:
        signs = {tie.total: 1} | dict.fromkeys(tie.parts, -1)
        factors = {cell: sign for cell, sign in signs.items() if cell in out}
        shown = [cell for cell in signs if cell not in out]
        made.append(Equation(factors, _off(values, signs) - _sum(values, signs, shown)))
    return made


def _off(values: Mapping[Cell, Decimal | None], signs: Mapping[Cell, int]) -> Number:
    if any(values[cell] is None for cell in signs):
        return 0
    return _sum(values, signs, signs)


def _sum(values: Mapping[Cell, Decimal | None], signs: Mapping[Cell, int], cells: Iterable[Cell]) -> Number:
    total = sum((signs[cell] * Fraction(values[cell] or 0) for cell in cells), Fraction(0))
    return total.numerator if total.denominator == 1 else total


class _Choice:
    """Cells are added until no hidden one can be found."""

    def __init__(
        self, values: Mapping[Cell, Decimal | None], ties: Sequence[Relation], threshold: int, first: frozenset[Cell]
    ) -> None:
        self._values = values
        self._width = max(threshold - 1, 1)
        self._ties = [tie for tie in ties if _holds(values, tie, threshold)]
        self._of: dict[Cell, list[Relation]] = defaultdict(list)
        for tie in self._ties:
            for cell in tie.cells:
                self._of[cell].append(tie)
        self._out = set(first)
        self._safe: set[frozenset[Cell]] = set()

    def made(self) -> frozenset[Cell]:
        while True:
            self._leave_none_alone()
            exposed = next(self._exposed(), None)
            if exposed is None:
                return frozenset(self._out)
            self._out.add(self._cheapest(*exposed))

    def _leave_none_alone(self) -> None:
        """A hidden cell alone in a sum is found at once: another one goes with it."""
        waiting = [tie for cell in sorted(self._out) for tie in self._of[cell]]
        while waiting:
            tie = waiting.pop()
            if sum(cell in self._out for cell in tie.cells) == 1:
                visible = [cell for cell in tie.cells if cell not in self._out]
                taken = min(visible, key=self._cost)
                self._out.add(taken)
                waiting += self._of[taken]

    def _exposed(self) -> Iterator[tuple[Cell, frozenset[Cell]]]:
        """Hidden cells of which too much is known, each with the group of cells that it hangs together with."""
        for group in self._groups():
            if group in self._safe:
                continue
            ties = list(dict.fromkeys(tie for cell in sorted(group) for tie in self._of[cell]))
            ranges = self._ranges(ties)
            yield from ((cell, group) for cell in sorted(group) if not ranges.is_wider(cell, self._width))
            self._safe.add(group)

    def _ranges(self, ties: list[Relation]) -> Ranges[Cell]:
        """Sums with a part that the source hid may contradict each other; then they tell nobody anything."""
        try:
            return Ranges(equations_of(self._values, ties, self._out))
        except Contradiction:
            sure = [tie for tie in ties if all(self._values[cell] is not None for cell in tie.cells)]
            return Ranges(equations_of(self._values, sure, self._out))

    def _groups(self) -> Iterator[frozenset[Cell]]:
        left = set(self._out)
        while left:
            open_cells, group = [min(left)], set()
            while open_cells:
                cell = open_cells.pop()
                if cell not in group:
                    group.add(cell)
                    open_cells += [near for tie in self._of[cell] for near in tie.cells if near in self._out]
            left -= group
            yield frozenset(group)

    def _cheapest(self, exposed: Cell, group: frozenset[Cell]) -> Cell:
        """The visible cell to hide for an exposed one: in a sum with it, else in a sum with any of its group.

        There is one: a group of which nothing near is shown can be anything.
        """
        near = {cell for tie in self._of[exposed] for cell in tie.cells} - self._out
        around = {cell for one in group for tie in self._of[one] for cell in tie.cells} - self._out
        return min(near or around, key=self._cost)

    def _cost(self, cell: Cell) -> tuple[int, bool, Decimal, Cell]:
        """Sums that would get their first hidden cell, and totals, cost most; then figures too small to hide behind."""
        fresh = sum(not any(one in self._out for one in tie.cells) for tie in self._of[cell])
        totals = sum(tie.total == cell for tie in self._of[cell])
        value = self._values[cell] or Decimal(0)
        return fresh + 2 * totals, value < self._width, value, cell


def _holds(values: Mapping[Cell, Decimal | None], tie: Relation, threshold: int) -> bool:
    """Whether the parts make the total nearly enough for a subtraction to tell something."""
    signs = {tie.total: 1} | dict.fromkeys(tie.parts, -1)
    left = _sum(values, signs, signs)
    if values[tie.total] is None:
        return True
    if any(values[part] is None for part in tie.parts):
        return left >= 0
    return -threshold < left < threshold
