"""What all drawings share: the canvas and its colours, round scales, texts, units, legends."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from azymut.design.charts import Chart, Point, Role, Series
from azymut.design.formats import MINUS, THIN

Spec = dict[str, Any]

# One stand-in colour a token: in pages each becomes var(--token), so the drawing follows the reader's theme.
TOKENS = ("ink", "ink-soft", "hair", "sheet", "quiet", "c0", "c1", "c2", "c3", "c4", "c5")
SCREEN: Mapping[str, str] = {token: f"#0a0b{index:02x}" for index, token in enumerate(TOKENS, start=1)}
PRINT: Mapping[str, str] = {
    "ink": "#15171c", "ink-soft": "#4a4f5a", "hair": "#d9d5cb", "sheet": "#ffffff", "quiet": "#94aee0",
    "c0": "#1d46b8", "c1": "#c8281e", "c2": "#8a6a00", "c3": "#17694a", "c4": "#7a3e9d", "c5": "#5b6270",
}  # fmt: skip

_LETTER = 0.57
"""Mean width of a letter of Inter in parts of its size; only room for labels is reckoned with it."""
_TICKS = 5
FLAG_LETTERS = 3
LINE_HEIGHT = 15
"""Of texts in several lines, in pixels."""


@dataclass(frozen=True)
class Canvas:
    """Where the drawing goes: narrow for phones and half columns, wide elsewhere. Sizes in pixels."""

    narrow: bool = False
    palette: Mapping[str, str] = field(default_factory=lambda: SCREEN)

    @property
    def width(self) -> int:
        return 350 if self.narrow else 680

    @property
    def size(self) -> int:
        return 13

    def letters(self, text: str) -> float:
        return max((len(line) for line in text.split("\n")), default=0) * self.size * _LETTER


def locale() -> dict[str, Any]:
    """Vega's number locale of the active language: decimal comma, thin spaces, a proper minus."""
    english = (get_language() or "pl").startswith("en")
    sign = "." if english else ","
    return {"decimal": sign, "thousands": THIN, "grouping": [3], "currency": ["", ""], "minus": MINUS}


@dataclass(frozen=True)
class Scale:
    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * index, 10) for index in range(count + 1)]

    @property
    def decimals(self) -> int:
        return max(0, -math.floor(math.log10(self.step) + 1e-9))


def scale_for(values: Sequence[float], *, zero_based: bool, ticks: int = _TICKS) -> Scale:
    """Round ends and steps that hold all values; bars and shares start from zero.

    >>> scale_for([3.2, 7.9], zero_based=True)
    Scale(low=0.0, high=8.0, step=2.0)
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if zero_based:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low, low + 1) if low >= 0 else (low, 0.0)
    rough = (high - low) / ticks
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= rough * 0.999)
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, float(step))


def values_of(chart: Chart) -> list[float]:
    return [point.y for series in chart.series for point in series.points if point.y is not None]


def framed(canvas: Canvas, *, height: float, padding: Mapping[str, float], layers: list[Spec]) -> Spec:
    palette = canvas.palette
    around = {side: round(size) for side, size in padding.items()}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": canvas.width - around["left"] - around["right"],
        "height": round(height),
        "autosize": {"type": "none"},
        "padding": around,
        "background": None,
        "layer": layers,
        "config": {
            "font": "Inter",
            "view": {"stroke": None},
            "axis": {
                "labelFont": "Inter", "labelFontSize": canvas.size, "labelColor": palette["ink"],
                "gridColor": palette["hair"], "domainColor": palette["ink"], "tickColor": palette["ink"],
                "labelPadding": 6, "title": None,
            },
            "text": {"font": "Inter", "fontSize": canvas.size, "fill": palette["ink"]},
            "aria": False,
        },
    }  # fmt: skip


def text_layer(rows: Sequence[Mapping[str, Any]], canvas: Canvas, encoding: Spec, **mark: Any) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "color": canvas.palette["ink"], "lineBreak": "\n", "lineHeight": LINE_HEIGHT, **mark},
        "encoding": {**encoding, "text": {"field": "text", "type": "nominal"}},
    }


def at(*, x: float | None = None, y: float | None = None) -> Spec:
    """Fixed places in pixels, for legends and units that belong to no scale."""
    return {name: {"value": place} for name, place in (("x", x), ("y", y)) if place is not None}


def unit_layer(chart: Chart, canvas: Canvas, *, left: float, top: float) -> list[Spec]:
    if not chart.unit:
        return []
    place = at(x=-left, y=-top + 6)
    return [
        text_layer(
            [{"text": chart.unit}], canvas, place, align="left", baseline="middle", color=canvas.palette["ink-soft"]
        )
    ]


def legend_layers(chart: Chart, canvas: Canvas, *, left: float, top: float) -> tuple[list[Spec], float]:
    """Names of series with their swatches, row by row above the plot; its height comes second."""
    palette, row, across, placed = canvas.palette, 0, 0.0, []
    for index, series in enumerate(chart.series):
        wide = canvas.letters(series.label) + 36
        if across and across + wide > canvas.width:
            row, across = row + 1, 0.0
        placed.append((index, series, across, row))
        across += wide
    height = (row + 1) * 20.0
    layers: list[Spec] = []
    for index, series, x, line in placed:
        y = -top + 26 - 20 + line * 20 if not chart.unit else -top + 26 + line * 20
        layers.append({
            "data": {"values": [{}]},
            "mark": {"type": "point", "size": 110, "opacity": 1, **_swatch(chart, series, index, palette)},
            "encoding": at(x=-left + 7 + x, y=y),
        })  # fmt: skip
        layers.append(
            text_layer([{"text": series.label}], canvas, at(x=-left + 20 + x, y=y), align="left", baseline="middle")
        )
    return layers, height


def _swatch(chart: Chart, series: Series, index: int, palette: Mapping[str, str]) -> Spec:
    if series.role == Role.TARGET:
        return {"shape": "stroke", "stroke": palette["c1"], "strokeWidth": 3, "filled": False}
    if series.role == Role.BASELINE:
        return {
            "shape": "stroke",
            "stroke": palette["ink-soft"],
            "strokeWidth": 2,
            "strokeDash": [3, 2],
            "filled": False,
        }
    return {"shape": "square", **fill_of(series, index, palette, chart)}


def fill_of(series: Series, index: int, palette: Mapping[str, str], chart: Chart) -> Spec:
    """Bars of the first series are full; those of the second are empty frames; later ones differ by colour."""
    colour = palette["c0"] if series.emphasised or len(chart.series) == 1 else palette[f"c{index % 6}"]
    if series.dashed:
        return {"filled": False, "fill": palette["sheet"], "stroke": colour, "strokeWidth": 2}
    return {"filled": True, "fill": colour, "stroke": colour, "strokeWidth": 1}


def wrapped(text: str, letters: int, lines: int = 3) -> str:
    """A label broken into lines; what does not fit is cut and marked."""
    parts = textwrap.wrap(text, max(letters, 6)) or [""]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1].rstrip(" ,.") + "…"]
    return "\n".join(parts)


def short_flag(point: Point) -> str:
    """Short flags are drawn as they are; a longer one is a mark that the table spells out."""
    if not point.flag:
        return ""
    return point.flag if len(point.flag) <= FLAG_LETTERS else "*"


def rectangles(rows: Sequence[Mapping[str, Any]], x: Spec, x2: str, y: Spec, y2: str, fill: Spec) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect", **fill},
        "encoding": {"x": x, "x2": {"field": x2}, "y": y, "y2": {"field": y2}},
    }
