"""The true map: boundaries (GeoJSON geometries) projected to one drawing, each shape with its name, value and shade."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azymut.design.cartogram import LegendEntry

WIDTH = 800
"""Of the drawing, in its own units; positions are rounded to whole ones, which also thins the boundaries."""
_SMALLEST_RING = 4
_DEEPEST = 85.0

Position = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """What is to be drawn: `geometry` is a GeoJSON Polygon or MultiPolygon in degrees; `shade` as in a cartogram."""

    label: str
    value: str
    shade: int | None
    geometry: Mapping[str, Any]
    url: str = ""


@dataclass(frozen=True)
class Shape:
    """One place drawn: `path` in the map's units."""

    label: str
    value: str
    shade: int | None
    path: str
    url: str = ""


@dataclass(frozen=True)
class Map:
    title: str
    note: str
    shapes: tuple[Shape, ...]
    legend: tuple[LegendEntry, ...]
    width: int
    height: int
    source_url: str = ""
    table_url: str = ""
    cartogram_url: str = ""
    sample: bool = False

    @property
    def linked(self) -> bool:
        return any(shape.url for shape in self.shapes)


def draw(
    places: Iterable[Place],
    *,
    title: str,
    note: str = "",
    legend: Sequence[LegendEntry] = (),
    source_url: str = "",
    table_url: str = "",
    cartogram_url: str = "",
    sample: bool = False,
) -> Map:
    """One map of all places, fitted to their common extent in Mercator's projection.

    Positions are snapped to the same grid for all, so neighbours keep a common border however much is thinned out.
    Raises ValueError for a geometry that is no polygon.
    """
    known = [(place, list(_rings(place.geometry))) for place in places]
    spots = [_projected(spot) for _, rings in known for ring in rings for spot in ring]
    left, right = min((x for x, _ in spots), default=0.0), max((x for x, _ in spots), default=1.0)
    low, high = min((y for _, y in spots), default=0.0), max((y for _, y in spots), default=1.0)
    scale = WIDTH / ((right - left) or 1.0)
    height = max(1, round((high - low) * scale))

    def place_of(spot: Position) -> tuple[int, int]:
        x, y = _projected(spot)
        return round((x - left) * scale), round((high - y) * scale)

    shapes = tuple(
        Shape(
            place.label,
            place.value,
            place.shade,
            _path([[place_of(spot) for spot in ring] for ring in rings]),
            place.url,
        )
        for place, rings in known
    )
    return Map(title, note, shapes, tuple(legend), WIDTH, height, source_url, table_url, cartogram_url, sample)


def _projected(spot: Position) -> Position:
    latitude = math.radians(max(-_DEEPEST, min(_DEEPEST, spot[1])))
    return math.radians(spot[0]), math.log(math.tan(math.pi / 4 + latitude / 2))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Position]]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon":
        polygons = list(coordinates)
    else:
        raise ValueError(f"a boundary must be a polygon, not {kind}")
    for polygon in polygons:
        for ring in polygon:
            yield [(float(spot[0]), float(spot[1])) for spot in ring]


def _path(rings: Iterable[Sequence[tuple[int, int]]]) -> str:
    """The rings as one path; those that shrank to nothing on the grid are left out."""
    return "".join(_ring(thin) for ring in rings if len(thin := _thinned(ring)) >= _SMALLEST_RING)


def _ring(spots: Sequence[tuple[int, int]]) -> str:
    (x, y), *rest = spots[:-1]
    steps = []
    for next_x, next_y in rest:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return f"M{spots[0][0]} {spots[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _thinned(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without repeated spots and spots on a straight run."""
    kept: list[tuple[int, int]] = []
    for spot in ring:
        if kept and spot == kept[-1]:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], spot):
            kept.pop()
        kept.append(spot)
    return kept


def _in_line(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    ahead = (middle[0] - first[0], middle[1] - first[1])
    then = (last[0] - middle[0], last[1] - middle[1])
    return ahead[0] * then[1] == ahead[1] * then[0] and ahead[0] * then[0] + ahead[1] * then[1] > 0
