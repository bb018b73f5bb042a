"""Sources, datasets, their immutable releases, and indicators. Observations themselves lie in Parquet (see store)."""

from __future__ import annotations

from azymut.indicators.models.fetches import Fetch
from azymut.indicators.models.indicators import Indicator, IndicatorQuerySet
from azymut.indicators.models.mappings import SettledName, TableMapping, TableUpload
from azymut.indicators.models.releases import RELEASED, Release, ReleaseQuerySet
from azymut.indicators.models.sources import Dataset, Source

__all__ = [
    "RELEASED",
    "Dataset",
    "Fetch",
    "Indicator",
    "IndicatorQuerySet",
    "Release",
    "ReleaseQuerySet",
    "SettledName",
    "Source",
    "TableMapping",
    "TableUpload",
]
