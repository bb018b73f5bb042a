"""Bundled tables that say which cells of a source's file become figures, and under which name.

What a table does not name stays out: no column or cell is taken whose meaning no document of the source states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter

from azymut.kernel.intake import Row, decode, read_table

FOLDER = Path(__file__).parent / "data" / "layouts"
VOIVODESHIPS = tuple(f"{number:02d}" for number in range(2, 33, 2))
_CHOICES = {
    "year": tuple("12345"),
    "home": VOIVODESHIPS,
    "diploma": VOIVODESHIPS,
    "other": VOIVODESHIPS,
}


@dataclass(frozen=True)
class Column:
    """A column that is taken: for which territory (empty: the row says it), as which breakdown, in which unit."""

    heading: str
    territory: str
    breakdown: str
    unit: str


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a bundled layout."""
    return read_table(decode((FOLDER / f"{name}.csv").read_bytes()), delimiter=";").rows


@cache
def columns(name: str) -> tuple[Column, ...]:
    """The columns of a layout, its patterns written out: {year} after the diploma 1–5, voivodeships by their codes."""
    return tuple(column for row in table(name) for column in _written_out(row))


def _written_out(row: Row) -> list[Column]:
    names = [name for name in dict.fromkeys(one[1] for one in Formatter().parse(row["column"])) if name]
    found = []
    for values in product(*(_CHOICES[name] for name in names)):
        chosen = dict(zip(names, values, strict=True))
        if chosen.get("other", "-") == chosen.get("diploma"):
            continue
        cells = (row[key].format(**chosen) for key in ("column", "territory", "breakdown", "unit"))
        found.append(Column(*cells))
    return found
