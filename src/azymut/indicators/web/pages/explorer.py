"""The explorer: indicators, places and years that a reader chooses, at an address that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.design.charts import Chart, ChartKind, Point, Series
from azymut.indicators import queries
from azymut.indicators.enums import Flag, Theme
from azymut.indicators.exchange.open_data import Export, Format
from azymut.indicators.models import Indicator
from azymut.indicators.queries import Value
from azymut.indicators.rules.comparing import common_period
from azymut.indicators.web.pages.figures import detail_url
from azymut.indicators.web.pages.open_data import chosen_export, downloads, listed
from azymut.indicators.web.pages.region import Choice
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

MOST_INDICATORS = 6
MOST_PLACES = 30
MOST_LINES = 6
"""More lines in one chart cannot be told apart; their places are then compared as bars."""
FEWEST_FOR_A_LINE = 2

Has = tuple[Territory, Sequence[Value]]
"""A place with its series."""

About = tuple[str, str]
"""The source of an indicator, and the code of the region, which is picked out."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: `?wskaznik=a&wskaznik=b&teren=10&grupa=counties&od=2015&do=2022`."""

    slugs: tuple[str, ...]
    codes: tuple[str, ...]
    groups: tuple[str, ...]
    since: str
    until: str

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        since, until = (query.get(name, "").strip() for name in ("od", "do"))
        return cls(listed(query, "wskaznik"), listed(query, "teren"), listed(query, "grupa"), since, until)


@dataclass(frozen=True)
class Picked:
    """What is really shown, and what had to be said about the asking."""

    indicators: tuple[Indicator, ...]
    places: tuple[Territory, ...]
    since: str
    until: str
    problems: tuple[str, ...]

    @property
    def query(self) -> dict[str, list[str] | str]:
        """The same as an address that stays, whatever groups may hold one day."""
        made: dict[str, list[str] | str] = {
            "wskaznik": [one.slug for one in self.indicators],
            "teren": [one.code for one in self.places],
        }
        return made | {name: year for name, year in (("od", self.since), ("do", self.until)) if year}


