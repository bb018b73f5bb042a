"""`{% listing %}`: a table that becomes a list on a phone; each column is written once, with its heading and its cell.

    {% listing page.rows as row caption=_("Organisations") %}          or: as action,mark
    {% column _("Name") %}<a href="{{ row.url }}">{{ row.name }}</a>
    {% column _("Spent") class="num" sort="spent" %}{{ row.spent }}
    {% end_listing %}

The first column names the row, or the one with `head=True`. On a phone a cell is led by its heading, but for
`bare=True`; `hidden=True` keeps a heading for those who listen. `sort` makes a heading a link that orders the list, and
`sorted` on the table says by what it is ordered now. The table may have a `caption` (heard, or also `shown`), a further
class (`kind`), rows that stand out (`here=row.here`) and a frame to `scroll` in. Cells see the page, as in a loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token, token_kwargs
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from azymut.design.templatetags.parts import address_with

register = template.Library()

_OF_LISTING = frozenset({"caption", "shown", "kind", "sorted", "here", "scroll"})
_OF_COLUMN = frozenset({"class", "sort", "head", "hidden", "bare"})


@dataclass(frozen=True)
class _Column:
    heading: FilterExpression
    given: dict[str, FilterExpression]
    cell: NodeList

    def value(self, name: str, context: Context) -> Any:
        return self.given[name].resolve(context) if name in self.given else ""


class ListingNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(
        self, rows: FilterExpression, names: tuple[str, ...], given: dict[str, FilterExpression], columns: list[_Column]
    ) -> None:
        self.rows = rows
        self.names = names
        self.given = given
        self.columns = columns
        self.nodelist = NodeList([node for column in columns for node in column.cell])

    def render(self, context: Context) -> SafeString:
        given = {key: value.resolve(context) for key, value in self.given.items()}
        heads = [self._heading(column, given, context) for column in self.columns]
        cells = self._cells(context)
        rows = self.rows.resolve(context) or ()
        with context.push():
            body = "".join([self._row(row, cells, context) for row in rows])
        kind = f" {conditional_escape(given['kind'])}" if given.get("kind") else ""
        table = (
            f'<table class="listing{kind}">{_caption(given)}<thead><tr>{"".join(heads)}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )
        if given.get("scroll"):
            label = conditional_escape(given.get("caption", ""))
            table = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'
        return mark_safe(table)  # noqa: S308  # made of escaped values and of cells that templates have rendered

    def _heading(self, column: _Column, given: dict[str, Any], context: Context) -> str:
        heading = conditional_escape(column.heading.resolve(context))
        kind = _class(column.value("class", context), only="num")
        if column.value("hidden", context):
            return f'<th scope="col"><span class="visually-hidden">{heading}</span></th>'
        if key := column.value("sort", context):
            return _sorting(heading, key, given.get("sorted", ""), kind, context)
        return f'<th scope="col"{kind}>{heading}</th>'

    def _cells(self, context: Context) -> list[tuple[str, str, NodeList]]:
        """What opens and what closes the cells of each column, and what stands between."""
        heads = [bool(column.value("head", context)) for column in self.columns]
        named = heads.index(True) if True in heads else 0
        return [
            (f'<th scope="row"{_class(column.value("class", context))}>', "</th>", column.cell)
            if number == named
            else (f"<td{_label(column, context)}{_class(column.value('class', context))}>", "</td>", column.cell)
            for number, column in enumerate(self.columns)
        ]

    def _row(self, row: Any, cells: list[tuple[str, str, NodeList]], context: Context) -> str:
        for name, value in zip(self.names, (row,) if len(self.names) == 1 else row, strict=True):
            context[name] = value
        inner = "".join([f"{start}{cell.render(context).strip()}{end}" for start, end, cell in cells])
        here = "here" in self.given and self.given["here"].resolve(context)
        return f'<tr class="here">{inner}</tr>' if here else f"<tr>{inner}</tr>"


def _sorting(heading: str, key: str, current: str, kind: str, context: Context) -> str:
    """A heading that orders the list by its column, and turns the order when the list stands in it already."""
    down = current == f"-{key}"
    told, arrow = ("descending", "↓") if down else ("ascending", "↑")
    order = f' aria-sort="{told}"' if down or current == key else ""
    sign = f'<span aria-hidden="true"> {arrow}</span>' if order else ""
    href = conditional_escape(address_with(context, sort=f"-{key}" if current == key else key, page=""))
    return f'<th scope="col"{kind}{order}><a href="{href}">{heading}{sign}</a></th>'


def _caption(given: dict[str, Any]) -> str:
    if not given.get("caption"):
        return ""
    kind = "" if given.get("shown") else ' class="visually-hidden"'
    return f"<caption{kind}>{conditional_escape(given['caption'])}</caption>"


def _class(words: str, *, only: str = "") -> str:
    """The attribute; `only` keeps one word of several, where the others are meant for cells."""
    kept = " ".join(word for word in words.split() if not only or word == only)
    return format_html(' class="{}"', kept) if kept else ""


def _label(column: _Column, context: Context) -> str:
    """What stands before the cell on a phone; cells that speak for themselves have none."""
    if column.value("hidden", context) or column.value("bare", context):
        return ""
    return format_html(' data-label="{}"', column.heading.resolve(context))


def _given(tag: str, bits: list[str], allowed: frozenset[str], parser: Parser) -> dict[str, FilterExpression]:
    given = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{tag}: attributes are written name=value, not {bits[0]!r}")
    if unknown := set(given) - allowed:
        raise TemplateSyntaxError(f"{tag} has no attribute {', '.join(sorted(unknown))}")
    return given


@register.tag
def listing(parser: Parser, token: Token) -> ListingNode:
    """A table with `{% column %}` for each of its columns, up to `{% end_listing %}`."""
    bits = token.split_contents()
    if len(bits) < 4 or bits[2] != "as":  # noqa: PLR2004  # listing ROWS as NAME
        raise TemplateSyntaxError("a listing is written {% listing rows as row %}")
    given = _given("listing", bits[4:], _OF_LISTING, parser)
    if any(not isinstance(node, TextNode) or node.s.strip() for node in parser.parse(("column",))):
        raise TemplateSyntaxError("nothing stands in a listing before its first column")
    columns = []
    closing = parser.next_token()
    while closing.contents != "end_listing":
        _tag, heading, *rest = closing.split_contents()
        attributes = _given("column", rest, _OF_COLUMN, parser)
        cell = parser.parse(("column", "end_listing"))
        columns.append(_Column(parser.compile_filter(heading), attributes, cell))
        closing = parser.next_token()
    return ListingNode(parser.compile_filter(bits[1]), tuple(bits[3].split(",")), given, columns)
