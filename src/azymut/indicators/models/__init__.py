"""Sources, datasets, their immutable releases, and indicators. Observations themselves lie in Parquet (see store)."""

from __future__ import annotations

from azymut.indicators.models.alerts import Alert, AlertRule
from azymut.indicators.models.definitions import DefinitionQuerySet, DefinitionVersion
from azymut.indicators.models.fetches import Fetch
from azymut.indicators.models.indicators import Indicator, IndicatorQuerySet
from azymut.indicators.models.interpretations import Interpretation
from azymut.indicators.models.mappings import SettledName, TableMapping, TableUpload
from azymut.indicators.models.meanings import Meaning
from azymut.indicators.models.releases import RELEASED, Release, ReleaseQuerySet
from azymut.indicators.models.secrecy import SuppressionPolicy
from azymut.indicators.models.sources import Dataset, Source
from azymut.indicators.models.validations import ValidationRule

__all__ = [
    "RELEASED",
    "Alert",
    "AlertRule",
    "Dataset",
    "DefinitionQuerySet",
    "DefinitionVersion",
    "Fetch",
    "Indicator",
    "IndicatorQuerySet",
    "Interpretation",
    "Meaning",
    "Release",
    "ReleaseQuerySet",
    "SettledName",
    "Source",
    "SuppressionPolicy",
    "TableMapping",
    "TableUpload",
    "ValidationRule",
]
