"""Formulas as they were kept before there was a language: records with a kind. Databases made then still hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from azymut.indicators.rules.formula_language.tree import Call, Cells, Function, Name, Node, Number, printed


def text_of_record(record: Mapping[str, Any], *, rollup: bool = False, rollup_listed: bool = False) -> str:
    """The same formula in the language. Raises KeyError or ValueError for what never was a formula."""
    tree = _MAKERS[record["kind"]](record)
    if rollup:
        tree = Call(Function.ROLLED_UP_LISTED if rollup_listed else Function.ROLLED_UP, (tree,))
    return printed(tree)


def _cells(record: Mapping[str, Any]) -> Cells:
    return Cells(record["dataset"], tuple(record["breakdowns"]))


def _observed(record: Mapping[str, Any]) -> Node:
    return _cells(record)


def _sum(record: Mapping[str, Any]) -> Node:
    return Call(Function.LISTED_SUM if record.get("partial") else Function.SUM, (_cells(record),))


def _ratio(record: Mapping[str, Any]) -> Node:
    scale = record.get("scale", 1)
    pair = (Name(record["of"]), Name(record["by"]))
    named = {1: Function.RATIO, 100: Function.SHARE, 1000: Function.PER_THOUSAND}
    return Call(named[scale], pair) if scale in named else Call(Function.PER, (*pair, Number(Decimal(scale))))


def _change(record: Mapping[str, Any]) -> Node:
    function = Function.CHANGE_POINTS if record.get("points") else Function.CHANGE
    return Call(function, (Name(record["of"]), Number(Decimal(record["years"]))))


def _relative(record: Mapping[str, Any]) -> Node:
    scale = record.get("scale", 1)
    of = Name(record["of"])
    return Call(Function.RELATIVE, (of,) if scale == 100 else (of, Number(Decimal(scale))))  # noqa: PLR2004  # per cent


_MAKERS: dict[str, Callable[[Mapping[str, Any]], Node]] = {
    "observed": _observed,
    "sum": _sum,
    "ratio": _ratio,
    "change": _change,
    "relative": _relative,
}
