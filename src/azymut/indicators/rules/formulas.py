"""How an indicator is worked out, as a value read from its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azymut.indicators.enums import FormulaKind


class FormulaError(ValueError):
    """A definition that cannot be worked out; raised when definitions are loaded, never while a page is shown."""


@dataclass(frozen=True)
class Formula:
    """`observed` and `sum` read a dataset's breakdowns; the others build on one or two indicators.

    ratio: scale × of / by. change: the value against that of `years` before, in per cent or points.
    relative: scale × the county's value / its voivodeship's. `partial` sums what the source lists.
    """

    kind: FormulaKind
    dataset: str = ""
    breakdowns: tuple[str, ...] = ()
    of: str = ""
    by: str = ""
    scale: int = 1
    years: int = 0
    points: bool = False
    partial: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        """Keys of the indicators that it builds on."""
        return tuple(key for key in (self.of, self.by) if key)


_NEEDS = {
    FormulaKind.OBSERVED: ("dataset", "breakdowns"),
    FormulaKind.SUM: ("dataset", "breakdowns"),
    FormulaKind.RATIO: ("of", "by", "scale"),
    FormulaKind.CHANGE: ("of", "years"),
    FormulaKind.RELATIVE: ("of", "scale"),
}


def formula(definition: Mapping[str, Any]) -> Formula:
    """The formula that a definition states.

    Raises FormulaError when a part is missing or unknown.
    """
    try:
        kind = FormulaKind(definition["kind"])
        made = Formula(**{**definition, "kind": kind, "breakdowns": tuple(definition.get("breakdowns", ()))})
    except (KeyError, ValueError, TypeError) as error:
        raise FormulaError(f"not a formula: {dict(definition)!r}") from error
    absent = [name for name in _NEEDS[kind] if not getattr(made, name)]
    if absent:
        raise FormulaError(f"{kind} needs {', '.join(absent)}")
    if kind == FormulaKind.OBSERVED and len(made.breakdowns) != 1:
        raise FormulaError("observed reads one breakdown")
    return made


def in_order(formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """Keys so that each comes after those that it builds on.

    Raises FormulaError for a circle or for an input that nobody defines.
    """
    done: dict[str, None] = {}
    open_keys: set[str] = set()

    def visit(key: str) -> None:
        if key in done:
            return
        if key not in formulas:
            raise FormulaError(f"nobody defines {key}")
        if key in open_keys:
            raise FormulaError(f"{key} builds on itself")
        open_keys.add(key)
        for needed in formulas[key].inputs:
            visit(needed)
        done[key] = None

    for key in formulas:
        visit(key)
    return tuple(done)
