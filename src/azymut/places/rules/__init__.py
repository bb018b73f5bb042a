"""Pure decisions about places: how a code may be read, and how a place is named in a sentence."""

from __future__ import annotations

from azymut.places.rules.codes import Reading, Spelling, is_valid_on, readings
from azymut.places.rules.names import (
    county_forms,
    in_place,
    name_of,
    of_place,
    register_name,
    soft_hyphens,
)

__all__ = [
    "Reading",
    "Spelling",
    "county_forms",
    "in_place",
    "is_valid_on",
    "name_of",
    "of_place",
    "readings",
    "register_name",
    "soft_hyphens",
]
