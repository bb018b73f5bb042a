"""Charts as values: one declarative definition serves page, PDF and DOCX.

Every chart has a title that states its finding, a text alternative, its unit, source and caveats; missing points leave
a gap and a break in a series is drawn as a break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from azymut.design import formats


class ChartKind(StrEnum):
    LINE = "line"
    BAR = "bar"
    COLUMN = "column"
    TARGETS = "targets"


class Role(StrEnum):
    """What a series of a targets chart stands for; other charts have measured series only."""

    MEASURED = "measured"
    TARGET = "target"
    BASELINE = "baseline"


@dataclass(frozen=True)
class Point:
    """`x` is a period or category label; `y` None means no value (never zero); `flag` is shown beside the value.

    `breaks` says that this value cannot be compared with those before it; `emphasised` picks out one bar.
    """

    x: str
    y: float | None
    flag: str = ""
    breaks: bool = False
    emphasised: bool = False


@dataclass(frozen=True)
class Series:
    label: str
    points: tuple[Point, ...]
    dashed: bool = False
    emphasised: bool = False
    role: Role = Role.MEASURED


@dataclass(frozen=True)
class Chart:
    """`x_label` names the first column of the table of numbers; `decimals` None shows up to two places."""

    kind: ChartKind
    title: str
    alt: str
    unit: str
    series: tuple[Series, ...]
    source: str
    source_url: str = ""
    caveats: tuple[str, ...] = ()
    download_url: str = ""
    sample: bool = False
    decimals: int | None = None
    zero_based: bool = True
    x_label: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """The labels along the axis: those of all series but a baseline, in the order in which they first appear."""
        drawn = [series for series in self.series if series.role != Role.BASELINE]
        return tuple(dict.fromkeys(point.x for series in drawn for point in series.points))

    def text(self, point: Point | None) -> str:
        """A point's value for people, with its flag; the unit stands in the heading."""
        if point is None:
            return formats.missing()
        value = formats.number(point.y, self.decimals)
        return f"{value} {point.flag}" if point.flag and point.y is not None else point.flag or value


def targets(
    *,
    title: str,
    alt: str,
    unit: str,
    measured: Sequence[Point],
    planned: Sequence[Point],
    baseline: Point | None = None,
    source: str,
    **more: Any,
) -> Chart:
    """The small chart of an action's indicator: where it started, what was planned each year, what was reached.

    Shown in page or document language at the moment of the call. `more` goes to `Chart` (source_url, caveats, sample).
    """
    series = [
        Series(gettext("reached"), tuple(measured), emphasised=True),
        Series(gettext("planned"), tuple(planned), dashed=True, role=Role.TARGET),
    ]
    if baseline is not None:
        label = gettext("baseline %(period)s") % {"period": baseline.x}
        series.append(Series(label, (baseline,), role=Role.BASELINE))
    return Chart(ChartKind.TARGETS, title, alt, unit, tuple(series), source, **more)


def as_rows(chart: Chart) -> list[list[str]]:
    """The chart's numbers as text, heading first: one row a period or category, one column a series."""
    by_x = [{point.x: point for point in series.points} for series in chart.series]
    unit = f" ({chart.unit})" if chart.unit else ""
    heading = [chart.x_label or _first_heading(chart), *[f"{series.label}{unit}" for series in chart.series]]
    first = [point.x for series in chart.series if series.role == Role.BASELINE for point in series.points]
    rows = dict.fromkeys([*first, *chart.categories])
    return [heading, *[[x, *[_cell(chart, points.get(x)) for points in by_x]] for x in rows]]


def _first_heading(chart: Chart) -> str:
    return gettext("Item") if chart.kind == ChartKind.BAR else gettext("Period")


def _cell(chart: Chart, point: Point | None) -> str:
    if point is not None and point.breaks:
        broken = gettext("break in the series")
        return f"{chart.text(point)} ({broken})"
    return chart.text(point)


def as_dict(chart: Chart) -> dict[str, Any]:
    """Plain values for a freeze (JSON); `from_dict` reads them back to an equal chart."""
    return asdict(chart)


def from_dict(values: Mapping[str, Any]) -> Chart:
    series = tuple(
        Series(**{**one, "role": Role(one["role"]), "points": tuple(Point(**point) for point in one["points"])})
        for one in values["series"]
    )
    return Chart(**{**values, "kind": ChartKind(values["kind"]), "series": series, "caveats": tuple(values["caveats"])})
