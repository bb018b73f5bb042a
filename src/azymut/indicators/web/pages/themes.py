"""A place's figures by theme: the sections of its profile, and a page of its own for all of one theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.indicators import queries
from azymut.indicators.enums import Theme
from azymut.indicators.models import Indicator
from azymut.indicators.queries import ProfileFigure
from azymut.indicators.rules.ages import Age, age
from azymut.indicators.web.pages.ages import age_mark
from azymut.indicators.web.pages.figures import FigureTile, change_text, detail_url, tile, voivodeship_of
from azymut.kernel.registries import Mark
from azymut.places.models import Territory
from azymut.places.rules import name_of


@dataclass(frozen=True)
class ThemeSection:
    """`tiles` have a value, `waiting` none yet. `more` leads to all that the theme has for the place's level."""

    theme: str
    title: str
    tiles: tuple[FigureTile, ...]
    waiting: tuple[FigureTile, ...]
    more: str
    more_url: str


@dataclass(frozen=True)
class ThemeRow:
    name: str
    url: str
    value: str
    origin_url: str
    period: str
    age: Mark | None
    change: str
    rank: str
    notes: str
    sample: bool


@dataclass(frozen=True)
class ThemeTab:
    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class ThemePage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    tabs: tuple[ThemeTab, ...]
    rows: tuple[ThemeRow, ...]
    waiting: tuple[tuple[str, str], ...]
    profile_url: str


def sections_of(place: Territory, known: Mapping[str, Indicator], *, today: date) -> tuple[ThemeSection, ...]:
    """The profile's figures by theme; a theme without any is left out."""
    delays = queries.usual_delays(known)
    by_theme: dict[str, list[FigureTile]] = {}
    for figure in queries.profile(place.code):
        tiles = by_theme.setdefault(figure.indicator.theme, [])
        tiles.append(tile(figure, place, _age(figure, delays, today=today)))
    sizes = _sizes(place, known)
    return tuple(
        ThemeSection(
            theme=theme.value,
            title=str(theme.label),
            tiles=tuple(one for one in by_theme[theme] if not one.empty),
            waiting=tuple(one for one in by_theme[theme] if one.empty),
            more=_more(sizes[theme]) if sizes[theme] > len(by_theme[theme]) else "",
            more_url=theme_url(place, theme),
        )
        for theme in Theme
        if theme in by_theme
    )


def has_real(sections: Sequence[ThemeSection]) -> bool:
    """Whether any figure shown is no sample."""
    return any(not one.sample for section in sections for one in section.tiles)


def theme_url(place: Territory, theme: str) -> str:
    return reverse("indicators:territory-theme", args=[place.code, theme])


def theme_page(place: Territory, theme: Theme, *, today: date) -> ThemePage:
    """Every indicator of a theme for a place, the same number of queries whatever their number."""
    known = queries.indicators()
    delays = queries.usual_delays(known)
    figures = queries.profile(place.code, theme=theme)
    url = reverse("indicators:territory", args=[place.code])
    sizes = _sizes(place, known)
    return ThemePage(
        title=_("%(theme)s: %(place)s") % {"theme": theme.label, "place": name_of(place)},
        crumbs=(*_above(place), (name_of(place), url), (str(theme.label), "")),
        tabs=tuple(
            ThemeTab(str(one.label), theme_url(place, one), one == theme, sizes[one]) for one in Theme if sizes.get(one)
        ),
        rows=tuple(
            _row(one, place, _age(one, delays, today=today))
            for one in figures
            if one.latest and one.latest.value is not None
        ),
        waiting=tuple(
            (one.indicator.short, detail_url(one.indicator, place.code)) for one in figures if one.latest is None
        ),
        profile_url=url,
    )


def _above(place: Territory) -> tuple[tuple[str, str], ...]:
    above = voivodeship_of(place)
    return () if above == place else ((name_of(above), reverse("indicators:territory", args=[above.code])),)


def _sizes(place: Territory, known: Mapping[str, Indicator]) -> dict[str, int]:
    """How many indicators of each theme exist for the place's level."""
    sizes: dict[str, int] = {}
    for one in known.values():
        if place.level in one.level_list:
            sizes[one.theme] = sizes.get(one.theme, 0) + 1
    return sizes


def _more(count: int) -> str:
    return ngettext("All of this theme: %(n)d indicator", "All of this theme: %(n)d indicators", count) % {"n": count}


def _age(figure: ProfileFigure, delays: Mapping[str, int | None], *, today: date) -> Age | None:
    if figure.latest is None:
        return None
    return age(figure.latest.period, today=today, delay=delays[figure.indicator.key])


def _row(figure: ProfileFigure, place: Territory, old: Age | None) -> ThemeRow:
    value = figure.latest
    assert value  # noqa: S101  # rows are made only of figures that have one
    return ThemeRow(
        name=figure.indicator.name,
        url=detail_url(figure.indicator, place.code),
        value=value.text,
        origin_url=value.origin_url,
        period=value.when,
        age=age_mark(old) if old else None,
        change=change_text(figure.change, value),
        rank=queries.rank_text(value.rank),
        notes=", ".join(value.notes),
        sample=value.sample,
    )
