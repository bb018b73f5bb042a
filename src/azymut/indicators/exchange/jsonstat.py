"""Eurostat JSON-stat 2.0: a cube written as a list of cells, most of them left out.

Which dimensions there are, in which order and with which codes is read from the answer; nothing goes by position.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.exchange.eurostat import breakdown_of, no_territory, period_of, territory_of, value_of
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, is_period
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import decode

MAX_CELLS = 50_000_000
_TIMES = ("time", "TIME_PERIOD")
_GEO = "geo"


@dataclass(frozen=True)
class Cube:
    """Dimensions in the answer's order, the codes of each, and cells by their flat index."""

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    values: Mapping[int, object]
    statuses: Mapping[int, str]

    def cells(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each index that has a value or a status, with the code of every dimension."""
        for index in sorted({*self.values, *self.statuses}):
            rest, found = index, {}
            for name, codes in zip(reversed(self.names), reversed(self.codes), strict=True):
                rest, at = divmod(rest, len(codes))
                found[name] = codes[at]
            yield index, found


def read(content: bytes, stem: str, *, dimensions: tuple[str, ...] = ()) -> Parsed:
    """Read an answer. Stated dimensions must be those of the answer, in any order."""
    found = _json(content)
    cube = _cube(found)
    time = next((name for name in _TIMES if name in cube.names), "")
    names = tuple(name for name in cube.names if name not in {_GEO, time})
    if _GEO not in cube.names or not time or (dimensions and set(names) != set(dimensions) - {_GEO}):
        raise FileRefusedError(
            _("The columns are not those of this table any more: %(names)s.") % {"names": ", ".join(cube.names)[:200]}
        )
    code = str(found.get("extension", {}).get("id", "") or stem).lower()
    parsed = Parsed(code=code, title=str(found.get("label", code)), dimensions=BREAKDOWN_SIGN.join(names))
    parsed.vintage_on = _day(found.get("updated"))
    places = Places()
    for index, codes in cube.cells():
        _take(parsed, places, index, codes, names, cube, time)
    return parsed


def _take(
    parsed: Parsed, places: Places, index: int, codes: dict[str, str], names: tuple[str, ...], cube: Cube, time: str
) -> None:
    row, column = index + 1, f"value[{index}]"
    territory, period = territory_of(places, codes[_GEO]), period_of(codes[time])
    if not territory:
        parsed.reject(row, column, no_territory(places, codes[_GEO]))
        return
    if not is_period(period):
        parsed.reject(row, column, _("“%(text)s” is not a period.") % {"text": codes[time][:40]})
        return
    value = cube.values.get(index)
    # A missing value may be said in the status too, as ":" before its flags.
    cell = f"{':' if value is None else value} {cube.statuses.get(index, '').lstrip(': ')}".strip()
    read_cell = value_of(cell)
    if read_cell is None:
        parsed.reject(row, column, _("“%(text)s” is not a number.") % {"text": cell[:40]})
        return
    unit = codes.get("unit", "")
    parsed.unit = parsed.unit or unit
    breakdown = breakdown_of({name: codes[name] for name in names})
    parsed.take(
        Observation(territory, period, breakdown, read_cell[0], unit[:60], read_cell[1], row, column, cell[:MAX_CELL])
    )


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(decode(content), parse_float=Decimal)
    except ValueError as error:
        raise FileRefusedError(_("The answer of the source is damaged: it is not JSON.")) from error
    if not isinstance(found, dict):
        raise _misshapen("…")
    if "warning" in found:
        raise FileRefusedError(
            _("The source gave a warning instead of figures: %(text)s") % {"text": str(found["warning"])[:200]}
        )
    return found


def _cube(found: dict[str, Any]) -> Cube:
    names, sizes, dimension = found.get("id"), found.get("size"), found.get("dimension")
    if not (isinstance(names, list) and isinstance(sizes, list) and isinstance(dimension, dict)):
        raise _misshapen("id, size, dimension")
    if not names or len(names) != len(sizes) or len(set(names)) != len(names) or set(names) - dimension.keys():
        raise _misshapen("id")
    codes = tuple(_codes(name, dimension[name]) for name in names)
    if [len(one) for one in codes] != sizes or not 0 < prod(sizes) <= MAX_CELLS:
        raise _misshapen("size")
    cells = prod(sizes)
    statuses = {index: str(status) for index, status in _sparse(found.get("status"), cells, "status").items()}
    return Cube(tuple(names), codes, _sparse(found.get("value"), cells, "value"), statuses)


def _codes(name: str, dimension: Any) -> tuple[str, ...]:
    """Codes of a dimension in the order of their places; a dimension of one code may name it in its label alone."""
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise _misshapen(name)
    index = category.get("index", list(category.get("label", ())))
    if isinstance(index, list):
        return tuple(str(code) for code in index)
    if not isinstance(index, dict) or sorted(map(str, index.values())) != sorted(map(str, range(len(index)))):
        raise _misshapen(name)
    return tuple(sorted(index, key=lambda code: int(index[code])))


def _sparse(found: Any, cells: int, name: str) -> dict[int, Any]:
    """Cells by index, whether the answer has a list of all of them or names only some."""
    if found is None:
        return {}
    if isinstance(found, str) and name == "status":
        return dict.fromkeys(range(cells), found)
    if isinstance(found, list):
        if len(found) != cells:
            raise _misshapen(name)
        return {index: value for index, value in enumerate(found) if value is not None}
    if not isinstance(found, dict) or not all(key.isascii() and key.isdigit() and int(key) < cells for key in found):
        raise _misshapen(name)
    return {int(key): value for key, value in found.items()}


def _misshapen(name: str) -> FileRefusedError:
    return FileRefusedError(_("The answer of the source is not of the shape that it used to be."), place=name)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
