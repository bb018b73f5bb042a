"""What is fetched from where: the bundled table of collections, one for each dataset that a source gives.

A collection is data, not code: which variables or filters, for which territorial levels, under which names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from azymut.indicators.enums import FileFormat

TABLE = Path(__file__).parents[1] / "data" / "collections.toml"


@dataclass(frozen=True)
class Variable:
    """A variable of BDL: its number, our name of the breakdown, and how the source names it (empty: not checked)."""

    id: int
    breakdown: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collection:
    """One dataset as it is fetched. What is left empty is not asked for, or not checked."""

    code: str
    source: str
    file_format: FileFormat
    variables: tuple[Variable, ...] = ()
    levels: tuple[int, ...] = ()
    unit: str = ""
    dimensions: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int = 0


def collections(source: str = "") -> tuple[Collection, ...]:
    """All collections, or those of one source, in the order of the table."""
    with TABLE.open("rb") as handle:
        entries = tomllib.load(handle)["collection"]
    made = (_collection(entry) for entry in entries)
    return tuple(one for one in made if source in {"", one.source})


def _collection(entry: Mapping[str, Any]) -> Collection:
    given = dict(entry)
    variables = (
        Variable(one["id"], one["breakdown"], tuple(one.get("names", ()))) for one in given.pop("variables", ())
    )
    return Collection(
        file_format=FileFormat(given.pop("format")),
        variables=tuple(variables),
        levels=tuple(given.pop("levels", ())),
        dimensions=tuple(given.pop("dimensions", ())),
        filters={name: tuple(values) for name, values in given.pop("filters", {}).items()},
        **given,
    )
