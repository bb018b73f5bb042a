"""Outlines of voivodeships, counties or communes from a GeoJSON file whose features carry a TERYT code."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport, rehearse
from azymut.places import actions, queries
from azymut.places.exchange.register import Refusal
from azymut.places.models import Boundary

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

CODE_PROPERTIES = ("teryt", "TERYT", "JPT_KOD_JE", "jpt_kod_je", "kod_teryt", "KOD_TERYT")
WGS84 = ("CRS84", "4326")
WEST, EAST, SOUTH, NORTH = 13.5, 24.8, 48.5, 55.5
"""Degrees around Poland, the sea included; anything outside is in other coordinates or another country."""
MAX_POINTS = 2_000_000
DECIMALS = 5
SHORTEST_RING = 4

Ring = list[list[float]]


def run(path: Path, *, by: AbstractBaseUser | None, at: datetime, dry_run: bool = False) -> ImportReport:
    """Bring outlines in; those of the same territories are replaced, others stay. `row` counts features from 1."""
    content = intake.read_bytes(path)
    features = _features(intake.decode(content))
    source = {"file": path.name, "sha256": intake.sha256(content)}
    report = ImportReport()

    def work() -> ImportReport:
        resolver = queries.resolver()
        standing = dict(Boundary.objects.values_list("territory_id", "geometry"))
        outlines: dict[int, object] = {}
        seen: set[int] = set()
        for number, feature in enumerate(features, start=1):
            try:
                key, shape = _outline(feature, resolver, seen)
            except Refusal as refusal:
                report.reject(number, refusal.column, refusal.reason)
                continue
            seen.add(key)
            if standing.get(key) == shape:
                report.unchanged += 1
                continue
            report.changed += key in standing
            report.created += key not in standing
            outlines[key] = shape
        return actions.replace_boundaries(outlines=outlines, report=report, source=source, by=by, at=at)

    return rehearse(work, dry_run=dry_run)


def _features(text: str) -> list[Any]:
    """The features of the collection. Raises FileRefusedError for what is no GeoJSON in degrees with codes."""
    try:
        collection = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise FileRefusedError(
            _("The file is not JSON, or it was cut off."), place=_("row %(line)d") % {"line": error.lineno}
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileRefusedError(_("The file is not plain GeoJSON.")) from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise FileRefusedError(_("The file is not a GeoJSON FeatureCollection."), place="type")
    crs = json.dumps(collection.get("crs"))
    if collection.get("crs") is not None and not any(name in crs for name in WGS84):
        raise FileRefusedError(_("Outlines are read in WGS 84 degrees only."), place="crs")
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise FileRefusedError(_("The file holds no features."), place="features")
    if not any(_code(feature) for feature in features):
        raise FileRefusedError(
            _("No feature carries a TERYT code; expected one of the properties %(names)s.")
            % {"names": ", ".join(CODE_PROPERTIES)},
            place="properties",
        )
    return features


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return ""
    found = next((properties[key] for key in CODE_PROPERTIES if properties.get(key) not in (None, "")), "")
    return str(found)[:20] if isinstance(found, str | int | float) else ""


def _outline(feature: Any, resolver: queries.Resolver, seen: set[int]) -> tuple[int, dict[str, object]]:
    code = _code(feature)
    if not code:
        raise Refusal("teryt", _("The feature has no TERYT code."))
    place = resolver.resolve(code)
    if place is None:
        raise Refusal("teryt", resolver.why_not(code))
    if place.pk in seen:
        raise Refusal("teryt", _("The territory is drawn twice."))
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return place.pk, {"type": "Polygon", "coordinates": _polygon(coordinates)}
    if kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        return place.pk, {"type": "MultiPolygon", "coordinates": [_polygon(part) for part in coordinates]}
    raise Refusal("geometry", _("An outline is a Polygon or a MultiPolygon."))


def _polygon(rings: Any) -> list[Ring]:
    if not isinstance(rings, list) or not rings:
        raise Refusal("geometry", _("A polygon needs at least one ring."))
    return [_ring(ring) for ring in rings]


def _ring(points: Any) -> Ring:
    if not isinstance(points, list) or not SHORTEST_RING <= len(points) <= MAX_POINTS:
        raise Refusal("geometry", _("A ring needs at least four points."))
    ring = list(_points(points))
    if ring[0] != ring[-1]:
        raise Refusal("geometry", _("A ring does not end where it began."))
    if not _area(ring):
        raise Refusal("geometry", _("A ring encloses nothing."))
    return ring


def _points(points: list[Any]) -> Iterator[list[float]]:
    for point in points:
        if not isinstance(point, list) or len(point) < 2 or not all(_is_number(part) for part in point[:2]):  # noqa: PLR2004
            raise Refusal("geometry", _("A point is a longitude and a latitude."))
        longitude, latitude = point[:2]
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            raise Refusal("geometry", _("A point lies outside Poland, or is not in WGS 84 degrees."))
        yield [round(longitude, DECIMALS), round(latitude, DECIMALS)]


def _is_number(part: Any) -> bool:
    # A whole number of hundreds of digits is no float; comparing it is safe, and NaN compares with nothing.
    return isinstance(part, int | float) and not isinstance(part, bool) and -math.inf < part < math.inf


def _area(ring: Ring) -> float:
    """Twice the enclosed area in square degrees; zero for a line that only goes there and back."""
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return round(abs(doubled), 12)
