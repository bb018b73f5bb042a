"""What each function takes, and what is wrong with a call or a part."""

from __future__ import annotations

from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.indicators.rules.formula_language.tree import (
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Node,
    Number,
    Place,
    Text,
    constant,
    parts_of,
)
from azymut.indicators.rules.observations import VALUE_LIMIT, is_period

PLACES = 6
MOST_YEARS = 50
LONGEST_SPAN = 60
LARGEST_SCALE = 1_000_000

Wrong = tuple[str, Place]


class Wants(Enum):
    """What may stand at an argument's place."""

    FIGURES = auto()
    CELLS = auto()
    YEARS = auto()
    SPAN = auto()
    SCALE = auto()
    PERIOD = auto()


_F = Wants.FIGURES
WANTED: dict[Function, tuple[Wants, ...]] = {
    Function.SUM: (Wants.CELLS,),
    Function.LISTED_SUM: (Wants.CELLS,),
    Function.RATIO: (_F, _F),
    Function.SHARE: (_F, _F),
    Function.PER_THOUSAND: (_F, _F),
    Function.PER: (_F, _F, Wants.SCALE),
    Function.INDEX: (_F, Wants.PERIOD),
    Function.CHANGE: (_F, Wants.YEARS),
    Function.CHANGE_POINTS: (_F, Wants.YEARS),
    Function.MOVING_MEAN: (_F, Wants.SPAN),
    Function.COHORT: (_F, _F, Wants.YEARS),
    Function.RANK: (_F,),
    Function.RELATIVE: (_F, Wants.SCALE),
    Function.ROLLED_UP: (_F,),
    Function.ROLLED_UP_LISTED: (_F,),
}
NOT_NEEDED = {Function.RELATIVE: 1}
"""How many arguments at the end may be left out."""


def unsuitable(call: Call) -> Wrong | None:
    """What is wrong with the number and the kinds of a call's arguments."""
    wanted = WANTED[call.function]
    most = len(wanted)
    if not most - NOT_NEEDED.get(call.function, 0) <= len(call.arguments) <= most:
        words = {"name": call.function.value, "count": most}
        text = ngettext("%(name)s takes %(count)d argument.", "%(name)s takes %(count)d arguments.", most)
        return text % words, call.place
    for kind, argument in zip(wanted, call.arguments, strict=False):
        message = _mismatch(kind, argument)
        if message:
            return message, argument.place
    return None


def _mismatch(kind: Wants, argument: Node) -> str:
    """Why an argument cannot stand at its place; figures are looked at together with the whole formula."""
    if kind is Wants.CELLS and not isinstance(argument, Cells):
        return _('Expected breakdowns of one dataset, such as P2137["15-19 | kobiety", "15-19 | mężczyźni"].')
    if kind is Wants.YEARS and not _whole(argument, 1, MOST_YEARS):
        return _("Expected a number of years from 1 to %(most)d.") % {"most": MOST_YEARS}
    if kind is Wants.SPAN and not _whole(argument, 2, LONGEST_SPAN):
        return _("Expected a number of periods from 2 to %(most)d.") % {"most": LONGEST_SPAN}
    if kind is Wants.SCALE and not _whole(argument, 1, LARGEST_SCALE):
        return _("Expected a whole number from 1 to 1,000,000.")
    if kind is Wants.PERIOD and not (isinstance(argument, Text) and is_period(argument.value)):
        return _('Expected a period between quotes, such as "2015", "2015-03" or "2015-Q1".')
    return ""


def _whole(node: Node, least: int, most: int) -> bool:
    return isinstance(node, Number) and node.value == int(node.value) and least <= node.value <= most


def without_figures(tree: Node) -> Wrong | None:
    """The first part that must bring figures and brings none, or brings them in a form that fits no place."""
    nothing = _by_zero(tree)
    if nothing:
        return _("Division by zero."), nothing
    if constant(tree) is not None:
        return _("Expected figures: a number alone says nothing about a place."), tree.place
    return _unplaced(tree)


def _unplaced(node: Node) -> Wrong | None:  # one answer for each kind of node
    """A part that is no constant: every place for figures in it has figures."""
    if isinstance(node, Text):
        return _("A text between quotes stands only as a period, or in brackets after a dataset."), node.place
    if isinstance(node, Cells) and len(node.breakdowns) > 1:
        return _("Several breakdowns must be added up: sum(…) or listed_sum(…)."), node.place
    if isinstance(node, Name | Cells):
        return None
    if isinstance(node, Call):
        return _unplaced_in_call(node)
    for part in parts_of(node):
        found = _unplaced_operand(part)
        if found:
            return found
    return None


def _by_zero(tree: Node) -> Place | None:
    """Where a formula divides by a number that is zero; the innermost place comes first."""
    for part in parts_of(tree):
        found = _by_zero(part)
        if found:
            return found
    return tree.place if isinstance(tree, Binary) and tree.sign == "/" and constant(tree.right) == 0 else None


def _unplaced_in_call(call: Call) -> Wrong | None:
    for kind, argument in zip(WANTED[call.function], call.arguments, strict=False):
        found = without_figures(argument) if kind is Wants.FIGURES else None
        if found:
            return found
    return None


def _unplaced_operand(part: Node) -> Wrong | None:
    """An operand may be a number; then nothing in it needs figures."""
    value = constant(part)
    if value is not None and abs(value) >= VALUE_LIMIT:
        return _("This number is too large."), part.place
    return None if value is not None else _unplaced(part)
