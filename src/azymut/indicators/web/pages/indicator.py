"""One indicator: its series, its cartogram, its table with ranks, its download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.cartogram import Cartogram
from azymut.design.charts import Chart, ChartKind, Point, Series
from azymut.design.map import Map
from azymut.indicators import queries
from azymut.indicators.enums import Flag
from azymut.indicators.models import Indicator
from azymut.indicators.queries import Value
from azymut.indicators.queries.values import rank_text
from azymut.indicators.rules.ages import age
from azymut.indicators.rules.observations import level_of
from azymut.indicators.web.pages.ages import age_mark
from azymut.indicators.web.pages.figures import county_cartogram, county_map, voivodeship_of
from azymut.indicators.web.pages.interpretations import ReadingView, reading_views
from azymut.indicators.web.pages.open_data import downloads, embed_code
from azymut.indicators.web.pages.outlook import OutlookView, outlook_view
from azymut.indicators.web.pages.region import Choice
from azymut.kernel.registries import Mark
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

MAP = "mapa"


@dataclass(frozen=True)
class TableRow:
    code: str
    name: str
    url: str
    value: str
    rank: str
    notes: str
    origin_url: str
    here: bool


@dataclass(frozen=True)
class May:
    """What whoever looks may do about the figures."""

    load: bool
    interpret: bool


@dataclass(frozen=True)
class Onward:
    """Where the figures lead on to: files, other pages, other sites."""

    exports: tuple[tuple[str, str], ...]
    exports_here: tuple[tuple[str, str], ...]
    guide_url: str
    explorer_url: str
    compare_url: str
    embed_code: str


@dataclass(frozen=True)
class DetailPage:
    indicator: Indicator
    name: str
    place: str
    lead: str
    lead_note: str
    age: Mark | None
    origin_url: str
    crumbs: tuple[tuple[str, str], ...]
    places: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    chart: Chart | None
    cartogram: Cartogram | None
    map: Map | None
    table_title: str
    rows: tuple[TableRow, ...]
    formula: str
    definition_url: str
    source: str
    onward: Onward
    readings: tuple[ReadingView, ...]
    interpret_url: str
    outlook: OutlookView | None
    empty: bool
    sample: bool
    import_url: str


def detail_page(
    indicator: Indicator,
    place: Territory,
    period: str,
    *,
    view: str,
    may: May,
    today: date,
) -> DetailPage:
    """An indicator as seen from a place. Without a value there, the page still shows the place's counties."""
    voivodeship = voivodeship_of(place)
    counties = list(places.counties_of(voivodeship))
    series = queries.series_of(indicator.key, place.code)
    periods = queries.periods_of(indicator.key, place.code) or _county_periods(indicator, voivodeship)
    chosen = period if period in periods else (periods[0] if periods else "")
    value = next((one for one in series if one.period == chosen), None)
    county_values = _at(indicator, Level.COUNTY, voivodeship.code, chosen)
    rows = _rows(indicator, place, counties, county_values, chosen)
    source = source_of(indicator)
    picture = _cartogram(indicator, voivodeship, county_values, counties, chosen)
    shown = (*series, *county_values.values())
    drawn = series_chart(indicator, place, series, source)
    return DetailPage(
        indicator=indicator,
        name=indicator.name,
        place=name_of(place),
        lead=value.text if value else "",
        lead_note=_lead_note(value),
        age=_age(indicator, periods, today=today),
        origin_url=value.origin_url if value else "",
        crumbs=((_("Indicators"), reverse("indicators:list")), (indicator.short, "")),
        places=_places(indicator, place, voivodeship, counties),
        periods=tuple(Choice(one, formats.period(one), one == chosen) for one in periods),
        chart=drawn,
        cartogram=picture,
        map=county_map(picture, voivodeship, counties) if picture and view == MAP else None,
        table_title=f"{indicator.name}, {formats.period(chosen)}",
        rows=rows,
        formula=queries.method(indicator, queries.indicators()),
        definition_url=reverse("indicators:definition", args=[indicator.slug]),
        source=source,
        onward=_onward(indicator, place, shown, series=bool(series), drawn=drawn is not None),
        readings=reading_views(queries.readings_of(indicator, place.code, series), may_write=may.interpret),
        interpret_url=_interpret_url(indicator, place) if may.interpret and series else "",
        outlook=outlook_view(indicator, series),
        empty=not periods and not series,
        sample=any(one.sample for one in shown),
        import_url=reverse("indicators:import") if may.load else "",
    )


def _interpret_url(indicator: Indicator, place: Territory) -> str:
    return reverse("indicators:interpret", args=[indicator.slug, place.code])


def _onward(indicator: Indicator, place: Territory, shown: Iterable[Value], *, series: bool, drawn: bool) -> Onward:
    return Onward(
        exports=downloads("indicators:download", indicator.slug) if any(not one.sample for one in shown) else (),
        exports_here=downloads("indicators:download", indicator.slug, {"teren": place.code}) if series else (),
        guide_url=reverse("indicators:open-data"),
        explorer_url=f"{reverse('indicators:explorer')}?{urlencode({'wskaznik': indicator.slug, 'teren': place.code})}",
        compare_url=f"{reverse('indicators:comparison')}?{urlencode({'teren': place.code})}",
        embed_code=embed_code(indicator, place) if drawn else "",
    )


