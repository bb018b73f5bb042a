"""Checks that analysts write: left side, operator, right side and tolerance, as the `check` of SDMX VTL has them.

A side is made of breakdowns in `["…"]`, numbers, `+`, `-`, `*`, brackets and `previous(["…"])`, the figure of the
period before. It is worked out for each place and period; where a figure that it needs is missing, it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Literal

from azymut.indicators.rules.observations import VALUE_LIMIT, Key, level_of
from azymut.indicators.rules.periods import form_of, previous_period

Operator = Literal["=", "<=", ">=", "<", ">"]
OPERATORS: tuple[Operator, ...] = ("=", "<=", ">=", "<", ">")
DEEPEST = 20
"""Brackets within brackets; more are no formula that anybody reads."""

_TOKEN = re.compile(r'\s*(?:(?P<name>\["[^"\]]+"\])|(?P<number>\d+(?:\.\d+)?)|(?P<word>previous\b)|(?P<sign>[-+*()]))')


class ExpressionError(ValueError):
    """A side that cannot be read; `place` counts characters from 1."""

    def __init__(self, place: int) -> None:
        super().__init__(f"character {place}")
        self.place = place


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Reference:
    breakdown: str
    previous: bool = False


@dataclass(frozen=True)
class Combined:
    sign: str
    left: Expression
    right: Expression


Expression = Number | Reference | Combined


@dataclass(frozen=True)
class Validation:
    """One rule. `period_form` and `level` are empty where it holds for all; `serious` asks for a reason."""

    name: str
    left: Expression
    operator: Operator
    right: Expression
    tolerance: Decimal = Decimal(0)
    period_form: str = ""
    level: str = ""
    serious: bool = False
    message: str = ""


@dataclass(frozen=True)
class Violation:
    """A place and period where a rule does not hold, with what its sides come to."""

    rule: Validation
    territory: str
    period: str
    left: Decimal
    right: Decimal


@dataclass(frozen=True)
class Trial:
    """What a rule finds: the places and periods that it could speak of, and those where it does not hold."""

    checked: int
    broken: tuple[Violation, ...]


def read(text: str) -> Expression:
    """A side of a rule. Raises ExpressionError with the place where it cannot be read on."""
    tokens = _Tokens(text)
    made = _sum(tokens, 0)
    if tokens.kind:
        raise ExpressionError(tokens.place)
    return made


def breakdowns_in(expression: Expression) -> set[str]:
    """Names of the breakdowns that a side speaks of."""
    if isinstance(expression, Combined):
        return breakdowns_in(expression.left) | breakdowns_in(expression.right)
    return {expression.breakdown} if isinstance(expression, Reference) else set()


def try_rules(
    rules: Sequence[Validation], coming: Mapping[Key, Decimal | None], standing: Mapping[Key, Decimal | None]
) -> Trial:
    """Rules over the places and periods of what comes; what the file does not hold is taken from what stands."""
    spots = sorted({(territory, period) for territory, period, _ in coming})
    checked, broken = 0, []
    for rule in rules:
        wanted = breakdowns_in(rule.left) | breakdowns_in(rule.right)
        touched = {(territory, period) for territory, period, breakdown in coming if breakdown in wanted}
        for territory, period in spots:
            if (territory, period) in touched and _speaks_of(rule, territory, period):
                found = _broken(rule, territory, period, _looker(territory, period, coming, standing))
                checked += found is not None
                broken += [found] if isinstance(found, Violation) else []
    return Trial(checked, tuple(broken))


def _speaks_of(rule: Validation, territory: str, period: str) -> bool:
    return rule.period_form in {"", form_of(period)} and rule.level in {"", level_of(territory)}


def _looker(
    territory: str, period: str, coming: Mapping[Key, Decimal | None], standing: Mapping[Key, Decimal | None]
) -> Callable[[Reference], Decimal | None]:
    def look(reference: Reference) -> Decimal | None:
        when = previous_period(period) if reference.previous else period
        key = (territory, when, reference.breakdown)
        return coming[key] if key in coming else standing.get(key)

    return look


def _broken(
    rule: Validation, territory: str, period: str, look: Callable[[Reference], Decimal | None]
) -> Violation | bool | None:
    """The violation, False where the rule holds, None where a figure is missing."""
    left, right = _value(rule.left, look), _value(rule.right, look)
    if left is None or right is None:
        return None
    return (
        False if _holds(left, rule.operator, right, rule.tolerance) else Violation(rule, territory, period, left, right)
    )


def _holds(left: Decimal, operator: Operator, right: Decimal, tolerance: Decimal) -> bool:
    if operator == "=":
        return abs(left - right) <= tolerance
    compare = {"<=": le, ">=": ge, "<": lt, ">": gt}[operator]
    return bool(compare(left, right + tolerance if operator.startswith("<") else right - tolerance))


def _value(expression: Expression, look: Callable[[Reference], Decimal | None]) -> Decimal | None:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Reference):
        return look(expression)
    left, right = _value(expression.left, look), _value(expression.right, look)
    if left is None or right is None:
        return None
    return {"+": left + right, "-": left - right, "*": left * right}[expression.sign]


class _Tokens:
    """The text piece by piece: `kind` and `text` of the piece that is next, `place` of its first character."""

    def __init__(self, text: str) -> None:
        self._whole = text
        self._end = 0
        self.step()

    def step(self) -> None:
        left = self._whole[self._end :]
        found = _TOKEN.match(left)
        self.place = 1 + self._end + len(left) - len(left.lstrip())
        if found is None:
            if left.strip():
                raise ExpressionError(self.place)
            self.kind, self.text = "", ""
            return
        self.kind, self.text = found.lastgroup or "", found.group(found.lastgroup or 0)
        self._end += found.end()

    def take(self, text: str) -> None:
        if self.text != text:
            raise ExpressionError(self.place)
        self.step()


def _sum(tokens: _Tokens, depth: int) -> Expression:
    made = _product(tokens, depth)
    while tokens.text in {"+", "-"}:
        sign = tokens.text
        tokens.step()
        made = Combined(sign, made, _product(tokens, depth))
    return made


def _product(tokens: _Tokens, depth: int) -> Expression:
    made = _single(tokens, depth)
    while tokens.text == "*":
        tokens.step()
        made = Combined("*", made, _single(tokens, depth))
    return made


def _single(tokens: _Tokens, depth: int) -> Expression:
    kind, text, place = tokens.kind, tokens.text, tokens.place
    if kind == "number" and Decimal(text) < VALUE_LIMIT:
        tokens.step()
        return Number(Decimal(text))
    if kind == "name":
        tokens.step()
        return Reference(text[2:-2])
    if kind == "word":
        tokens.step()
        tokens.take("(")
        name = tokens.text
        if tokens.kind != "name":
            raise ExpressionError(tokens.place)
        tokens.step()
        tokens.take(")")
        return Reference(name[2:-2], previous=True)
    if text == "(" and depth < DEEPEST:
        tokens.step()
        made = _sum(tokens, depth + 1)
        tokens.take(")")
        return made
    raise ExpressionError(place)
