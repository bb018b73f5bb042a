"""MRPiPS-01, the monthly report of labour offices: DBF up to 2025, the sheet `dbf` of an XLSX workbook from 2026.

Both are in long form: county (WGM), month (M_C), year (ROK), section (DZIAL), table (TABELA), row of the form (NRW) and
its columns R1, R2, … Which cells are taken is the bundled layout `mrpips`; the form changed in 2026, so that a cell may
be named only from a month on. An empty cell is no data; an office writes 0 when there is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange import dbase, layouts, workbook
from azymut.indicators.exchange.parsed import YEAR, Parsed, Places
from azymut.indicators.rules.observations import Observation, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, check_heading

CODE = "MRPIPS_01"
SHEET = "dbf"
UNITS = {"3": "miejsce pracy"}
"""Units of sections that do not count people."""

_KEYS = ("WGM", "M_C", "ROK", "DZIAL", "TABELA", "NRW")
_COUNTY = re.compile(r"[0-9]{3,4}\Z")

Place = tuple[str, str, str]
"""Section, table and row of the form."""


def read(content: bytes, _stem: str) -> Parsed:
    """Read a report in either form; what it is, its content tells."""
    parsed = Parsed(code=CODE, title=CODE, dimensions="Cecha | Płeć", unit="osoba")
    wanted: dict[Place, list[Row]] = {}
    for one in layouts.table("mrpips"):
        wanted.setdefault((one["section"], one["table"], one["row"]), []).append(one)
    required = [*_KEYS, *sorted({one["column"] for cells in wanted.values() for one in cells})]
    places = Places()
    known = False
    for number, row in _rows(content, required):
        cells = wanted.get((row["DZIAL"], row["TABELA"], row["NRW"].zfill(3)), [])
        if cells:
            known = True
            _take(parsed, places, number, row, cells)
    parsed.vintage_on = dbase.changed_on(content) if dbase.looks_like(content) else None
    if not known:
        raise FileRefusedError(_("The file holds no row of the report MRPiPS-01 that is taken."))
    return parsed


def _rows(content: bytes, required: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    if dbase.looks_like(content):
        return dbase.read(content, required=required)
    if workbook.looks_like(content):
        return _sheet(content, required)
    raise FileRefusedError(_("This is neither a table of dBase (DBF) nor a workbook (XLSX)."))


def _sheet(content: bytes, required: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    rows = workbook.read_sheet(content, SHEET)
    heading = next(rows, (1, [""]))[1]
    while len(heading) > 1 and not heading[-1]:  # cells that have a look and no text
        heading.pop()
    columns = check_heading(heading, required, ";")
    for number, cells in rows:
        yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False))


def _take(parsed: Parsed, places: Places, number: int, row: dict[str, str], cells: list[Row]) -> None:
    month = row["M_C"].zfill(2)
    if not YEAR.match(row["ROK"]):
        parsed.reject(number, "ROK", _("“%(text)s” is not a year.") % {"text": row["ROK"][:40]})
        return
    if not re.match(r"(?:0[1-9]|1[0-2])\Z", month):
        parsed.reject(number, "M_C", _("“%(text)s” is not a month.") % {"text": row["M_C"][:40]})
        return
    period = f"{row['ROK']}-{month}"
    county = row["WGM"].zfill(4) if _COUNTY.match(row["WGM"]) else ""
    territory = places.code(county, period) if county else ""
    if not territory:
        parsed.reject(number, "WGM", places.why_not(county or row["WGM"][:40]))
        return
    for one in cells:
        if period >= one["first"]:
            _take_cell(parsed, number, row[one["column"]], one, territory, period)


def _take_cell(parsed: Parsed, number: int, cell: str, one: Row, territory: str, period: str) -> None:
    value = read_number(cell) if cell else None
    if cell and (value is None or value < 0 or value % 1):
        parsed.reject(number, one["column"], _("“%(text)s” is not a count.") % {"text": cell[:40]})
        return
    parsed.take(
        Observation(
            territory, period, one["breakdown"], value, UNITS.get(one["section"], "osoba"),
            "" if cell else Flag.MISSING.value, number, one["column"], cell,
        )
    )  # fmt: skip
