"""The county cartogram of a voivodeship from values by territory code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.cartogram import Cartogram, LegendEntry, Tile, shades
from azymut.places.models import Boundary, Territory
from azymut.places.queries.territories import counties_of
from azymut.places.rules.names import soft_hyphens


@dataclass(frozen=True)
class TileValue:
    """What one tile says: text for people, the number that shades it (None: no data), and where it leads."""

    text: str
    number: float | None
    url: str = ""


def cartogram(
    voivodeship: Territory,
    values: Mapping[str, TileValue],
    *,
    title: str,
    note: str,
    label: Callable[[float], str] = formats.number,
    source_url: str = "",
    table_url: str = "",
    map_url: str = "",
    here: str = "",
    sample: bool = False,
) -> Cartogram:
    """One tile for each county of the voivodeship; counties without a value say so. `label` writes class bounds,
    `here` is the code of the county that the page speaks of."""
    counties = [county for county in counties_of(voivodeship) if county.tile_column and county.tile_row]
    given = [values.get(county.code, TileValue(formats.missing(), None)) for county in counties]
    classes = shades([value.number for value in given])
    tiles = tuple(
        Tile(
            label=soft_hyphens(county.short_name),
            value=value.text,
            shade=shade,
            column=county.tile_column or 1,
            row=county.tile_row or 1,
            city=county.is_city,
            url=value.url,
            here=county.code == here,
        )
        for county, value, shade in sorted(
            zip(counties, given, classes, strict=True), key=lambda one: (one[0].tile_row, one[0].tile_column)
        )
    )
    return Cartogram(
        title=title,
        note=note,
        tiles=tiles,
        legend=_legend(given, classes, label),
        columns=max((tile.column for tile in tiles), default=1),
        source_url=source_url,
        table_url=table_url,
        map_url=map_url,
        sample=sample,
    )


def true_map_available(voivodeship: Territory) -> bool:
    """Whether outlines of the voivodeship's counties have been imported."""
    return Boundary.objects.filter(territory__in=counties_of(voivodeship)).exists()


def _legend(
    values: list[TileValue], classes: list[int | None], label: Callable[[float], str]
) -> tuple[LegendEntry, ...]:
    """Each class that occurs with its lowest and highest value, palest first; no data comes last."""
    numbers: dict[int, list[float]] = {}
    for value, shade in zip(values, classes, strict=True):
        if shade is not None and value.number is not None:
            numbers.setdefault(shade, []).append(value.number)
    entries = []
    for shade in sorted(numbers):
        low, high = label(min(numbers[shade])), label(max(numbers[shade]))
        entries.append(LegendEntry(shade, low if low == high else f"{low}–{high}"))
    if None in classes:
        entries.append(LegendEntry(None, _("no data")))
    return tuple(entries)
