"""Sources, datasets, their immutable releases, and indicators. Observations themselves lie in Parquet (see store)."""

from __future__ import annotations

from azymut.indicators.models.definitions import DefinitionQuerySet, DefinitionVersion
from azymut.indicators.models.fetches import Fetch
from azymut.indicators.models.indicators import Indicator, IndicatorQuerySet
from azymut.indicators.models.meanings import Meaning
from azymut.indicators.models.releases import RELEASED, Release, ReleaseQuerySet
from azymut.indicators.models.sources import Dataset, Source

__all__ = [
    "RELEASED",
    "Dataset",
    "DefinitionQuerySet",
    "DefinitionVersion",
    "Fetch",
    "Indicator",
    "IndicatorQuerySet",
    "Meaning",
    "Release",
    "ReleaseQuerySet",
    "Source",
]