def _age(indicator: Indicator, periods: Sequence[str], *, today: date) -> Mark | None:
    """The age of the newest figure that the place or its peers have, whichever period is looked at."""
    if not periods:
        return None
    return age_mark(age(periods[0], today=today, delay=queries.usual_delays(queries.indicators())[indicator.key]))


def _county_periods(indicator: Indicator, voivodeship: Territory) -> tuple[str, ...]:
    return queries.periods_of(indicator.key, f"{voivodeship.code}00")


def _at(indicator: Indicator, level: str, within: str, period: str) -> dict[str, Value]:
    if not period or level not in indicator.level_list:
        return {}
    return queries.values_for_level(indicator.key, level, within, period)


def _lead_note(value: Value | None) -> str:
    if value is None:
        return ""
    parts = [value.when, rank_text(value.rank), *value.notes]
    if value.rolled:
        parts.append(_("sum over counties"))
    return " · ".join(part for part in parts if part)


def _places(
    indicator: Indicator, place: Territory, voivodeship: Territory, counties: Sequence[Territory]
) -> tuple[Choice, ...]:
    shown: list[Territory] = []
    if Level.VOIVODESHIP in indicator.level_list:
        shown += places.voivodeships()
    if Level.SUBREGION in indicator.level_list:
        shown += places.subregions_of(voivodeship)
    if Level.COUNTY in indicator.level_list:
        shown += counties
    if place not in shown:
        shown.insert(0, place)
    return tuple(Choice(one.code, name_of(one), one == place) for one in shown)


def _rows(
    indicator: Indicator,
    place: Territory,
    counties: Sequence[Territory],
    county_values: Mapping[str, Value],
    period: str,
) -> tuple[TableRow, ...]:
    """The place's peers; for a voivodeship without values its counties. Highest first, those without a value last."""
    level = level_of(place.code)
    if level == Level.COUNTY or not (peers := _at(indicator, level, "", period)):
        units, values = list(counties), county_values
    else:
        units = list(places.voivodeships()) if level == Level.VOIVODESHIP else [place, *places.peers(place)]
        values = peers
    rows = [_row(unit, values.get(unit.code), here=unit == place) for unit in units]
    order = {unit.code: values[unit.code].value if unit.code in values else None for unit in units}
    return tuple(sorted(rows, key=lambda row: (order[row.code] is None, -(order[row.code] or 0)))) if values else ()


def _row(unit: Territory, value: Value | None, *, here: bool) -> TableRow:
    url = reverse("indicators:territory", args=[unit.code])
    if value is None:
        return TableRow(unit.code, name_of(unit), url, formats.missing(), "", "", "", here)
    rank = f"{value.rank.place}." if value.rank and value.rank.of > 1 else ""
    return TableRow(unit.code, name_of(unit), url, value.text, rank, ", ".join(value.notes), value.origin_url, here)


def series_chart(indicator: Indicator, place: Territory, series: Sequence[Value], source: str) -> Chart | None:
    """The place's series, beside its voivodeship's where there is one; nothing for fewer than two values."""
    if sum(1 for one in series if one.value is not None) < 2:  # noqa: PLR2004  # a line
        return None
    codes = [place.code]
    lines = [Series(name_of(place), tuple(_point(one) for one in series), emphasised=True)]
    if place.level == Level.COUNTY and not indicator.rolled_up:
        beside = voivodeship_of(place)
        periods = {value.period for value in series}
        shared = [one for one in queries.series_of(indicator.key, beside.code) if one.period in periods]
        if shared:
            lines.append(Series(name_of(beside), tuple(_point(one) for one in shared), dashed=True))
            codes.append(beside.code)
    known = [one for one in series if one.value is not None]
    words = {
        "name": indicator.short,
        "first": known[0].text,
        "since": known[0].when,
        "last": known[-1].text,
        "until": known[-1].when,
    }
    if any(one.breaks for one in series):
        title = _("%(name)s: %(last)s in %(until)s; the series has breaks") % words
    else:
        title = _("%(name)s: from %(first)s in %(since)s to %(last)s in %(until)s") % words
    return Chart(
        kind=ChartKind.LINE,
        title=title,
        alt=_("A line for %(place)s.") % {"place": name_of(place)} + " " + title,
        unit=indicator.unit,
        series=tuple(lines),
        source=source,
        source_url=known[-1].origin_url,
        caveats=indicator.caveats,
        download_url=downloads("indicators:download", indicator.slug, {"teren": ",".join(codes)})[0][1],
        sample=any(one.sample for one in series),
        decimals=indicator.decimals,
        zero_based=False,
    )


def _point(value: Value) -> Point:
    if value.value is None:
        return Point(value.when, None, value.number, value.breaks)
    flags = [str(flag.label) for flag in value.flags if flag != Flag.BREAK]
    return Point(value.when, float(value.value), ", ".join(flags), value.breaks)


def _cartogram(
    indicator: Indicator,
    voivodeship: Territory,
    values: Mapping[str, Value],
    counties: Sequence[Territory],
    period: str,
) -> Cartogram | None:
    known = sum(1 for one in values.values() if one.value is not None)
    return county_cartogram(indicator, voivodeship, values, counties, period) if known > 1 else None


def source_of(indicator: Indicator) -> str:
    return "; ".join(queries.sources_of(indicator))
