"""One occupation's provision: schools by county with pupils, the cartogram, the years before, the gaps."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from azymut.design import formats
from azymut.design.cartogram import Cartogram
from azymut.occupations.models import SchoolOccupation
from azymut.offers import queries
from azymut.offers.providers import pupils_text, schools_text
from azymut.offers.queries import CountyProvision, Gap, Provision, YearTotal
from azymut.offers.rules import year_text
from azymut.offers.web.pages.offers import OfferRow, offer_row
from azymut.places.models import Territory
from azymut.places.queries import TileValue, cartogram


@dataclass(frozen=True)
class CountyRow:
    county: str
    url: str
    schools: str
    pupils: str


@dataclass(frozen=True)
class GapRow:
    county: str
    nearest: str
    far: str


@dataclass(frozen=True)
class YearTab:
    label: str
    url: str
    current: bool
    count: str | None = None


@dataclass(frozen=True)
class OccupationPage:
    name: str
    code: str
    url: str
    lead: str
    tabs: tuple[YearTab, ...]
    tiles: tuple[tuple[str, str, str], ...]
    map: Cartogram | None
    counties: tuple[CountyRow, ...]
    offers: tuple[OfferRow, ...]
    gaps: tuple[GapRow, ...]
    years: tuple[tuple[str, str, str], ...]
    sample: bool
    list_url: str
    crumbs: tuple[tuple[str, str], ...]


def occupation_page(one: SchoolOccupation, region: Territory, *, asked: str) -> OccupationPage:
    totals = queries.totals_of(one, region.code)
    years = [total.year for total in reversed(totals)]
    year = next((each for each in years if str(each) == asked), years[0] if years else None)
    told = queries.provision_of(one, year, region) if year is not None else None
    sample = bool(told and any(offer.is_sample for offer in told.offers))
    return OccupationPage(
        name=one.name,
        code=one.code,
        url=reverse("occupations:detail", args=[one.code]),
        lead=_lead(told),
        tabs=tuple(YearTab(year_text(each), f"?rok={each}", each == year) for each in years) if len(years) > 1 else (),
        tiles=_tiles(told) if told else (),
        map=_map(told, region, one, sample=sample) if told else None,
        counties=tuple(_county(county, one, told.year) for county in told.taught) if told else (),
        offers=tuple(offer_row(offer) for offer in told.offers) if told else (),
        gaps=tuple(_gap(gap) for gap in told.gaps) if told else (),
        years=tuple(_year(total) for total in reversed(totals)) if len(totals) > 1 else (),
        sample=sample,
        list_url=reverse("offers:list"),
        crumbs=((gettext("Schools and occupations"), reverse("offers:list")), (one.name, "")),
    )


def _lead(told: Provision | None) -> str:
    if told is None:
        return gettext("No source that we have read says that a school of the region teaches it.")
    return gettext("School year %(year)s: %(schools)s, %(counties)s.") % {
        "year": year_text(told.year),
        "schools": schools_text(told.schools),
        "counties": ngettext("%(n)s county", "%(n)s counties", len(told.taught)) % {"n": len(told.taught)},
    }


def _tiles(told: Provision) -> tuple[tuple[str, str, str], ...]:
    """Label, value, note."""
    known, unknown = told.pupils.known, told.pupils.unknown
    note = ngettext("%(n)d number not known", "%(n)d numbers not known", unknown) % {"n": unknown} if unknown else ""
    return (
        (gettext("Schools"), formats.number(told.schools), year_text(told.year)),
        (gettext("Pupils"), formats.missing() if known is None else formats.number(known), note),
        (gettext("Counties without a school"), formats.number(len(told.gaps)), ""),
    )


def _map(told: Provision, region: Territory, one: SchoolOccupation, *, sample: bool) -> Cartogram:
    values = {each.county.code: _tile(each, one, told.year) for each in told.taught}
    return cartogram(
        region,
        {county.county.code: values.get(county.county.code, TileValue("0", 0)) for county in told.counties},
        title=gettext("Schools by county, %(year)s") % {"year": year_text(told.year)},
        note=gettext("Schools that teach it, recruit for it or declare it; 0 where no source names one."),
        sample=sample,
    )


def _tile(each: CountyProvision, one: SchoolOccupation, year: int) -> TileValue:
    return TileValue(formats.number(each.schools), each.schools, _list_url(one, each.county, year))


def _list_url(one: SchoolOccupation, county: Territory, year: int) -> str:
    return f"{reverse('offers:list')}?zawod={one.code}&powiat={county.code}&rok={year}"


def _county(each: CountyProvision, one: SchoolOccupation, year: int) -> CountyRow:
    total = YearTotal(year, each.schools, each.pupils)
    return CountyRow(
        _place(each.county), _list_url(one, each.county, year), formats.number(each.schools), pupils_text(total)
    )


def _gap(gap: Gap) -> GapRow:
    far = ngettext("across %(n)d border", "across %(n)d borders", gap.steps) % {"n": gap.steps} if gap.steps > 0 else ""
    return GapRow(_place(gap.county), ", ".join(_place(one) for one in gap.nearest) or formats.missing(), far)


def _place(place: Territory) -> str:
    english = (get_language() or "pl").startswith("en") and place.name_en
    return place.name_en if english else place.name


def _year(total: YearTotal) -> tuple[str, str, str]:
    return year_text(total.year), schools_text(total.schools), pupils_text(total)
