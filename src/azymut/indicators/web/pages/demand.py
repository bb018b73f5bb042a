"""The demand for occupations, for everybody: what the forecast and the barometer say, each with its year and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.design.tables import Asked
from azymut.indicators import queries
from azymut.indicators.enums import Assessment
from azymut.indicators.queries import Backing, Forecast, ForecastList, Judgement, Outlook
from azymut.kernel.collation import fold, sort_key
from azymut.occupations import queries as occupations
from azymut.places import queries as places
from azymut.places.models import Territory
from azymut.places.rules import name_of

ON_A_PAGE = 25
COUNTRY = "PL"
SIX = 6


@dataclass(frozen=True)
class Said:
    """One statement: its word, its year, and whether it is invented."""

    word: str
    year: str
    sample: bool


@dataclass(frozen=True)
class DemandRow:
    code: str
    name: str
    url: str
    country: Said
    region: Said
    barometer: str
    barometer_year: str
    barometer_sample: bool


@dataclass(frozen=True)
class DemandListPage:
    found: str
    region: str
    rows: tuple[DemandRow, ...]
    page: Page[tuple[str, str]]
    address: str
    list_url: str
    reset_url: str
    loaded: bool
    sources_url: str


@dataclass(frozen=True)
class YearRow:
    """A year of the forecast: what the lists of the country and of the region say of the occupation."""

    year: str
    country: Said
    region: Said


@dataclass(frozen=True)
class CountyRow:
    name: str
    url: str
    word: str
    group: str
    earlier: str
    sample: bool


@dataclass(frozen=True)
class SourceRow:
    source: str
    file: str
    published: str
    licence: str
    origin: str
    sample: bool


@dataclass(frozen=True)
class DemandPage:
    title: str
    code: str
    crumbs: tuple[tuple[str, str], ...]
    lead: str
    region: str
    years: tuple[YearRow, ...]
    names: tuple[str, ...]
    barometer_year: str
    counties: tuple[CountyRow, ...]
    sources: tuple[SourceRow, ...]
    occupation_url: str
    sample: bool


def list_page(asked: Mapping[str, Any], address: QueryDict) -> DemandListPage:
    """All occupations taught in schools and all others that a source names: a constant number of queries."""
    region = places.region()
    outlooks = queries.outlooks(region.code, [one.code for one in places.counties_of(region)])
    lists = queries.newest_lists()
    wanted = _wanted(_named(outlooks), str(asked.get("q", "")), outlooks if asked.get("listed") else None)
    page = Paginator(wanted, ON_A_PAGE).get_page(address.get("page"))
    filtered = bool(asked.get("q") or asked.get("listed"))
    return DemandListPage(
        found=ngettext("%(n)s occupation", "%(n)s occupations", len(wanted)) % {"n": formats.number(len(wanted))},
        region=name_of(region),
        rows=tuple(_row(code, name, outlooks.get(code), lists, region.code) for name, code in page),
        page=page,
        address=Asked.of(address).address,
        list_url=reverse("indicators:demand-list"),
        reset_url=reverse("indicators:demand-list") if filtered else "",
        loaded=bool(outlooks),
        sources_url=reverse("indicators:sources"),
    )


def _named(outlooks: Mapping[str, Outlook]) -> list[tuple[str, str]]:
    """Names and codes in Polish order: school occupations, and what else a source speaks of."""
    names = {one.code: one.name for one in occupations.school_occupations()}
    others = [code for code in outlooks if code not in names]
    names |= {one.code: one.name for one in occupations.groups_for_search(others)}
    said = {code: outlook.forecasts for code, outlook in outlooks.items() if code not in names}
    names |= {code: next((one.name for one in found.values()), code) for code, found in said.items()}
    return sorted(((name, code) for code, name in names.items()), key=lambda pair: sort_key(pair[0]))


def _wanted(named: Iterable[tuple[str, str]], text: str, listed: Mapping[str, Outlook] | None) -> list[tuple[str, str]]:
    words = fold(text).split()[:8]
    return [
        (name, code)
        for name, code in named
        if (listed is None or code in listed) and all(word in fold(f"{name} {code}") for word in words)
    ]


def _row(code: str, name: str, outlook: Outlook | None, lists: Mapping[str, ForecastList], region: str) -> DemandRow:
    forecasts = outlook.forecasts if outlook else {}
    return DemandRow(
        code=code,
        name=name,
        url=reverse("indicators:demand-detail", args=[code]),
        country=_said(forecasts.get(COUNTRY) or lists.get(COUNTRY)),
        region=_said(forecasts.get(region) or lists.get(region)),
        barometer=_counted(outlook),
        barometer_year=outlook.year if outlook and outlook.counties else "",
        barometer_sample=bool(outlook and outlook.sample),
    )


def _said(told: Forecast | ForecastList | None) -> Said:
    """The word of a list; a list that leaves the occupation out says so, and no list is no data."""
    if told is None:
        return Said(formats.missing(), "", sample=False)
    named = isinstance(told, Forecast) and told.demand
    return Said(str(named.label) if named else _("not on the list"), told.year, told.standing.sample)


def _counted(outlook: Outlook | None) -> str:
    """In how many counties the barometer says what, in the order of its assessments."""
    counties = outlook.counties if outlook else {}
    parts = [f"{one.label}: {counties[one]}" for one in Assessment if counties.get(one)]
    if counties.get(None):
        parts.append(_("contradictory: %(n)d") % {"n": counties[None]})
    return ", ".join(parts) or formats.missing()


def detail_page(code: str) -> DemandPage | None:
    """One occupation; None for a code that neither a classification nor a source knows."""
    region = places.region()
    forecasts = queries.forecasts_of(code, (COUNTRY, region.code))
    judgements = queries.judgements_of(code)
    school = occupations.school_occupation(code)
    named = [one for one in forecasts if one.demand]
    other = school or (occupations.occupation(code) if len(code) == SIX else None)
    if other is None and not named and not judgements:
        return None
    name = other.name if other else next((one.name for one in named), judgements[0].group if judgements else code)
    standings = [one.standing for one in forecasts] + [one.standing for one in judgements]
    counties = list(places.counties_of(region))
    inside = [one for one in judgements if one.territory in {place.code for place in counties}]
    newest = max((one.year for one in inside), default="")
    return DemandPage(
        title=name,
        code=code,
        crumbs=((_("Occupations and demand"), reverse("indicators:demand-list")), (name, "")),
        lead=_("What is foreseen for this occupation, source by source. Sources may disagree; nothing is averaged."),
        region=name_of(region),
        years=tuple(_years(forecasts, region.code)),
        names=tuple(dict.fromkeys(one.name for one in named if fold(one.name) != fold(name))),
        barometer_year=newest,
        counties=tuple(_county(place, inside, newest) for place in counties) if newest else (),
        sources=tuple(_sources(standings)),
        occupation_url=reverse("occupations:detail", args=[code]) if school else "",
        sample=any(one.sample for one in standings),
    )


def _years(forecasts: Sequence[Forecast], region: str) -> Iterable[YearRow]:
    said = {(one.territory, one.year): one for one in forecasts}
    for year in sorted({one.year for one in forecasts}, reverse=True):
        yield YearRow(year, _said(said.get((COUNTRY, year))), _said(said.get((region, year))))


def _county(place: Territory, judgements: Sequence[Judgement], newest: str) -> CountyRow:
    own = [one for one in judgements if one.territory == place.code]
    latest = next((one for one in own if one.year == newest), None)
    earlier = [one for one in own if one.year != newest]
    return CountyRow(
        name=name_of(place),
        url=reverse("indicators:territory", args=[place.code]),
        word=_word(latest) if latest else formats.missing(),
        group=latest.group if latest else "",
        earlier=", ".join(f"{one.year}: {_word(one)}" for one in earlier),
        sample=bool(latest and latest.standing.sample),
    )


def _word(judgement: Judgement) -> str:
    return str(judgement.assessment.label) if judgement.assessment else _("groups contradict each other")


def _sources(standings: Sequence[Backing]) -> Iterable[SourceRow]:
    for one in {each.release: each for each in standings}.values():
        yield SourceRow(
            one.source, one.file, formats.day(one.published_on) if one.published_on else "", one.licence, one.origin,
            one.sample,
        )  # fmt: skip
