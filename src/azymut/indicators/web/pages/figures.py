"""What tiles, tables and titles of several pages share: a figure in words, its change, its small line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.design.cartogram import Cartogram
from azymut.design.map import Map, Place, draw
from azymut.indicators.models import Indicator
from azymut.indicators.queries import ProfileFigure, Value
from azymut.indicators.queries.values import rank_text
from azymut.indicators.rules.ages import Age
from azymut.indicators.rules.reading import Change, segments
from azymut.indicators.web.pages.ages import age_mark, age_note
from azymut.kernel.registries import Mark
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.queries import TileValue, cartogram
from azymut.places.rules import in_place

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 120, 28, 3
NAMED_TOGETHER = 2


@dataclass(frozen=True)
class Spark:
    """A small line without axes: pieces between breaks and gaps, single points, and its words for those who hear it."""

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    alt: str


@dataclass(frozen=True)
class FigureTile:
    label: str
    url: str
    value: str
    period: str
    rank: str
    change: str
    notes: str
    origin_url: str
    spark: Spark | None
    age: Mark | None
    age_note: str
    sample: bool
    empty: bool = False


def voivodeship_of(place: Territory) -> Territory:
    """The voivodeship that a place lies in; the place itself when it is one."""
    if place.level == Level.VOIVODESHIP:
        return place
    above = place.parent if place.parent and place.parent.level == Level.VOIVODESHIP else None
    return above or places.territory(place.code[:2]) or places.region()


def detail_url(indicator: Indicator, territory: str = "", period: str = "") -> str:
    query = urlencode({key: value for key, value in (("teren", territory), ("okres", period)) if value})
    return reverse("indicators:detail", args=[indicator.slug]) + (f"?{query}" if query else "")


def tile(figure: ProfileFigure, territory: Territory, old: Age | None) -> FigureTile:
    """A tile of the profile, with or without a value; of its age is spoken where a newer figure should be out."""
    latest = figure.latest
    url = detail_url(figure.indicator, territory.code)
    if latest is None:
        return FigureTile(
            figure.indicator.short, url, formats.missing(), "", "", "", "", "", None, None, "", sample=False, empty=True
        )
    return FigureTile(
        label=figure.indicator.short,
        url=url,
        value=latest.text,
        period=latest.when,
        rank=rank_text(latest.rank),
        change=change_text(figure.change, latest),
        notes=", ".join(latest.notes),
        origin_url=latest.origin_url,
        spark=spark(figure.series),
        age=age_mark(old) if old and old.missing else None,
        age_note=age_note(old) if old else "",
        sample=latest.sample,
    )


def change_text(change: Change | None, latest: Value) -> str:
    """The change in words; across a break only that there is one. Counts change in per cent, shares in points."""
    if change is None:
        return ""
    if change.across_break or change.amount is None or latest.value is None:
        return _("break in the series: no comparison with %(period)s") % {"period": formats.period(change.since)}
    size, unit, places = _size_of(change.amount, latest.value, latest)
    words = {"amount": formats.with_unit(size, unit, places), "period": formats.period(change.since)}
    if not round(size, places):
        return _("no change since %(period)s") % words
    if change.amount > 0:
        return _("up %(amount)s since %(period)s") % words
    return _("down %(amount)s since %(period)s") % words


def _size_of(amount: Decimal, now: Decimal, latest: Value) -> tuple[Decimal, str, int]:
    """How large a change is, with its unit and decimal places."""
    size, before = abs(amount), now - amount
    if latest.unit == "%":
        return size, _("pp"), max(1, latest.decimals)
    if latest.decimals == 0 and before:
        return size * 100 / abs(before), "%", 1
    return size, latest.unit, latest.decimals


def spark(series: Sequence[Value]) -> Spark | None:
    """None for fewer than three values: two points are told in words."""
    known = [value.value for value in series if value.value is not None]
    if len(known) < 3:  # noqa: PLR2004  # a line that says more than the change
        return None
    low, high = min(known), max(known)
    across = Decimal(SPARK_WIDTH - 2 * SPARK_MARGIN) / max(1, len(series) - 1)
    up = Decimal(SPARK_HEIGHT - 2 * SPARK_MARGIN) / ((high - low) or 1)

    def at(index: int) -> tuple[str, str]:
        value = series[index].value or Decimal(0)
        return (
            f"{SPARK_MARGIN + across * index:.1f}",
            f"{SPARK_HEIGHT - SPARK_MARGIN - (value - low) * up:.1f}",
        )

    pieces = segments([(one.period, one.value, "".join(one.flags)) for one in series])
    last = [index for piece in pieces for index in piece][-1]
    alone = [piece[0] for piece in pieces if len(piece) == 1]
    first_value = next(value for value in series if value.value is not None)
    alt = _("from %(first)s in %(since)s to %(last)s in %(until)s") % {
        "first": first_value.text,
        "since": first_value.when,
        "last": series[last].text,
        "until": series[last].when,
    }
    lines = tuple(" ".join(",".join(at(index)) for index in piece) for piece in pieces if len(piece) > 1)
    return Spark(lines, tuple(at(index) for index in dict.fromkeys([*alone, last])), alt)


def county_cartogram(
    indicator: Indicator,
    voivodeship: Territory,
    values: Mapping[str, Value],
    counties: Sequence[Territory],
    period: str,
    *,
    here: str = "",
) -> Cartogram:
    """The cartogram of an indicator, its finding as the title; it leads to the true map where outlines are loaded."""
    with_map = places.true_map_available(voivodeship)
    tiles = {
        code: TileValue(
            text=value.number,
            number=None if value.value is None else float(value.value),
            url=reverse("indicators:territory", args=[code]),
        )
        for code, value in values.items()
    }
    return cartogram(
        voivodeship,
        tiles,
        title=finding(indicator, values, counties, period),
        note=", ".join(part for part in (indicator.name, indicator.unit, formats.period(period)) if part),
        label=lambda number: formats.number(number, indicator.decimals),
        source_url=f"{reverse('indicators:origin', args=[indicator.slug])}?{urlencode({'okres': period})}",
        table_url=f"{detail_url(indicator, voivodeship.code, period)}#tabela",
        map_url=f"{detail_url(indicator, voivodeship.code, period)}&widok=mapa" if with_map else "",
        here=here,
        sample=any(value.sample for value in values.values()),
    )


def county_map(picture: Cartogram, voivodeship: Territory, counties: Sequence[Territory]) -> Map | None:
    """The same values and shades on true outlines; None where no outlines are loaded."""
    outlines = places.boundaries_of(places.counties_of(voivodeship))
    tiles = {(tile.column, tile.row): tile for tile in picture.tiles}
    drawn = [
        Place(county.short_name, found.value, found.shade, outlines[county.code].geometry, found.url)
        for county in counties
        if county.code in outlines and (found := tiles.get((county.tile_column or 0, county.tile_row or 0)))
    ]
    if not drawn:
        return None
    source = next(iter(outlines.values())).source
    return draw(
        drawn,
        title=picture.title,
        note=_("%(note)s. Outlines: %(source)s.") % {"note": picture.note, "source": source},
        legend=picture.legend,
        source_url=picture.source_url,
        table_url=picture.table_url,
        cartogram_url=picture.map_url.removesuffix("&widok=mapa"),
        sample=picture.sample,
    )


def finding(indicator: Indicator, values: Mapping[str, Value], counties: Sequence[Territory], period: str) -> str:
    """ "Unemployment rate, 2022: highest in … (7.9 %), lowest in … (3.4 %)"; only the name where all are equal."""
    known = {county: values[county.code] for county in counties if _has_value(values.get(county.code))}
    numbers = {value.value for value in known.values() if value.value is not None}
    words = {"name": indicator.short, "period": formats.period(period)}
    if len(numbers) < 2:  # noqa: PLR2004  # highest and lowest
        return _("%(name)s, %(period)s") % words
    high, low = max(numbers), min(numbers)
    ends = {
        "high": _where([county for county, value in known.items() if value.value == high]),
        "low": _where([county for county, value in known.items() if value.value == low]),
        "most": next(value.text for value in known.values() if value.value == high),
        "least": next(value.text for value in known.values() if value.value == low),
    }
    return _("%(name)s, %(period)s: highest %(high)s (%(most)s), lowest %(low)s (%(least)s)") % {**words, **ends}


def _has_value(value: Value | None) -> bool:
    return value is not None and value.value is not None


def _where(counties: Sequence[Territory]) -> str:
    if len(counties) > NAMED_TOGETHER:
        return ngettext("in %(n)d county", "in %(n)d counties", len(counties)) % {"n": len(counties)}
    return _(" and ").join(in_place(county) for county in counties)
