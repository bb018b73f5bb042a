"""A formula as a tree, and the text that it is printed as: reading the print gives the tree again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True)
class Place:
    """Where something stands in the text; both count from one."""

    line: int = 1
    column: int = 1


_START = Place()


class Function(StrEnum):
    """What can be called, by the name that stands in a formula. Meaning: docs/formulas.md."""

    SUM = "sum"
    LISTED_SUM = "listed_sum"
    RATIO = "ratio"
    SHARE = "share"
    PER_THOUSAND = "per_thousand"
    PER = "per"
    INDEX = "index"
    CHANGE = "change"
    CHANGE_POINTS = "change_points"
    MOVING_MEAN = "moving_mean"
    COHORT = "cohort"
    RANK = "rank"
    RELATIVE = "relative"
    ROLLED_UP = "rolled_up"
    ROLLED_UP_LISTED = "rolled_up_listed"


ROLLING = frozenset({Function.ROLLED_UP, Function.ROLLED_UP_LISTED})


@dataclass(frozen=True)
class Number:
    """A number that is not negative, with at most six decimals."""

    value: Decimal
    place: Place = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True)
class Text:
    """A text between quotes; only a period is written so."""

    value: str
    place: Place = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True)
class Name:
    """Another indicator, by its key."""

    key: str
    place: Place = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True)
class Cells:
    """Breakdowns of a dataset, as the source names both. Several of them stand only in a sum."""

    dataset: str
    breakdowns: tuple[str, ...]
    place: Place = field(default=_START, compare=False, repr=False)
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Call:
    function: Function
    arguments: tuple[Node, ...]
    place: Place = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True)
class Binary:
    """`sign` is one of + - * /."""

    sign: str
    left: Node
    right: Node
    place: Place = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True)
class Negated:
    of: Node
    place: Place = field(default=_START, compare=False, repr=False)


Node: TypeAlias = Number | Text | Name | Cells | Call | Binary | Negated

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_UNARY = 3


def parts_of(node: Node) -> tuple[Node, ...]:
    """What stands directly inside a node."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Binary):
        return node.left, node.right
    return (node.of,) if isinstance(node, Negated) else ()


def nodes_in(node: Node) -> Iterator[Node]:
    """The node and all inside it, from left to right."""
    yield node
    for part in parts_of(node):
        yield from nodes_in(part)


def names_in(tree: Node) -> tuple[str, ...]:
    """Keys of the indicators that a formula builds on, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(node.key for node in nodes_in(tree) if isinstance(node, Name)))


def cells_in(tree: Node) -> tuple[Cells, ...]:
    return tuple(node for node in nodes_in(tree) if isinstance(node, Cells))


def datasets_in(tree: Node) -> tuple[str, ...]:
    """Codes of the datasets that a formula itself reads, each once."""
    return tuple(dict.fromkeys(node.dataset for node in cells_in(tree)))


def is_rolled_up(tree: Node) -> bool:
    """Whether a voivodeship's value is, where the source has none, the sum over its counties."""
    return isinstance(tree, Call) and tree.function in ROLLING


def constant(node: Node) -> Decimal | None:
    """The number that a part without any figure stands for; None for a part with figures.

    Raises ZeroDivisionError.
    """
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Negated):
        inner = constant(node.of)
        return None if inner is None else -inner
    if not isinstance(node, Binary):
        return None
    left, right = constant(node.left), constant(node.right)
    if left is None or right is None:
        return None
    if node.sign == "/":
        if not right:
            raise ZeroDivisionError
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right}[node.sign]


def printed(node: Node) -> str:  # noqa: PLR0911  # one answer for each kind of node
    """The formula as text, with no more parentheses than needed."""
    if isinstance(node, Number):
        return f"{node.value.normalize():f}"
    if isinstance(node, Text):
        return _quoted(node.value)
    if isinstance(node, Name):
        return node.key
    if isinstance(node, Cells):
        return f"{node.dataset}[{', '.join(_quoted(one) for one in node.breakdowns)}]"
    if isinstance(node, Call):
        return f"{node.function}({', '.join(printed(one) for one in node.arguments)})"
    if isinstance(node, Negated):
        return f"-{_within(node.of, _UNARY)}"
    strength = _STRENGTH[node.sign]
    return f"{_within(node.left, strength)} {node.sign} {_within(node.right, strength + 1)}"


def _within(node: Node, strength: int) -> str:
    """A part, in parentheses when it binds less than what stands around it."""
    text = printed(node)
    return f"({text})" if isinstance(node, Binary) and _STRENGTH[node.sign] < strength else text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
