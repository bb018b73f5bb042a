"""A formula in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.indicators.rules.formula_language.tree import (
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Node,
    Number,
    Text,
)

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def in_words(tree: Node, names: Mapping[str, str]) -> str:
    """One or two sentences; `names` are indicators' names by key."""
    if isinstance(tree, Cells):
        return _("As the source publishes it.")
    if isinstance(tree, Call) and tree.function in {Function.ROLLED_UP, Function.ROLLED_UP_LISTED}:
        rolled = _("Voivodeship: sum over its counties.")
        if tree.function is Function.ROLLED_UP_LISTED:
            rolled = _("Voivodeship: sum over the counties that the source lists.")
        return f"{in_words(tree.arguments[0], names)} {rolled}"
    if isinstance(tree, Call) and tree.function in {Function.SUM, Function.LISTED_SUM}:
        return _summed(tree)
    return _said(tree, names, outermost=True)


def _summed(call: Call) -> str:
    cells = call.arguments[0]
    assert isinstance(cells, Cells)  # noqa: S101  # the reader has seen to it
    groups = {"groups": "; ".join(cells.breakdowns)}
    if call.function is Function.LISTED_SUM:
        return _("Sum of those of these groups that the source lists: %(groups)s.") % groups
    return _("Sum of groups that the source publishes: %(groups)s.") % groups


def _said(node: Node, names: Mapping[str, str], *, outermost: bool = False) -> str:  # noqa: PLR0911  # one answer for each kind of node
    """A part within a sentence, in parentheses when it is made of several."""
    if isinstance(node, Number):
        return f"{node.value.normalize():f}"
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Name):
        return f"({names.get(node.key, node.key)})"
    if isinstance(node, Cells):
        return f"({node.dataset}: {'; '.join(node.breakdowns)})"
    if isinstance(node, Negated):
        return f"−{_said(node.of, names)}"
    if isinstance(node, Binary):
        text = f"{_said(node.left, names)} {_SIGNS[node.sign]} {_said(node.right, names)}"
        return text if outermost else f"({text})"
    text = _called(node, names)
    return text if outermost else f"({text})"


def _called(call: Call, names: Mapping[str, str]) -> str:
    said = [_said(one, names) for one in call.arguments]
    words = {"of": said[0], "by": said[1] if len(said) > 1 else "100", "last": said[-1]}
    sentences = {
        Function.SUM: pgettext("formula", "sum of %(of)s"),
        Function.LISTED_SUM: pgettext("formula", "sum of what is listed of %(of)s"),
        Function.RATIO: "%(of)s ÷ %(by)s",
        Function.SHARE: "%(of)s ÷ %(by)s × 100",
        Function.PER_THOUSAND: "%(of)s ÷ %(by)s × 1000",
        Function.PER: "%(of)s ÷ %(by)s × %(last)s",
        Function.INDEX: _("%(of)s, where the value of %(by)s is 100"),
        Function.CHANGE: _("%(of)s against %(by)s years before, in per cent"),
        Function.CHANGE_POINTS: _("%(of)s minus its value %(by)s years before"),
        Function.MOVING_MEAN: _("mean of %(of)s over %(by)s periods, the last one included"),
        Function.COHORT: _("%(of)s in per cent of %(by)s %(last)s years before"),
        Function.RANK: _("place among comparable territories by %(of)s, the highest first"),
        Function.RELATIVE: _("%(of)s of the county ÷ %(of)s of its voivodeship × %(by)s"),
        Function.ROLLED_UP: _("%(of)s, for a voivodeship the sum over its counties"),
        Function.ROLLED_UP_LISTED: _("%(of)s, for a voivodeship the sum over the counties listed"),
    }
    return sentences[call.function] % words
