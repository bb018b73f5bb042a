"""The home page: what you can do here, how the region is doing, and which figures stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from azymut.design import formats
from azymut.design.cartogram import Cartogram
from azymut.indicators.queries.values import rank_text
from azymut.kernel.registries import Mark
from azymut.places import queries as places
from azymut.places.models import Territory
from azymut.portal.queries import Attention, CountyFigures, Course, KeyFigure
from azymut.portal.web.pages.search import Example, examples

LONGEST_UNIT = 3
"""A longer unit stands below the big figure, since it would not fit beside it."""


@dataclass(frozen=True)
class Door:
    """`colour` is one of the flat blocks of the look."""

    label: str
    text: str
    url: str
    colour: str


@dataclass(frozen=True)
class AttentionRow:
    label: str
    url: str
    lead: str
    reason: str
    mark: Mark


@dataclass(frozen=True)
class CoursePart:
    title: str
    programme: str
    url: str
    sample: bool
    rows: tuple[AttentionRow, ...]


@dataclass(frozen=True)
class FigurePart:
    """`note` says the period, the place among peers and what the source says about the value."""

    label: str
    value: str
    note: str
    url: str
    sample: bool


@dataclass(frozen=True)
class HomePage:
    question: str
    examples: tuple[Example, ...]
    doors: tuple[Door, ...]
    course: CoursePart | None
    figures: tuple[FigurePart, ...]
    figures_title: str
    cartogram: Cartogram | None


def home_page(
    region: Territory | None,
    *,
    course: Course | None,
    figures: Sequence[KeyFigure],
    counties: CountyFigures | None,
) -> HomePage:
    return HomePage(
        question=_question(region),
        examples=examples(),
        doors=_doors(),
        course=_course(course),
        figures=tuple(_figure(figure) for figure in figures),
        figures_title=gettext("The region in figures"),
        cartogram=_cartogram(region, counties) if region and counties else None,
    )


def _question(region: Territory | None) -> str:
    if region is None:
        return gettext("What do you want to learn?")
    return gettext("What do you want to learn in %(region)s?") % {"region": place_in(region)}


def place_in(region: Territory) -> str:
    """The region as it stands after "in": in Polish in the locative case."""
    if (get_language() or "pl").startswith("en"):
        return region.name_en or region.name
    return region.name_locative or region.name


def _doors() -> tuple[Door, ...]:
    doors = (
        (
            "occupations:list",
            gettext("I am choosing an occupation"),
            gettext("What schools teach, in which types of school, and what qualifications come of it."),
            "red",
        ),
        (
            "indicators:region",
            gettext("I am looking at the region"),
            gettext("Learning, work and pay here and in each county, beside the others, over the years."),
            "blue",
        ),
        (
            "programmes:list",
            gettext("I am following the programme"),
            gettext("What the region has set out to do, how it goes, what it costs and why something is late."),
            "yellow",
        ),
        (
            "people:organisations",
            gettext("School, company, office"),
            gettext("Who acts in the region's education. After signing in: your actions and your reports."),
            "ink",
        ),
    )
    return tuple(Door(label, text, reverse(name), colour) for name, label, text, colour in doors)


def _course(course: Course | None) -> CoursePart | None:
    if course is None or not course.total:
        return None
    return CoursePart(
        title=_course_title(course),
        programme=course.version.strategy.name,
        url=course.version.strategy.get_absolute_url(),
        sample=course.sample,
        rows=tuple(_attention(one) for one in course.attention),
    )


def _course_title(course: Course) -> str:
    if not course.known:
        return gettext("The region's course is not known yet")
    on = gettext("Region on course: %(on)d of %(total)d actions on course or finished") % {
        "on": course.on,
        "total": course.total,
    }
    if not course.deciding:
        return on
    needs = ngettext("%(n)d needs a decision", "%(n)d need a decision", course.deciding) % {"n": course.deciding}
    return f"{on}, {needs}"


def _attention(one: Attention) -> AttentionRow:
    return AttentionRow(
        label=f"{one.row.number} {one.row.title}",
        url=reverse("programmes:action", args=[one.row.public_id]),
        lead=one.row.lead_name,
        reason=one.mark.reasons[0] if one.mark.reasons else "",
        mark=Mark(tone=one.mark.tone, label=str(one.mark.label)),
    )


def _figure(figure: KeyFigure) -> FigurePart:
    value = figure.value
    long_unit = len(value.unit) > LONGEST_UNIT
    said = (value.unit if long_unit else "", value.when, rank_text(value.rank), *value.notes)
    return FigurePart(
        label=figure.indicator.short,
        value=value.number if long_unit else value.text,
        note=" · ".join(filter(None, said)),
        url=value.origin_url,
        sample=value.sample,
    )


def _cartogram(region: Territory, counties: CountyFigures) -> Cartogram:
    """Titled with what the tiles show: the two ends of the scale."""
    indicator, values = counties.indicator, counties.values
    known = sorted((value for value in values.values() if value.value is not None), key=lambda one: one.value or 0)
    names = {county.code: county.short_name for county in places.counties_of(region)}
    words = {
        "indicator": indicator.short,
        "low": known[0].text,
        "where_low": names.get(known[0].territory, ""),
        "high": known[-1].text,
        "where_high": names.get(known[-1].territory, ""),
    }
    return places.cartogram(
        region,
        {
            code: places.TileValue(value.number, None if value.value is None else float(value.value), value.origin_url)
            for code, value in values.items()
        },
        title=gettext("%(indicator)s: from %(low)s (%(where_low)s) to %(high)s (%(where_high)s)") % words,
        note=", ".join((str(indicator.name), str(indicator.unit), formats.period(counties.period))),
        label=lambda number: formats.number(number, indicator.decimals),
        source_url=known[0].origin_url,
        table_url=indicator.get_absolute_url(),
        sample=any(value.sample for value in known),
    )