@dataclass(frozen=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class MatrixCell:
    label: str
    text: str
    note: str
    url: str


@dataclass(frozen=True)
class MatrixRow:
    name: str
    url: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Section:
    """One indicator: a chart where two values make one, and all values by place and period where lines do not fit."""

    name: str
    url: str
    unit: str
    chart: Chart | None
    heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    absent: str
    sample: bool


@dataclass(frozen=True)
class ExplorerPage:
    indicators: tuple[ChoiceGroup, ...]
    indicators_chosen: str
    places: tuple[ChoiceGroup, ...]
    others: tuple[ChoiceGroup, ...]
    places_chosen: str
    since: tuple[Choice, ...]
    until: tuple[Choice, ...]
    problems: tuple[str, ...]
    sections: tuple[Section, ...]
    exports: tuple[tuple[str, str], ...]
    address: str
    compare_url: str
    reset_url: str

    @property
    def chosen(self) -> bool:
        return bool(self.sections)


def pick(asked: Asked) -> Picked:
    """The indicators and places that there are, within the limits; the region where no place is asked for."""
    by_slug = {one.slug: one for one in queries.indicators().values()}
    unknown = [slug for slug in asked.slugs if slug not in by_slug]
    chosen = [by_slug[slug] for slug in dict.fromkeys(asked.slugs) if slug in by_slug]
    found, strangers = _places(asked)
    problems = [_("There is no indicator “%(name)s”.") % {"name": one} for one in unknown]
    problems += [_("There is no place with the code “%(code)s”.") % {"code": one} for one in strangers]
    if len(chosen) > MOST_INDICATORS:
        problems.append(_("Only the first %(n)d indicators are shown.") % {"n": MOST_INDICATORS})
    if len(found) > MOST_PLACES:
        problems.append(_("Only the first %(n)d places are shown.") % {"n": MOST_PLACES})
    since, until = (year if year.isdigit() and len(year) == len("2022") else "" for year in (asked.since, asked.until))
    if since and until and since > until:
        since, until = until, since
    return Picked(tuple(chosen[:MOST_INDICATORS]), tuple(found[:MOST_PLACES]), since, until, tuple(problems))


def _places(asked: Asked) -> tuple[list[Territory], list[str]]:
    """Places asked for one by one and as groups, each once, in the order of asking; codes that nobody has."""
    wanted = dict.fromkeys(asked.codes)
    region = places.region()
    members: list[Territory] = []
    if "voivodeships" in asked.groups:
        members += places.voivodeships()
    if "counties" in asked.groups:
        members += places.counties_of(region)
    known = {one.code: one for one in _selectable()} | {one.code: one for one in members}
    found = [known[code] for code in wanted if code in known]
    found += [one for one in members if one.code not in wanted]
    return found or [region], [code for code in wanted if code not in known]


def _selectable() -> Iterable[Territory]:
    yield from places.standing(level=Level.VOIVODESHIP)
    yield from places.standing(level=Level.SUBREGION)
    yield from places.standing(level=Level.COUNTY)


def explorer_export(picked: Picked, kind: Format, address: str) -> Export:
    """The figures of what is shown, as a file."""
    codes = [place.code for place in picked.places]
    return chosen_export(picked.indicators, kind, codes, since=picked.since, until=picked.until, address=address)


def explorer_page(asked: Asked) -> ExplorerPage:
    """The form as it was sent, and what it asked for."""
    picked = pick(asked)
    series = queries.series_side_by_side(
        picked.indicators, [one.code for one in picked.places], since=picked.since, until=picked.until
    )
    years = queries.years_of(picked.indicators)
    sources = queries.sources_side_by_side(picked.indicators)
    address = f"{reverse('indicators:explorer')}?{urlencode(picked.query, doseq=True)}"
    region = places.region()
    chosen = {one.code for one in picked.places}
    return ExplorerPage(
        indicators=_indicator_groups(picked.indicators),
        indicators_chosen=ngettext("%(n)d indicator", "%(n)d indicators", len(picked.indicators))
        % {"n": len(picked.indicators)},
        places=_place_groups(region, chosen),
        others=_other_counties(region, chosen),
        places_chosen=ngettext("%(n)d place", "%(n)d places", len(picked.places)) % {"n": len(picked.places)},
        since=_years(years, picked.since),
        until=_years(years, picked.until),
        problems=picked.problems,
        sections=tuple(
            _section(one, picked.places, series, (sources[one.key], region.code)) for one in picked.indicators
        ),
        exports=downloads("indicators:explorer-download", None, picked.query) if picked.indicators else (),
        address=f"{settings.SITE_ADDRESS}{address}",
        compare_url=f"{reverse('indicators:comparison')}?{urlencode({'teren': sorted(chosen)[:4]}, doseq=True)}",
        reset_url=reverse("indicators:explorer") if picked.indicators else "",
    )


def _indicator_groups(chosen: Sequence[Indicator]) -> tuple[ChoiceGroup, ...]:
    known = queries.indicators().values()
    groups = (
        ChoiceGroup(
            str(theme.label), tuple(Choice(one.slug, one.name, one in chosen) for one in known if one.theme == theme)
        )
        for theme in Theme
    )
    return tuple(group for group in groups if group.choices)


def _place_groups(region: Territory, chosen: set[str]) -> tuple[ChoiceGroup, ...]:
    units = (
        (_("Voivodeships"), places.voivodeships()),
        (_("Subregions (NUTS 3) of the region"), places.subregions_of(region)),
        (_("Counties of the region"), places.counties_of(region)),
    )
    return tuple(
        ChoiceGroup(label, tuple(Choice(one.code, name_of(one), one.code in chosen) for one in members))
        for label, members in units
    )


def _other_counties(region: Territory, chosen: set[str]) -> tuple[ChoiceGroup, ...]:
    """Counties of other voivodeships, for a list from which they can be added."""
    by_parent: dict[str, list[Choice]] = {}
    for one in places.standing(level=Level.COUNTY):
        if not one.code.startswith(region.code) and one.parent:
            by_parent.setdefault(name_of(one.parent), []).append(Choice(one.code, name_of(one), one.code in chosen))
    return tuple(ChoiceGroup(label, tuple(choices)) for label, choices in by_parent.items())


def _years(years: Sequence[str], chosen: str) -> tuple[Choice, ...]:
    known = sorted({*years, *([chosen] if chosen else [])})
    return tuple(Choice(year, year, year == chosen) for year in known)


def _section(
    indicator: Indicator,
    shown: Sequence[Territory],
    series: Mapping[tuple[str, str], tuple[Value, ...]],
    about: About,
) -> Section:
    has = [(place, series[indicator.key, place.code]) for place in shown if (indicator.key, place.code) in series]
    absent = [name_of(place) for place in shown if (indicator.key, place.code) not in series]
    periods = sorted({value.period for _place, values in has for value in values})
    lines = len(has) <= MOST_LINES and len(periods) >= FEWEST_FOR_A_LINE
    tabled = () if lines else tuple(reversed(periods))
    return Section(
        name=indicator.name,
        url=detail_url(indicator),
        unit=indicator.unit,
        chart=_lines(indicator, has, about) if lines else _bars(indicator, has, about),
        heads=tuple(formats.period(period) for period in tabled),
        rows=tuple(_row(indicator, place, values, tabled) for place, values in has) if tabled else (),
        absent=", ".join(absent),
        sample=any(value.sample for _place, values in has for value in values),
    )


def _row(indicator: Indicator, place: Territory, values: Sequence[Value], periods: Sequence[str]) -> MatrixRow:
    by_period = {value.period: value for value in values}
    cells = []
    for period in periods:
        value = by_period.get(period)
        label = formats.period(period)
        if value is None:
            cells.append(MatrixCell(label, formats.missing(), "", ""))
        else:
            cells.append(MatrixCell(label, value.number, ", ".join(value.notes), value.origin_url))
    return MatrixRow(name_of(place), detail_url(indicator, place.code), tuple(cells))


def _lines(indicator: Indicator, has: Sequence[Has], about: About) -> Chart | None:
    drawn = [(place, values) for place, values in has if any(value.value is not None for value in values)]
    if not drawn:
        return None
    made = tuple(
        Series(name_of(place), tuple(_point(value) for value in values), emphasised=place.code == about[1])
        for place, values in drawn
    )
    known = [value.period for _place, values in drawn for value in values if value.value is not None]
    words = {"name": indicator.short, "since": formats.period(min(known)), "until": formats.period(max(known))}
    return _chart(indicator, ChartKind.LINE, _("%(name)s, %(since)s–%(until)s") % words, made, drawn, about)


def _bars(indicator: Indicator, has: Sequence[Has], about: About) -> Chart | None:
    """Places as bars, highest first, in the last period that all have; where they share none, in the last of any.

    Only places of the level that most of them have: a voivodeship beside its counties would dwarf them.
    """
    levels = Counter(place.level for place, _values in has)
    level = max(levels, key=lambda one: (levels[one], one), default="")
    valued = [
        (place, by_period)
        for place, values in has
        if place.level == level and (by_period := {one.period: one for one in values if one.value is not None})
    ]
    period = common_period([list(by_period) for _place, by_period in valued]) or max(
        (period for _place, by_period in valued for period in by_period), default=""
    )
    at = [(place, by_period[period]) for place, by_period in valued if period in by_period]
    if len(at) < FEWEST_FOR_A_LINE:
        return None
    ordered = sorted(at, key=lambda one: -(one[1].value or 0))
    points = tuple(_point(value, x=name_of(place), emphasised=place.code == about[1]) for place, value in ordered)
    title = _("%(name)s, %(period)s") % {"name": indicator.short, "period": formats.period(period)}
    made = (Series(indicator.short, points),)
    return _chart(indicator, ChartKind.BAR, title, made, [(place, [value]) for place, value in at], about)


def _chart(
    indicator: Indicator,
    kind: ChartKind,
    title: str,
    series: tuple[Series, ...],
    drawn: Sequence[Has],
    about: About,
) -> Chart:
    named = ", ".join(name_of(place) for place, _values in drawn)
    return Chart(
        kind=kind,
        title=title,
        alt=_("%(title)s. Places: %(places)s.") % {"title": title, "places": named},
        unit=indicator.unit,
        series=series,
        source=about[0],
        source_url=detail_url(indicator),
        caveats=indicator.caveats,
        sample=any(value.sample for _place, values in drawn for value in values),
        decimals=indicator.decimals,
        zero_based=kind == ChartKind.BAR,
        x_label=_("Place") if kind == ChartKind.BAR else "",
    )


def _point(value: Value, *, x: str = "", emphasised: bool = False) -> Point:
    if value.value is None:
        return Point(x or value.when, None, value.number, value.breaks and not x)
    flags = ", ".join(str(flag.label) for flag in value.flags if flag != Flag.BREAK)
    return Point(x or value.when, float(value.value), flags, value.breaks and not x, emphasised)
