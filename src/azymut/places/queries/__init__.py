"""Reads of the room: territories, codes resolved, cartograms."""

from __future__ import annotations

from azymut.places.queries.cartograms import TileValue, cartogram, true_map_available
from azymut.places.queries.codes import Resolver, known, resolver
from azymut.places.queries.territories import (
    RegionUnknownError,
    boundaries_of,
    communes_of,
    counties_of,
    country,
    history_of,
    neighbours_of,
    peers,
    region,
    standing,
    subregions_of,
    territory,
    voivodeships,
)

__all__ = [
    "RegionUnknownError",
    "Resolver",
    "TileValue",
    "boundaries_of",
    "cartogram",
    "communes_of",
    "counties_of",
    "country",
    "history_of",
    "known",
    "neighbours_of",
    "peers",
    "region",
    "resolver",
    "standing",
    "subregions_of",
    "territory",
    "true_map_available",
    "voivodeships",
]
