"""Reads of the room. Rooms above ask here for values, series, ranks, origins; pages ask for profiles and releases."""

from __future__ import annotations

from azymut.indicators.queries.origins import Cell, Origin, names_of, origin_of, territories_in
from azymut.indicators.queries.profiles import ProfileFigure, profile
from azymut.indicators.queries.rehearsal import Turn, turns
from azymut.indicators.queries.releases import (
    DatasetState,
    datasets,
    datasets_of,
    newest_published,
    newest_vintage,
    readers_of,
    release_by_id,
    releases,
    sources_of,
    stood_before,
)
from azymut.indicators.queries.values import (
    Value,
    all_values,
    coverage,
    current_releases,
    indicator_by_slug,
    indicators,
    indicators_at,
    periods_of,
    rank_of,
    rank_text,
    series_of,
    value_of,
    values_for_level,
    values_of_territories,
)

__all__ = [
    "Cell",
    "DatasetState",
    "Origin",
    "ProfileFigure",
    "Turn",
    "Value",
    "all_values",
    "coverage",
    "current_releases",
    "datasets",
    "datasets_of",
    "indicator_by_slug",
    "indicators",
    "indicators_at",
    "names_of",
    "newest_published",
    "newest_vintage",
    "origin_of",
    "periods_of",
    "profile",
    "rank_of",
    "rank_text",
    "readers_of",
    "release_by_id",
    "releases",
    "series_of",
    "sources_of",
    "stood_before",
    "territories_in",
    "turns",
    "value_of",
    "values_for_level",
    "values_of_territories",
]
