"""`{% part %}` and `{% block_part %}`: components with declared attributes; an undeclared one is an error.

A part is a template in design/parts/ whose first tag is `{% attributes name other="default" %}`. Names without a
default are required. Parts see their attributes and, for block parts, `slot`; nothing of the page leaks in.

    {% part "status" mark=row.mark %}
    {% block_part "alert" tone="on" title=message %}Text{% end_part %}
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Template, Token, token_kwargs
from django.template.loader import get_template

from azymut.design import browsers, formats

register = template.Library()

_FROM_PAGE = ("csrf_token", "LANGUAGE_CODE", "request")


class AttributesNode(Node):
    """The declaration at the top of a part; it renders nothing."""

    def __init__(self, required: tuple[str, ...], optional: dict[str, FilterExpression]) -> None:
        self.required = required
        self.optional = optional

    def render(self, context: Context) -> str:  # noqa: ARG002  # a declaration shows nothing
        return ""


class PartNode(Node):
    def __init__(self, name: str, given: dict[str, FilterExpression], children: NodeList | None) -> None:
        self.name = name
        self.given = given
        self.children = children
        if children is not None:
            self.nodelist = children

    def render(self, context: Context) -> str:
        part, declared = _load(self.name)
        values: dict[str, Any] = {key: value.resolve(context) for key, value in self.given.items()}
        for key, default in declared.optional.items():
            values.setdefault(key, default.resolve(context))
        if self.children is not None:
            values["slot"] = self.children.render(context)
        for key in _FROM_PAGE:
            if key in context:
                values.setdefault(key, context[key])
        inner = context.new(values)
        inner.template = context.template
        with inner.render_context.push_state(part, isolated_context=False):
            return part.nodelist.render(inner)


@lru_cache(maxsize=256)
def _load(name: str) -> tuple[Template, AttributesNode]:
    part: Template = get_template(f"design/parts/{name}.html").template  # type: ignore[attr-defined]  # of Django's own engine
    declared = next(iter(part.nodelist.get_nodes_by_type(AttributesNode)), None)
    if not isinstance(declared, AttributesNode):
        raise TemplateSyntaxError(f"part {name!r} does not declare its attributes")
    return part, declared


def _check(name: str, given: dict[str, FilterExpression], *, slot: bool) -> None:
    _, declared = _load(name)
    allowed = {*declared.required, *declared.optional}
    if unknown := set(given) - allowed:
        raise TemplateSyntaxError(f"part {name!r} has no attribute {', '.join(sorted(unknown))}")
    if absent := set(declared.required) - set(given) - ({"slot"} if slot else set()):
        raise TemplateSyntaxError(f"part {name!r} needs {', '.join(sorted(absent))}")


@register.tag
def attributes(parser: Parser, token: Token) -> AttributesNode:
    """Declare a part's attributes: bare names are required, `name=value` gives a default."""
    required: list[str] = []
    optional: dict[str, FilterExpression] = {}
    for bit in token.split_contents()[1:]:
        name, sign, value = bit.partition("=")
        if sign:
            optional[name] = parser.compile_filter(value)
        else:
            required.append(name)
    return AttributesNode(tuple(required), optional)


def _read(parser: Parser, token: Token) -> tuple[str, dict[str, FilterExpression]]:
    tag, name, *bits = token.split_contents()
    given = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{tag}: attributes are written name=value, not {bits[0]!r}")
    return name.strip("\"'"), given


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    name, given = _read(parser, token)
    _check(name, given, slot=False)
    return PartNode(name, given, None)


@register.tag
def block_part(parser: Parser, token: Token) -> PartNode:
    name, given = _read(parser, token)
    children = parser.parse(("end_part",))
    parser.delete_first_token()
    _check(name, given, slot=True)
    return PartNode(name, given, children)


register.filter("number", formats.number)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("money", formats.money)
register.filter("percent", formats.percent)
register.filter("file_size", formats.file_size)
register.filter("browser", browsers.browser)


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's address with some of its query changed; an empty value takes a key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"
