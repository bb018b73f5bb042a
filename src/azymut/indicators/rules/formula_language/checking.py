"""Whether a formula can be worked out over what is known: indicators, datasets, and what may be summed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _

from azymut.indicators.rules.formula_language.reading import Problem
from azymut.indicators.rules.formula_language.tree import (
    ROLLING,
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Node,
    constant,
    names_in,
    nodes_in,
)

_RATES = ("%", "‰", "pc", "pp", "pkt proc.")
_STEMS = ("przeciętn", "średni", "stopa", "odsetek", "udział", "wskaźnik", " na 1", "%")
_KEEPS = frozenset({Function.SUM, Function.LISTED_SUM, Function.CHANGE_POINTS, Function.MOVING_MEAN, *ROLLING})


@dataclass(frozen=True)
class Table:
    """What is known of a dataset. Without breakdowns nothing of it has been loaded yet."""

    name: str = ""
    unit: str = ""
    breakdowns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """Indicators by key, datasets by code; without `tables` any dataset will do."""

    definitions: Mapping[str, Node] = field(default_factory=dict)
    tables: Mapping[str, Table] | None = None


def check(key: str, tree: Node, known: Known, *, unit: str = "") -> tuple[Problem, ...]:
    """All that stands in the way of working out `key` by the formula, each at its place; `unit` is that of its values.

    A number of persons may be added up over counties; a share, a mean or a rank may not.
    """
    found: list[Problem] = []
    for node in nodes_in(tree):
        if isinstance(node, Name):
            found += _name(key, node, known)
        elif isinstance(node, Cells):
            found += _cells(node, known)
        elif isinstance(node, Call) and node.function in ROLLING:
            reason = not_added(node.arguments[0], known) or (_unit_reason(unit) if node is tree else "")
            found += [Problem(reason, node.place)] if reason else []
    return tuple(found)


def _name(key: str, node: Name, known: Known) -> Iterator[Problem]:
    if node.key == key or key in _behind(node.key, known):
        yield Problem(_("“%(key)s” would build on itself.") % {"key": key}, node.place)
    elif node.key not in known.definitions:
        yield Problem(
            _("There is no indicator “%(key)s”.") % {"key": node.key} + _near(node.key, known.definitions), node.place
        )


def _behind(key: str, known: Known) -> set[str]:
    """All that an indicator builds on, through others too."""
    passed: set[str] = set()
    waiting = [key]
    while waiting:
        tree = known.definitions.get(waiting.pop())
        fresh = set(names_in(tree)) - passed if tree else set()
        passed |= fresh
        waiting += fresh
    return passed


def _cells(node: Cells, known: Known) -> Iterator[Problem]:
    if known.tables is None:
        return
    table = known.tables.get(node.dataset)
    if table is None:
        yield Problem(
            _("There is no dataset “%(code)s”.") % {"code": node.dataset} + _near(node.dataset, known.tables),
            node.place,
        )
        return
    for breakdown, place in zip(node.breakdowns, node.places, strict=False):
        if table.breakdowns and breakdown not in table.breakdowns:
            words = {"code": node.dataset, "breakdown": breakdown}
            yield Problem(
                _("%(code)s has no breakdown “%(breakdown)s”.") % words + _near(breakdown, table.breakdowns), place
            )


def _near(text: str, known: Mapping[str, object] | frozenset[str]) -> str:
    close = get_close_matches(text, list(known), n=3, cutoff=0.6)
    return " " + _("Close to it: %(names)s.") % {"names": ", ".join(close)} if close else ""


def not_added(node: Node, known: Known) -> str:
    """Why values of a part cannot be added up over places; empty when they can."""
    if isinstance(node, Cells):
        return _cells_reason(node, known)
    if isinstance(node, Name):
        tree = known.definitions.get(node.key)
        circle = node.key in _behind(node.key, known)
        return not_added(tree, known) if tree and not circle else ""
    if isinstance(node, Negated):
        return not_added(node.of, known)
    if isinstance(node, Binary):
        return _operation_reason(node, known)
    assert isinstance(node, Call)  # noqa: S101  # numbers and texts are no figures, so nobody asks
    if node.function in _KEEPS:
        return not_added(node.arguments[0], known)
    return _("The values of %(name)s may not be added up: only numbers of persons or things may.") % {
        "name": node.function.value
    }


def _operation_reason(node: Binary, known: Known) -> str:
    """Sums and differences of counts are counts, and so is a count times or divided by a number."""
    left, right = constant(node.left) is None, constant(node.right) is None
    additive = node.sign in "+-"
    if left and right and additive:
        return not_added(node.left, known) or not_added(node.right, known)
    if node.sign == "*" and left != right:
        return not_added(node.left if left else node.right, known)
    if node.sign == "/" and not right:
        return not_added(node.left, known)
    return _("What this operation gives may not be added up: only numbers of persons or things may.")


def _cells_reason(node: Cells, known: Known) -> str:
    table = (known.tables or {}).get(node.dataset, Table())
    words = f"{table.name} {' '.join(node.breakdowns)}".casefold()
    if _unit_reason(table.unit) or any(stem in words for stem in _STEMS):
        return _("%(code)s gives rates or means, which may not be added up.") % {"code": node.dataset}
    return ""


def _unit_reason(unit: str) -> str:
    if unit.casefold() in _RATES:
        return _("Values in %(unit)s may not be added up.") % {"unit": unit}
    return ""
