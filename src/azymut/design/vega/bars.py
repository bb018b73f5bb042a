"""Comparisons of categories: horizontal bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from azymut.design.charts import Chart
from azymut.design.formats import missing, number
from azymut.design.vega.canvas import (
    Canvas,
    Scale,
    Spec,
    fill_of,
    framed,
    legend_layers,
    rectangles,
    scale_for,
    short_flag,
    text_layer,
    unit_layer,
    values_of,
    wrapped,
)


def bars(chart: Chart, canvas: Canvas) -> Spec:
    """Horizontal bars: names on the left, or above the bar on a narrow canvas; values at the ends."""
    count, groups = max(len(chart.categories), 1), max(len(chart.series), 1)
    scale = scale_for(values_of(chart), zero_based=True)
    names = {x: wrapped(x, 45, 1) if canvas.narrow else wrapped(x, 30, 2) for x in chart.categories}
    longest = max((canvas.letters(name) for name in names.values()), default=0)
    left = 0.0 if canvas.narrow else min(longest + 12, canvas.width * 0.42)
    texts = [
        number(point.y, chart.decimals) + f" {short_flag(point)}" for series in chart.series for point in series.points
    ]
    room = max((canvas.letters(text) for text in texts), default=0) + 10
    lowest = room if scale.low < 0 else 0.0
    width = canvas.width - left - lowest - room
    row = (32.0 if canvas.narrow else 12.0) + 18.0 * groups
    top = 24.0 if chart.unit else 6.0
    legend: list[Spec] = []
    if groups > 1:
        top += legend_layers(chart, canvas, left=0, top=0)[1]
        legend = legend_layers(chart, canvas, left=left + lowest, top=top)[0]
    sheet = _Sheet(chart, canvas, scale, width, row, row * count)
    layers = [
        *unit_layer(chart, canvas, left=left + lowest, top=top),
        *legend,
        *sheet.bars(),
        *sheet.names(names, -lowest if canvas.narrow else -lowest - 10),
    ]
    if not canvas.narrow or scale.low < 0:
        layers.append(sheet.zero())
    padding = {"left": left + lowest, "right": room, "top": top, "bottom": 4}
    shown = [layer for layer in layers if layer["data"]["values"]]
    return framed(canvas, height=row * count, padding=padding, layers=shown)


@dataclass(frozen=True)
class _Sheet:
    """The plot of a bar chart; rows are reckoned in pixels from the top."""

    chart: Chart
    canvas: Canvas
    scale: Scale
    width: float
    row: float
    height: float

    def _x(self, field_name: str) -> Spec:
        return {
            "field": field_name, "type": "quantitative", "axis": None,
            "scale": {"domain": [self.scale.low, self.scale.high], "nice": False, "zero": False},
        }  # fmt: skip

    def _y(self, field_name: str) -> Spec:
        return {
            "field": field_name, "type": "quantitative", "axis": None,
            "scale": {"domain": [self.height, 0], "nice": False, "zero": False},
        }  # fmt: skip

    def bars(self) -> list[Spec]:
        palette, chart = self.canvas.palette, self.chart
        picked = any(point.emphasised for series in chart.series for point in series.points)
        offset = 26.0 if self.canvas.narrow else 6.0
        layers, texts = [], []
        places = {x: index for index, x in enumerate(chart.categories)}
        for order, series in enumerate(chart.series):
            rows: dict[bool, list[Spec]] = {True: [], False: []}
            for point in series.points:
                start = places[point.x] * self.row + offset + order * 18.0
                quiet = picked and not point.emphasised
                row = {"a": start + 1, "b": start + 17, "m": start + 9, "v": point.y or 0, "zero": 0}
                flag = f" {short_flag(point)}" if point.flag else ""
                text = number(point.y, chart.decimals) + flag if point.y is not None else missing()
                texts.append({**row, "text": text, "strong": point.emphasised})
                if point.y is not None:
                    rows[quiet].append(row)
            quiet_fill = {"fill": palette["quiet"], "stroke": palette["quiet"]}
            for quiet, shown in rows.items():
                fill = quiet_fill if quiet else fill_of(series, order, palette, chart)
                layers.append(rectangles(shown, self._x("v"), "zero", self._y("a"), "b", fill))
        return [*layers, *self._values(texts)]

    def _values(self, texts: Sequence[Spec]) -> list[Spec]:
        place = {"x": self._x("v"), "y": self._y("m")}
        layers = []
        for strong in (False, True):
            for below in (False, True):
                rows = [row for row in texts if row["strong"] == strong and (row["v"] < 0) == below]
                layers.append(text_layer(
                    rows, self.canvas, place, align="right" if below else "left", baseline="middle",
                    dx=-6 if below else 6, fontWeight="bold" if strong else "normal",
                ))  # fmt: skip
        return layers

    def names(self, names: Mapping[str, str], edge: float) -> list[Spec]:
        strong = {point.x for series in self.chart.series for point in series.points if point.emphasised}
        layers = []
        for bold in (False, True):
            rows = []
            for index, (x, name) in enumerate(names.items()):
                middle = index * self.row + (15.0 if self.canvas.narrow else self.row / 2)
                if (x in strong) == bold:
                    rows.append({"m": middle, "text": name})
            place = {"x": {"value": edge}, "y": self._y("m")}
            layers.append(text_layer(
                rows, self.canvas, place, align="left" if self.canvas.narrow else "right", baseline="middle",
                fontWeight="bold" if bold else "normal", limit=0,
            ))  # fmt: skip
        return layers

    def zero(self) -> Spec:
        return {
            "data": {"values": [{"v": 0}]},
            "mark": {"type": "rule", "stroke": self.canvas.palette["ink"], "strokeWidth": 1},
            "encoding": {"x": self._x("v")},
        }
