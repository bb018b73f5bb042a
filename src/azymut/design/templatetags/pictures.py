"""What the picture parts (chart, cartogram, map) ask for: drawings as safe markup and tables of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from azymut.design import charts, drawing
from azymut.design.charts import Chart

register = template.Library()


@register.simple_tag
def draw_all(shown: Sequence[Chart]) -> str:
    """Draw what is missing of several charts at once, before their parts ask one by one."""
    try:
        drawing.draw(shown)
    except drawing.DrawingError:
        return ""
    return ""


@register.simple_tag
def chart_svg(chart: Chart, *, narrow: bool = False) -> SafeString:
    """The drawing, or nothing when it failed: the table of numbers then speaks alone."""
    try:
        if not narrow:
            drawing.draw([chart])
        return mark_safe(drawing.svg(chart, narrow=narrow))  # noqa: S308  # Vega escapes texts, `inline` the alternative
    except drawing.DrawingError:
        return mark_safe("")


@register.simple_tag
def chart_rows(chart: Chart) -> list[list[str]]:
    return charts.as_rows(chart)
