"""Places side by side over all indicators, and one place among its peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.enums import Theme
from azymut.indicators.models import Indicator
from azymut.indicators.queries import Value
from azymut.indicators.queries.values import rank_text
from azymut.indicators.rules.comparing import Spread, common_period
from azymut.indicators.web.pages.explorer import ChoiceGroup
from azymut.indicators.web.pages.figures import detail_url
from azymut.indicators.web.pages.region import Choice
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

MOST_PLACES = 4
NAMED_TOGETHER = 2


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    note: str
    url: str


@dataclass(frozen=True)
class Row:
    name: str
    url: str
    cells: tuple[Cell, ...]
    warning: str
    sample: bool


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ComparisonPage:
    title: str
    lead: str
    heads: tuple[str, ...]
    groups: tuple[Group, ...]
    pickers: tuple[tuple[ChoiceGroup, ...], ...]
    problems: tuple[str, ...]
    explorer_url: str


def comparison_page(codes: Sequence[str]) -> ComparisonPage:
    """Up to four places side by side; a single one, or none, is set among its peers."""
    known = {one.code: one for one in _selectable()}
    wanted = list(dict.fromkeys(code for code in codes if code))
    problems = [_("There is no place with the code “%(code)s”.") % {"code": one} for one in wanted if one not in known]
    if len(wanted) > MOST_PLACES:
        problems.append(_("Only the first %(n)d places are shown.") % {"n": MOST_PLACES})
    chosen = [known[code] for code in wanted if code in known][:MOST_PLACES] or [places.region()]
    heads, groups = _among_peers(chosen[0]) if len(chosen) == 1 else _side_by_side(chosen)
    named = ", ".join(name_of(place) for place in chosen)
    return ComparisonPage(
        title=_("Comparison: %(places)s") % {"places": named},
        lead=_lead(chosen),
        heads=heads,
        groups=groups,
        pickers=tuple(_picker(known, chosen, number) for number in range(MOST_PLACES)),
        problems=tuple(problems),
        explorer_url=f"{reverse('indicators:explorer')}?{urlencode({'teren': [c.code for c in chosen]}, doseq=True)}",
    )


def _lead(chosen: Sequence[Territory]) -> str:
    if len(chosen) > 1:
        return _("Each row shows the last period that all the places have; where they share none, that is said.")
    peers = {
        Level.VOIVODESHIP: _("Each value among those of all voivodeships, in the same period."),
        Level.SUBREGION: _("Each value among those of all subregions, in the same period."),
        Level.COUNTY: _("Each value among those of the counties of its voivodeship, in the same period."),
    }
    return peers[Level(chosen[0].level)]


def _selectable() -> list[Territory]:
    return [one for level in (Level.VOIVODESHIP, Level.SUBREGION, Level.COUNTY) for one in places.standing(level=level)]


def _picker(known: Mapping[str, Territory], chosen: Sequence[Territory], number: int) -> tuple[ChoiceGroup, ...]:
    """The list that one of the places is chosen from, by level; counties under their voivodeships."""
    here = chosen[number].code if number < len(chosen) else ""
    groups: dict[str, list[Choice]] = {}
    for code, one in known.items():
        if one.level == Level.COUNTY and one.parent:
            label = _("Counties: %(voivodeship)s") % {"voivodeship": name_of(one.parent)}
        else:
            label = str(Level(one.level).label)
        groups.setdefault(label, []).append(Choice(code, name_of(one), code == here))
    return tuple(ChoiceGroup(label, tuple(choices)) for label, choices in groups.items())


def _grouped(rows: Mapping[str, Row], known: Mapping[str, Indicator]) -> tuple[Group, ...]:
    groups = (
        Group(str(theme.label), tuple(rows[key] for key, one in known.items() if one.theme == theme and key in rows))
        for theme in Theme
    )
    return tuple(group for group in groups if group.rows)


def _side_by_side(chosen: Sequence[Territory]) -> tuple[tuple[str, ...], tuple[Group, ...]]:
    known = queries.indicators()
    series = queries.series_side_by_side(known.values(), [place.code for place in chosen])
    rows = {}
    for key, indicator in known.items():
        found = [series.get((key, place.code), ()) for place in chosen]
        if any(one.value is not None for values in found for one in values):
            rows[key] = _row(indicator, chosen, found)
    return tuple(name_of(place) for place in chosen), _grouped(rows, known)


def _row(indicator: Indicator, chosen: Sequence[Territory], found: Sequence[Sequence[Value]]) -> Row:
    """In the period that all share; a place that has nothing does not keep the others from sharing one."""
    valued = [{one.period: one for one in values if one.value is not None} for values in found]
    period = common_period([list(one) for one in valued if one])
    cells = []
    shown: list[Value] = []
    for place, by_period in zip(chosen, valued, strict=True):
        value = by_period.get(period) or (by_period[max(by_period)] if by_period else None)
        if value is None:
            cells.append(Cell(name_of(place), formats.missing(), "", ""))
            continue
        shown.append(value)
        cells.append(Cell(name_of(place), value.text, " · ".join((value.when, *value.notes)), value.origin_url))
    differ = len({value.period for value in shown}) > 1
    return Row(
        name=indicator.name,
        url=detail_url(indicator, chosen[0].code),
        cells=tuple(cells),
        warning=_("The periods differ: these values cannot be compared as they stand.") if differ else "",
        sample=any(value.sample for value in shown),
    )


def _among_peers(place: Territory) -> tuple[tuple[str, ...], tuple[Group, ...]]:
    known = queries.indicators()
    own = queries.values_of_territories(list(known), [place.code])
    spreads = queries.spreads(place.code, place.level)
    names = queries.names_of({code for one in spreads.values() for code in (*one.lowest_at, *one.highest_at)})
    heads = (name_of(place), _("Rank"), _("Lowest"), _("Median"), _("Highest"))
    rows = {
        key: _placed(known[key], place, value, spreads.get(key), names, heads) for (key, _code), value in own.items()
    }
    return heads, _grouped(rows, known)


def _placed(
    indicator: Indicator,
    place: Territory,
    value: Value,
    lies: Spread | None,
    names: Mapping[str, str],
    heads: Sequence[str],
) -> Row:
    first = Cell(heads[0], value.text, " · ".join((value.when, *value.notes)), value.origin_url)
    if lies is None:
        rest = tuple(Cell(head, "", "", "") for head in heads[1:])
        warning = _("Nobody to compare with: no other place has a value for this period.")
    else:
        rest = (
            Cell(heads[1], rank_text(value.rank), "", ""),
            Cell(heads[2], _number(indicator, lies.lowest), _who(lies.lowest_at, names), ""),
            Cell(heads[3], _number(indicator, lies.middle), "", ""),
            Cell(heads[4], _number(indicator, lies.highest), _who(lies.highest_at, names), ""),
        )
        warning = ""
    return Row(indicator.name, detail_url(indicator, place.code), (first, *rest), warning, value.sample)


def _number(indicator: Indicator, number: Decimal) -> str:
    return formats.with_unit(number, indicator.unit, indicator.decimals)


def _who(codes: Sequence[str], names: Mapping[str, str]) -> str:
    if len(codes) > NAMED_TOGETHER:
        return ngettext("%(n)d place", "%(n)d places", len(codes)) % {"n": len(codes)}
    return ", ".join(names.get(code, code) for code in codes)
