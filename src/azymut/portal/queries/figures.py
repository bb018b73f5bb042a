"""The region's key figures and its county cartogram, from the releases that are published now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from azymut.indicators import queries as indicators
from azymut.indicators.models import Indicator, Release
from azymut.indicators.queries import Value
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.programmes.enums import VersionState
from azymut.programmes.models import Version

# In the order of their weight for learners and for the region; the first four that have a value are shown.
KEY_INDICATORS = (
    "adult_learning",
    "unemployment_rate_monthly",
    "wage",
    "population_15_19",
    "unemployed_per_1000",
    "population",
)
SHOWN = 4
COUNTY_INDICATOR = "unemployment_rate"


@dataclass(frozen=True)
class KeyFigure:
    indicator: Indicator
    value: Value


@dataclass(frozen=True)
class CountyFigures:
    """One indicator for all counties of the region in its last period."""

    indicator: Indicator
    period: str
    values: dict[str, Value]


def key_figures(region: Territory) -> tuple[KeyFigure, ...]:
    """Up to four figures with a value; the sources give not every indicator for every voivodeship."""
    known = indicators.indicators()
    latest = indicators.values_of_territories(KEY_INDICATORS, [region.code])
    found = [
        KeyFigure(known[key], value)
        for key in KEY_INDICATORS
        if (value := latest.get((key, region.code))) is not None and value.value is not None
    ]
    return tuple(found[:SHOWN])


def county_figures(region: Territory) -> CountyFigures | None:
    """The registered unemployment rate by county; None while nothing of it is loaded."""
    indicator = indicators.indicators().get(COUNTY_INDICATOR)
    values = indicators.values_for_level(COUNTY_INDICATOR, Level.COUNTY, within=region.code)
    known = [value for value in values.values() if value.value is not None]
    if indicator is None or not known:
        return None
    return CountyFigures(indicator, known[0].period, values)


def served_region() -> Territory | None:
    """The voivodeship of this installation; None before the places are loaded."""
    try:
        return places.region()
    except places.RegionUnknownError:
        return None


def data_stamp() -> str:
    """Changes whenever a release, an indicator's definition or a plan in force does; the home page is kept by it."""
    release = Release.objects.published().aggregate(last=Max("sequence"), number=Count("pk"))
    definition = Indicator.objects.aggregate(at=Max("changed_at"))
    plan = Version.objects.filter(state=VersionState.IN_FORCE).aggregate(pk=Max("pk"), revision=Sum("revision"))
    told = (*release.values(), *definition.values(), *plan.values())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]
