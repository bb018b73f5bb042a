"""What can be known of hidden figures from the published ones: the range of each, exactly.

Hidden figures are unknowns that are not negative; each sum that holds between figures is an equation. The range of an
unknown is found by the simplex method with Bland's rule (R. G. Bland, New finite pivoting rules for the simplex method,
1977) in whole numbers and fractions, so that no rounding says "hidden" where a figure could be worked out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Number = int | Fraction
Unknown = TypeVar("Unknown", bound=Hashable)


@dataclass(frozen=True)
class Equation(Generic[Unknown]):
    """Unknowns with their factors; their sum is `equals`."""

    factors: Mapping[Unknown, int]
    equals: Number


@dataclass
class _Row:
    """A basic unknown: `value` less the factors times the unknowns that stand at zero."""

    value: Number
    factors: dict[int, Number]


class Contradiction(ValueError):  # noqa: N818  # what the figures are, not what the program did wrong
    """No figures that are not negative make these sums."""


class Ranges(Generic[Unknown]):
    """The ranges of unknowns under equations. Raises Contradiction when nothing satisfies them."""

    def __init__(self, equations: Sequence[Equation[Unknown]]) -> None:
        self._names = list(dict.fromkeys(name for one in equations for name in one.factors))
        self._at = {name: index for index, name in enumerate(self._names)}
        self._rows: dict[int, _Row] = {}
        self._begin(equations)
        count = len(self._names)
        first = [self._value(index) for index in range(count)]
        self._low, self._high = list(first), list(first)
        self._endless = [False] * count

    def is_wider(self, name: Unknown, width: Number) -> bool:
        """Whether nothing better is known of it than a range at least that wide. What is in no equation is free."""
        index = self._at.get(name)
        if index is None:
            return True
        for climb in (self._up, self._down):
            while not self._seen(index, width):
                if not climb(index):
                    break
        return self._seen(index, width)

    def range_of(self, name: Unknown) -> tuple[Number, Number | None]:
        """The lowest and the highest that it can be; None for the highest when there is no limit."""
        index = self._at[name]
        while not self._endless[index] and self._up(index):
            pass
        while self._down(index):
            pass
        return self._low[index], None if self._endless[index] else self._high[index]

    def _seen(self, index: int, width: Number) -> bool:
        return self._endless[index] or self._high[index] - self._low[index] >= width

    def _value(self, index: int) -> Number:
        row = self._rows.get(index)
        return row.value if row else 0

    def _begin(self, equations: Sequence[Equation[Unknown]]) -> None:
        """First figures that satisfy the equations, by driving a made-up unknown out of each equation."""
        made_up = len(self._names)
        for number, one in enumerate(equations, start=made_up):
            sign = 1 if one.equals >= 0 else -1
            factors: dict[int, Number] = {self._at[name]: sign * by for name, by in one.factors.items()}
            self._rows[number] = _Row(sign * one.equals, factors)
        for row in sorted(self._rows):
            while row in self._rows and self._rows[row].value > 0:
                entering = min(
                    (key for key, by in self._rows[row].factors.items() if by > 0 and key < made_up), default=-1
                )
                if entering < 0:
                    raise Contradiction
                self._pivot(self._leaving(entering), entering)
            if row in self._rows:
                self._drop(row, made_up)
        for kept in self._rows.values():
            kept.factors = {key: by for key, by in kept.factors.items() if key < made_up}

    def _drop(self, row: int, made_up: int) -> None:
        """Take a made-up unknown that stands at zero out at once: left among the basic ones, it would rise again."""
        entering = min((key for key in self._rows[row].factors if key < made_up), default=-1)
        if entering < 0:
            del self._rows[row]
        else:
            self._pivot(row, entering)

    def _up(self, index: int) -> bool:
        """One step that raises the unknown or at least changes the corner; False when it cannot be raised."""
        row = self._rows.get(index)
        entering = index if row is None else min((key for key, by in row.factors.items() if by < 0), default=-1)
        return entering >= 0 and self._step(entering)

    def _down(self, index: int) -> bool:
        row = self._rows.get(index)
        entering = -1 if row is None else min((key for key, by in row.factors.items() if by > 0), default=-1)
        return entering >= 0 and self._step(entering)

    def _step(self, entering: int) -> bool:
        leaving = self._leaving(entering)
        if leaving < 0:
            self._endless[entering] = True
            for key, row in self._rows.items():
                if row.factors.get(entering, 0) < 0:
                    self._endless[key] = True
            return False
        self._pivot(leaving, entering)
        for key, row in self._rows.items():
            self._low[key] = min(self._low[key], row.value)
            self._high[key] = max(self._high[key], row.value)
        self._low[leaving] = 0
        return True

    def _leaving(self, entering: int) -> int:
        """The basic unknown that reaches zero first; -1 when none does."""
        found = -1
        tightest: Fraction | None = None
        for key, row in self._rows.items():
            by = row.factors.get(entering, 0)
            if by > 0:
                limit = Fraction(row.value) / by
                if tightest is None or limit < tightest or (limit == tightest and key < found):
                    found, tightest = key, limit
        return found

    def _pivot(self, leaving: int, entering: int) -> None:
        old = self._rows.pop(leaving)
        by = old.factors.pop(entering)
        new = _Row(_divided(old.value, by), {key: _divided(one, by) for key, one in old.factors.items()})
        new.factors[leaving] = _divided(1, by)
        for row in self._rows.values():
            times = row.factors.pop(entering, 0)
            if times:
                row.value -= times * new.value
                for key, one in new.factors.items():
                    left = row.factors.get(key, 0) - times * one
                    if left:
                        row.factors[key] = left
                    else:
                        row.factors.pop(key, None)
        self._rows[entering] = new


def _divided(number: Number, by: Number) -> Number:
    exact = Fraction(number) / by
    return exact.numerator if exact.denominator == 1 else exact
