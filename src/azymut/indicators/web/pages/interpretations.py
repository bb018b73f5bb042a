"""Readings of a figure beside its chart, and the page on which one is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.actions import ReadSeries
from azymut.indicators.models import Indicator, Interpretation
from azymut.indicators.queries import Reading
from azymut.indicators.web.pages.figures import detail_url
from azymut.places.models import Territory
from azymut.places.rules import name_of


@dataclass(frozen=True)
class ReadingView:
    text: str
    signature: str
    written: str
    until: str
    overtaken: bool
    withdraw_url: str


@dataclass(frozen=True)
class InterpretPage:
    series: ReadSeries
    title: str
    recent: tuple[tuple[str, str], ...]
    back_url: str


RECENT = 6
"""So many of the last values stand on the page while one writes."""


def reading_views(readings: Sequence[Reading], *, may_write: bool) -> tuple[ReadingView, ...]:
    """What stands beside the chart; those who may write may also withdraw."""
    return tuple(_view(one, may_write=may_write) for one in readings)


def _view(one: Reading, *, may_write: bool) -> ReadingView:
    written = one.interpretation
    return ReadingView(
        text=written.text,
        signature=written.signature,
        written=formats.day(written.written_at),
        until=formats.period(written.until),
        overtaken=one.overtaken,
        withdraw_url=reverse("indicators:interpretation-withdraw", args=[written.public_id]) if may_write else "",
    )


def interpret_page(indicator: Indicator, place: Territory) -> InterpretPage:
    """The series that is about to be read, in its last values."""
    series = queries.series_of(indicator.key, place.code)
    known = [one for one in series if one.value is not None]
    until = known[-1].period if known else ""
    return InterpretPage(
        series=ReadSeries(indicator, place.code, until, tuple(queries.releases_in(series))),
        title=f"{indicator.name}, {name_of(place)}",
        recent=tuple((one.when, one.text) for one in known[-RECENT:]),
        back_url=detail_url(indicator, place.code),
    )


def series_url(interpretation: Interpretation) -> str:
    """The page beside whose chart it stands."""
    return detail_url(interpretation.indicator, interpretation.territory)
