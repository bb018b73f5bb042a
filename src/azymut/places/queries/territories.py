"""Territories by code, kind and nearness. All answer with units that stand now unless they say otherwise."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from azymut.kernel.errors import DomainError
from azymut.places.enums import Level
from azymut.places.models import Boundary, Territory, TerritoryQuerySet


class RegionUnknownError(DomainError):
    """The voivodeship that the installation names is not in the register of places."""


def territory(code: str, on: date | None = None) -> Territory | None:
    """The unit with this canonical code ("PL", "10", "1061", "1061011", "PL711") as it stands, or stood on a day."""
    rows = _all().filter(code=code)
    return (rows.standing_on(on) if on else rows.current()).select_related("parent", "subregion").first()


def region() -> Territory:
    """The voivodeship that this installation serves (settings.REGION_TERYT). Raises RegionUnknownError without it."""
    found = territory(settings.REGION_TERYT)
    if found is None or found.level != Level.VOIVODESHIP:
        raise RegionUnknownError(
            _("There is no voivodeship with the TERYT code %(code)s; run load_places or correct AZYMUT_REGION.")
            % {"code": settings.REGION_TERYT}
        )
    return found


def country() -> Territory | None:
    return territory("PL")


def voivodeships() -> TerritoryQuerySet:
    """The 16 voivodeships in Polish order."""
    return _all().current().filter(level=Level.VOIVODESHIP).order_by("name_sort")


def counties_of(voivodeship: Territory) -> TerritoryQuerySet:
    """Counties and cities with county rights of a voivodeship, in Polish order."""
    return _all().counties_of(voivodeship.code).order_by("name_sort")


def subregions_of(voivodeship: Territory) -> TerritoryQuerySet:
    """NUTS 3 subregions of a voivodeship, in Polish order."""
    return _all().current().filter(level=Level.SUBREGION, parent__code=voivodeship.code).order_by("name_sort")


def communes_of(county: Territory) -> TerritoryQuerySet:
    """Communes of a county, in Polish order; none until a TERC file has been imported."""
    return _all().current().filter(level=Level.COMMUNE, code__startswith=county.code).order_by("name_sort")


def peers(place: Territory) -> TerritoryQuerySet:
    """Units that a place is fairly compared with, itself left out: other voivodeships; other counties, subregions or
    communes of the same parent."""
    same = _all().current().filter(level=place.level).exclude(code=place.code)
    if place.level != Level.VOIVODESHIP:
        same = same.filter(parent_id=place.parent_id)
    return same.order_by("name_sort")


def neighbours_of(place: Territory) -> TerritoryQuerySet:
    """Units of the same level across the border, other voivodeships included, in Polish order."""
    return _all().current().filter(neighbours=place).order_by("name_sort")


def standing(*, level: str = "", within: str = "") -> TerritoryQuerySet:
    """Units that stand now, in Polish order: of a level, and of a unit with all that lies in it."""
    found = _all().current().select_related("parent").order_by("name_sort", "code")
    if level:
        found = found.filter(level=level)
    if within == "PL" or not within:
        return found
    if within.isdigit():
        inside = Q(code__startswith=within) | Q(level=Level.SUBREGION, parent__code=within)
    else:
        inside = Q(code=within) | Q(subregion__code=within)
    return found.filter(inside)


def history_of(code: str) -> TerritoryQuerySet:
    """Every state of a unit, oldest first."""
    return _all().filter(code=code).order_by("valid_from")


def boundaries_of(places: TerritoryQuerySet) -> dict[str, Boundary]:
    """Loaded outlines by territory code; absent where no boundary file has been imported."""
    rows = Boundary.objects.filter(territory__in=places).select_related("territory")
    return {row.territory.code: row for row in rows}


def _all() -> TerritoryQuerySet:
    rows = Territory.objects.all()
    assert isinstance(rows, TerritoryQuerySet)  # noqa: S101  # narrows the manager's type, which stubs lose
    return rows
