"""The profile of a region or a county: what a board member reads in a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.cartogram import Cartogram
from azymut.indicators import queries
from azymut.indicators.models import Indicator
from azymut.indicators.web.pages.figures import county_cartogram, detail_url, voivodeship_of
from azymut.indicators.web.pages.open_data import downloads
from azymut.indicators.web.pages.themes import ThemeSection, has_real, sections_of
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

COMPARED = {
    Level.VOIVODESHIP: ("unemployed_per_1000", "wage", "adult_learning", "students_per_1000", "population_change_10y"),
    Level.COUNTY: ("unemployment_rate", "wage", "unemployed_per_1000", "students", "population_change_10y"),
    Level.SUBREGION: ("unemployment_rate", "wage", "population"),
}
MAPPED = "unemployment_rate"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class CompareCell:
    label: str
    text: str
    period: str
    url: str


@dataclass(frozen=True)
class CompareRow:
    name: str
    url: str
    here: bool
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True)
class RegionPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    sections: tuple[ThemeSection, ...]
    places: tuple[Choice, ...]
    mapped: tuple[Choice, ...]
    cartogram: Cartogram | None
    compare_title: str
    compare_url: str
    compare_heads: tuple[tuple[str, str], ...]
    compare: tuple[CompareRow, ...]
    compare_note: str
    list_url: str
    exports: tuple[tuple[str, str], ...]
    import_url: str


def region_page(place: Territory, *, mapped_slug: str, may_load: bool, today: date) -> RegionPage:
    """Three reads of places and three of indicators, whatever the number of counties."""
    known = queries.indicators()
    voivodeship = voivodeship_of(place)
    counties = list(places.counties_of(voivodeship))
    sections = sections_of(place, known, today=today)
    compared = _compare(place, voivodeship, known)
    drawn = _mapped(known, mapped_slug)
    return RegionPage(
        title=_("%(name)s in figures") % {"name": _capital(name_of(place))},
        crumbs=_crumbs(place, voivodeship),
        sections=sections,
        places=_choices(place, voivodeship, counties),
        mapped=tuple(
            Choice(one.slug, one.short, one == drawn) for one in known.values() if Level.COUNTY in one.level_list
        ),
        cartogram=_cartogram(drawn, place, voivodeship, counties) if drawn else None,
        compare_title=_compare_title(place),
        compare_url=f"{reverse('indicators:comparison')}?{urlencode({'teren': place.code})}",
        compare_heads=tuple((known[key].short, detail_url(known[key], place.code)) for key in _compared(place, known)),
        compare=tuple(compared),
        compare_note=_periods_differ(compared),
        list_url=reverse("indicators:list"),
        exports=downloads("indicators:territory-download", place.code) if has_real(sections) else (),
        import_url=reverse("indicators:import") if may_load else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _crumbs(place: Territory, voivodeship: Territory) -> tuple[tuple[str, str], ...]:
    if place == voivodeship:
        return ((_("Region"), ""),)
    return ((name_of(voivodeship), reverse("indicators:territory", args=[voivodeship.code])), (name_of(place), ""))


def _choices(place: Territory, voivodeship: Territory, counties: Sequence[Territory]) -> tuple[Choice, ...]:
    others = [one for one in places.voivodeships() if one != voivodeship]
    return tuple(Choice(one.code, name_of(one), one == place) for one in (voivodeship, *counties, *others))


def _mapped(known: dict[str, Indicator], slug: str) -> Indicator | None:
    named = next((one for one in known.values() if one.slug == slug and Level.COUNTY in one.level_list), None)
    return named or known.get(MAPPED)


def _cartogram(
    indicator: Indicator, place: Territory, voivodeship: Territory, counties: Sequence[Territory]
) -> Cartogram | None:
    values = queries.values_for_level(indicator.key, Level.COUNTY, voivodeship.code)
    if not any(value.value is not None for value in values.values()):
        return None
    period = next(iter(values.values())).period
    return county_cartogram(indicator, voivodeship, values, counties, period, here=place.code)


def _compared(place: Territory, known: dict[str, Indicator]) -> list[str]:
    return [key for key in COMPARED.get(Level(place.level), ()) if key in known]


def _compare_title(place: Territory) -> str:
    if place.level == Level.VOIVODESHIP:
        return _("Beside the other voivodeships")
    return _("Beside its neighbours") if place.level == Level.COUNTY else _("Beside the other subregions")


def _compare(place: Territory, voivodeship: Territory, known: dict[str, Indicator]) -> list[CompareRow]:
    if place.level == Level.VOIVODESHIP:
        beside = list(places.voivodeships())
    elif place.level == Level.COUNTY:
        beside = [place, voivodeship, *places.neighbours_of(place)]
    else:
        beside = [place, *places.peers(place)]
    keys = _compared(place, known)
    values = queries.values_of_territories(keys, [one.code for one in beside])
    return [
        CompareRow(
            name=name_of(one),
            url=reverse("indicators:territory", args=[one.code]),
            here=one == place,
            cells=tuple(_cell(known[key], values.get((key, one.code))) for key in keys),
        )
        for one in beside
    ]


def _periods_differ(rows: Sequence[CompareRow]) -> str:
    """Which of the compared indicators are of different periods in different places; empty where none is."""
    periods: dict[str, set[str]] = {}
    for cell in (cell for row in rows for cell in row.cells if cell.period):
        periods.setdefault(cell.label, set()).add(cell.period)
    mixed = [label for label, found in periods.items() if len(found) > 1]
    if not mixed:
        return ""
    return _("Periods differ between places: %(names)s. Compare these with care.") % {"names": ", ".join(mixed)}


def _cell(indicator: Indicator, value: queries.Value | None) -> CompareCell:
    if value is None:
        return CompareCell(indicator.short, formats.missing(), "", "")
    return CompareCell(indicator.short, value.text, value.when, value.origin_url)
