"""Charts in Vega-Lite's language: a chart, a canvas and a palette become one plain dictionary."""

from __future__ import annotations

from azymut.design.charts import Chart, ChartKind
from azymut.design.vega.bars import bars
from azymut.design.vega.canvas import PRINT, SCREEN, Canvas, Spec, locale, scale_for
from azymut.design.vega.periods import over_time

__all__ = ["PRINT", "SCREEN", "Canvas", "locale", "scale_for", "spec"]


def spec(chart: Chart, canvas: Canvas) -> Spec:
    """The whole drawing. Geometry is reckoned here and fixed, so that every drawing has exactly the canvas's width."""
    if chart.kind == ChartKind.BAR:
        return bars(chart, canvas)
    return over_time(chart, canvas)
