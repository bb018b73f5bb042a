"""Values over periods: lines, columns, and targets with what was reached."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from azymut.design.charts import Chart, ChartKind, Point, Role
from azymut.design.formats import missing, number
from azymut.design.vega.canvas import (
    LINE_HEIGHT,
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

# Colour is never alone: each series has its dash and its shape too.
_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [1, 2])
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
_MANY_POINTS = 24
_BOLD = 1.1
"""How much wider bold letters are."""


@dataclass(frozen=True)
class _Plane:
    """The plot of a chart over periods: its scale, its periods and the pixels around it."""

    chart: Chart
    canvas: Canvas
    scale: Scale
    left: float
    right: float
    top: float
    height: float

    @property
    def width(self) -> float:
        return self.canvas.width - self.left - self.right

    @property
    def index(self) -> dict[str, int]:
        return {x: index for index, x in enumerate(self.chart.categories)}

    def x(self, field_name: str = "i") -> Spec:
        count = max(len(self.chart.categories), 1)
        edge = 0.5 if self.chart.kind != ChartKind.LINE else min(0.5, 0.02 * count)
        return {
            "field": field_name, "type": "quantitative", "axis": self._x_axis(),
            "scale": {"domain": [-edge, count - 1 + edge], "nice": False, "zero": False},
        }  # fmt: skip

    def y(self, field_name: str = "y") -> Spec:
        return {
            "field": field_name, "type": "quantitative", "axis": self._y_axis(),
            "scale": {"domain": [self.scale.low, self.scale.high], "nice": False, "zero": False},
        }  # fmt: skip

    def _x_axis(self) -> Spec:
        labels = list(self.chart.categories)
        room = self.width / max(len(labels), 1)
        every = max(1, math.ceil((max((self.canvas.letters(label) for label in labels), default=0) + 10) / room))
        shown = [index for index in range(len(labels)) if (len(labels) - 1 - index) % every == 0]
        names = ", ".join(f"{index}: {_literal(labels[index])}" for index in shown)
        return {
            "values": shown, "grid": False, "labelExpr": f"({{{names}}})[datum.value]", "labelOverlap": False,
            "ticks": self.chart.kind == ChartKind.LINE, "labelAngle": 0, "labelFlush": False, "labelBound": False,
            "domain": self.scale.low == 0 or self.chart.kind == ChartKind.LINE,
        }  # fmt: skip

    def _y_axis(self) -> Spec:
        return {
            "values": self.scale.ticks, "format": f",.{self.scale.decimals}f", "domain": False, "ticks": False,
            "gridDash": [1, 0],
        }  # fmt: skip

    def pixels(self, value: float) -> float:
        return (value - self.scale.low) / (self.scale.high - self.scale.low) * self.height

    def value(self, pixels: float) -> float:
        return self.scale.low + pixels / self.height * (self.scale.high - self.scale.low)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def over_time(chart: Chart, canvas: Canvas) -> Spec:
    heights = {ChartKind.LINE: (280, 220), ChartKind.COLUMN: (260, 210), ChartKind.TARGETS: (190, 170)}
    scale = scale_for(values_of(chart), zero_based=chart.zero_based or chart.kind != ChartKind.LINE)
    left = max(canvas.letters(number(tick, scale.decimals)) for tick in scale.ticks) + 10
    direct = chart.kind == ChartKind.LINE
    legend = not direct and len(chart.series) > 1
    top = (22 if chart.unit else 10) + 6.0
    if legend:
        top += legend_layers(chart, canvas, left=0, top=0)[1]
    if any(point.breaks for series in chart.series for point in series.points):
        top += 16
    ends = _end_labels(chart, canvas) if direct else {}
    right = max((_end_width(chart, canvas, *end) for end in ends.items()), default=0) if direct else 4.0
    plane = _Plane(chart, canvas, scale, left, max(right, 10.0), top, heights[chart.kind][canvas.narrow])
    layers = unit_layer(chart, canvas, left=left, top=top)
    if legend:
        layers += legend_layers(chart, canvas, left=left, top=top)[0]
    layers += _lines(plane, ends) if direct else _columns(plane)
    layers += _breaks(plane)
    padding = {"left": left, "right": plane.right, "top": top, "bottom": 28}
    return framed(canvas, height=plane.height, padding=padding, layers=layers)


def _breaks(plane: _Plane) -> list[Spec]:
    """A rule before each value that cannot be compared with those before it, said in words once."""
    places = sorted({plane.index[p.x] for s in plane.chart.series for p in s.points if p.breaks and p.x in plane.index})
    if not places:
        return []
    colour = plane.canvas.palette["ink-soft"]
    rows = [{"i": max(place - 0.5, 0)} for place in places]
    rule = {
        "data": {"values": rows},
        "mark": {"type": "rule", "stroke": colour, "strokeDash": [2, 3], "strokeWidth": 1.5},
        "encoding": {"x": plane.x(), "y": {"value": -6}, "y2": {"value": plane.height}},
    }
    late = rows[-1]["i"] > len(plane.chart.categories) / 2
    word = text_layer(
        [{**rows[-1], "text": gettext("break in the series")}], plane.canvas, {"x": plane.x(), "y": {"value": -13}},
        align="right" if late else "left", baseline="middle", fontSize=12, fill=colour, dx=4 if late else -4,
    )  # fmt: skip
    return [rule, word]


def _end_labels(chart: Chart, canvas: Canvas) -> dict[int, str]:
    """What stands at the end of each line: its name and last value; a lone line needs only the value."""
    labels = {}
    for index, series in enumerate(chart.series):
        last = next((point for point in reversed(series.points) if point.y is not None), None)
        if last is None:
            continue
        value = number(last.y, chart.decimals)
        lone = len(chart.series) == 1
        labels[index] = value if lone else f"{wrapped(series.label, 13 if canvas.narrow else 22, 2)}\n{value}"
    return labels


def _end_width(chart: Chart, canvas: Canvas, index: int, text: str) -> float:
    """The room that an end label needs, in pixels; an emphasised one is bold."""
    return canvas.letters(text) * (_BOLD if chart.series[index].emphasised else 1) + 12


def _lines(plane: _Plane, ends: Mapping[int, str]) -> list[Spec]:
    layers: list[Spec] = [_axes_only(plane)]
    order = sorted(range(len(plane.chart.series)), key=lambda index: plane.chart.series[index].emphasised)
    for index in order:
        layers += _line(plane, index)
    return [*layers, *_ends(plane, ends)]


def _axes_only(plane: _Plane) -> Spec:
    return {
        "data": {"values": [{"i": 0, "y": plane.scale.low}]},
        "mark": {"type": "point", "opacity": 0, "size": 0, "stroke": plane.canvas.palette["sheet"]},
        "encoding": {"x": plane.x(), "y": plane.y()},
    }


def _segments(points: Sequence[Point]) -> list[int]:
    """The stretch that each point belongs to: a missing value and a break both end one."""
    numbers, current = [], 0
    for before, point in zip([None, *points], points, strict=False):
        if point.breaks or (before is not None and before.y is None):
            current += 1
        numbers.append(current)
    return numbers


def _colour(chart: Chart, index: int) -> str:
    """An emphasised line is blue among quieter ones; without one, each has its own colour."""
    if any(series.emphasised for series in chart.series):
        return "c0" if chart.series[index].emphasised else ("c5", "c1", "c2", "c3", "c4")[index % 5]
    return f"c{index % 6}"


def _line(plane: _Plane, index: int) -> list[Spec]:
    series, palette = plane.chart.series[index], plane.canvas.palette
    colour = palette[_colour(plane.chart, index)]
    dash = [5, 4] if series.dashed else _DASHES[index % 6]
    rows = [
        {"i": plane.index[point.x], "y": point.y, "s": segment, "flag": short_flag(point)}
        for point, segment in zip(series.points, _segments(series.points), strict=True)
        if point.y is not None
    ]
    line: Spec = {
        "data": {"values": rows},
        "mark": {"type": "line", "stroke": colour, "strokeWidth": 3 if series.emphasised else 2, "strokeDash": dash},
        "encoding": {"x": plane.x(), "y": plane.y(), "detail": {"field": "s", "type": "nominal"}},
    }
    alone = {row["s"] for row in rows if sum(other["s"] == row["s"] for other in rows) == 1}
    few = len(plane.chart.categories) <= _MANY_POINTS
    full = [row for row in rows if not row["flag"] and (few or row["s"] in alone or row is rows[-1])]
    hollow = [row for row in rows if row["flag"]]
    layers: list[Spec] = [line]
    for shown, fill in ((full, colour), (hollow, palette["sheet"])):
        layers.append({
            "data": {"values": shown},
            "mark": {"type": "point", "shape": _SHAPES[index % 6], "size": 42, "opacity": 1, "fill": fill,
                     "stroke": colour, "strokeWidth": 2},
            "encoding": {"x": plane.x(), "y": plane.y()},
        })  # fmt: skip
    flags = [{**row, "text": row["flag"]} for row in hollow]
    layers.append(text_layer(flags, plane.canvas, {"x": plane.x(), "y": plane.y()}, dy=-12, fontSize=12))
    return [layer for layer in layers if layer["data"]["values"]]


def _ends(plane: _Plane, ends: Mapping[int, str]) -> list[Spec]:
    """Direct labels at the ends of lines, moved apart where they would touch."""
    wanted = []
    for index, text in ends.items():
        series = plane.chart.series[index]
        last = next(point for point in reversed(series.points) if point.y is not None)
        height = LINE_HEIGHT * (text.count("\n") + 1) + 3
        wanted.append((plane.pixels(last.y or 0), height, index, text))
    placed = _apart(sorted(wanted), plane.height)
    layers = []
    for middle, index, text in placed:
        weight = "bold" if plane.chart.series[index].emphasised or len(ends) == 1 else "normal"
        colour = plane.canvas.palette[_colour(plane.chart, index)]
        encoding = {"x": {"value": plane.width}, "y": {"value": plane.height - middle}}
        layers.append(text_layer(
            [{"text": text}], plane.canvas, encoding, align="left", baseline="middle", dx=9,
            dy=-LINE_HEIGHT / 2 * text.count("\n"), fontWeight=weight, fill=colour,
        ))  # fmt: skip
    return layers


def _apart(wanted: Sequence[tuple[float, float, int, str]], height: float) -> list[tuple[float, int, str]]:
    """Middles of labels (pixels from the bottom, lowest first) pushed up, then down from the top, until none touch."""
    middles = [middle for middle, *_ in wanted]
    for step in range(1, len(wanted)):
        gap = (wanted[step][1] + wanted[step - 1][1]) / 2
        middles[step] = max(middles[step], middles[step - 1] + gap)
    if middles:
        middles[-1] = min(middles[-1], height)
    for step in range(len(wanted) - 2, -1, -1):
        gap = (wanted[step][1] + wanted[step + 1][1]) / 2
        middles[step] = min(middles[step], middles[step + 1] - gap)
    return [(middle, index, text) for middle, (_, _, index, text) in zip(middles, wanted, strict=True)]


def _columns(plane: _Plane) -> list[Spec]:
    chart, palette = plane.chart, plane.canvas.palette
    measured = [(index, series) for index, series in enumerate(chart.series) if series.role == Role.MEASURED]
    picked = any(point.emphasised for _, series in measured for point in series.points)
    slot = 0.72 / max(len(measured), 1)
    layers: list[Spec] = [_axes_only(plane)]
    labels: list[Spec] = []
    for order, (index, series) in enumerate(measured):
        start = -0.36 + order * slot
        rows = []
        for point in series.points:
            place = plane.index[point.x] + start
            colour = palette["quiet"] if picked and not point.emphasised else None
            row: Spec = {
                "a": place + 0.02,
                "b": place + slot - 0.02,
                "i": place + slot / 2,
                "y": point.y,
                "zero": 0,
                "quiet": colour,
            }
            text = number(point.y, chart.decimals) + (f" {short_flag(point)}" if point.flag else "")
            if point.y is not None or chart.kind != ChartKind.TARGETS:
                labels.append({**row, "y": point.y or 0, "text": text if point.y is not None else missing()})
            rows.append(row)
        for quiet in (False, True):
            shown = [row for row in rows if row["y"] is not None and bool(row["quiet"]) == quiet]
            fill = (
                {"fill": palette["quiet"], "stroke": palette["quiet"]}
                if quiet
                else fill_of(series, index, palette, chart)
            )
            layers.append(rectangles(shown, plane.x("a"), "b", plane.y(), "zero", fill))
    layers.append(_rule(plane, 0.0, palette["ink"], [1, 0], 1))
    room = plane.width / max(len(chart.categories) * max(len(measured), 1), 1)
    if labels and max(plane.canvas.letters(row["text"]) for row in labels) <= room * 0.72 + 4:
        layers += _column_labels(plane, labels)
    return [layer for layer in [*layers, *_planned(plane)] if layer["data"]["values"]]


def _column_labels(plane: _Plane, labels: Sequence[Mapping[str, Any]]) -> list[Spec]:
    place = {"x": plane.x(), "y": plane.y()}
    above = [row for row in labels if row["y"] >= 0]
    below = [row for row in labels if row["y"] < 0]
    return [
        text_layer(above, plane.canvas, place, baseline="bottom", dy=-4, fontWeight=600),
        text_layer(below, plane.canvas, place, baseline="top", dy=4, fontWeight=600),
    ]


def _rule(plane: _Plane, value: float, colour: str, dash: Sequence[int], width: float) -> Spec:
    if not plane.scale.low <= value <= plane.scale.high:
        return {"data": {"values": []}}
    return {
        "data": {"values": [{"y": value}]},
        "mark": {"type": "rule", "stroke": colour, "strokeDash": list(dash), "strokeWidth": width},
        "encoding": {"y": plane.y()},
    }


def _planned(plane: _Plane) -> list[Spec]:
    """Targets as thick marks across their year, the baseline as a dashed rule from side to side."""
    palette, layers = plane.canvas.palette, []
    for series in plane.chart.series:
        known = [point for point in series.points if point.y is not None]
        if series.role == Role.BASELINE:
            layers += [_rule(plane, point.y or 0, palette["ink-soft"], [3, 3], 2) for point in known]
        elif series.role == Role.TARGET:
            rows = [{"a": plane.index[p.x] - 0.44, "b": plane.index[p.x] + 0.44, "y": p.y} for p in known]
            layers.append({
                "data": {"values": rows},
                "mark": {"type": "rule", "stroke": palette["c1"], "strokeWidth": 3},
                "encoding": {"x": plane.x("a"), "x2": {"field": "b"}, "y": plane.y()},
            })  # fmt: skip
    return layers
