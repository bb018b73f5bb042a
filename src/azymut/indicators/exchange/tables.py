"""Tables of any office: CSV in its usual dialects, XLSX, ODS. A file is what its content says; nothing is evaluated."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from azymut.indicators.rules.mappings import Cell
from azymut.kernel import filetypes, intake
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.sheets import MOST_COLUMNS, MOST_ROWS, check_extent, too_large

MOST_SHEETS = 50
ENCODINGS = ("utf-8-sig", "cp1250")
DELIMITERS = ";,\t|"
_SNIFFED = 30


@dataclass(frozen=True)
class Line:
    """A row with anything in it: its number in the file, counted from one, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a text file has one without a name. `names` are those of all sheets."""

    name: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]

    def line(self, number: int) -> Line | None:
        return next((one for one in self.lines if one.number == number), None)

    def below(self, number: int) -> Iterator[Line]:
        return (one for one in self.lines if one.number > number)


def read(content: bytes, name: str, *, sheet: str = "", rows: int | None = None) -> Sheet:
    """A sheet of a table, the first unless one is named; with `rows`, only so many from the top.

    Raises FileRefusedError for what is no table, dangerous, damaged or too large, and for a sheet that is not there.
    """
    suffix = PurePath(name).suffix.lower()
    kind = filetypes.refuse_unless(filetypes.recognise(content, suffix), filetypes.TABLES)
    if suffix not in kind.suffixes:
        raise FileRefusedError(
            _("The name ends in “%(suffix)s”, but the content is %(kind)s.") % {"suffix": suffix, "kind": kind.label}
        )
    if kind == filetypes.CSV:
        found = Sheet("", (), tuple(_csv_lines(intake.decode(content, encodings=ENCODINGS), rows)))
    else:
        found = _workbook_sheet(content, sheet, rows, open_document=kind == filetypes.ODS)
    if not found.lines:
        raise FileRefusedError(_("There is nothing in this table."), place=found.name)
    return found


def _csv_lines(text: str, rows: int | None) -> Iterator[Line]:
    csv.field_size_limit(intake.MAX_FIELD_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = 1
    try:
        for cells in reader:
            number, start = start, reader.line_num + 1
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise too_large()
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(cell.strip() for cell in cells))
            if rows and number >= rows:
                return
    except csv.Error as error:
        raise FileRefusedError(
            _("The table is damaged: %(error)s.") % {"error": error}, place=_("row %(line)d") % {"line": start}
        ) from error


def _delimiter(text: str) -> str:
    """The sign that most of the first lines are cut by most evenly."""
    first = [line for line in text.splitlines()[: _SNIFFED * 2] if line.strip()][:_SNIFFED]

    def evenness(sign: str) -> tuple[int, int]:
        try:
            widths = Counter(len(cells) for cells in csv.reader(first, delimiter=sign))
        except csv.Error:
            return 0, 0
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
        return (times, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=evenness)


def _workbook_sheet(content: bytes, wanted: str, rows: int | None, *, open_document: bool) -> Sheet:
    check_extent(content, open_document=open_document)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = tuple(book.sheet_names)
            if wanted and wanted not in names:
                raise FileRefusedError(_("There is no sheet “%(name)s” in this file.") % {"name": wanted[:80]})
            if not names or len(names) > MOST_SHEETS:
                raise too_large()
            chosen = wanted or names[0]
            grid = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False, nrows=rows)
    except (CalamineError, ValueError, KeyError) as error:
        raise FileRefusedError(_("The file is damaged or is not what its name says.")) from error
    lines = (Line(number, tuple(map(_cell, row))) for number, row in enumerate(grid, start=1))
    return Sheet(chosen, names, tuple(line for line in lines if any(cell != "" for cell in line.cells)))


def _cell(found: Any) -> Cell:
    """A number as the fifteen digits that a spreadsheet shows, a moment as its day, all else as text."""
    if isinstance(found, bool):
        return str(found).upper()
    if isinstance(found, int | float):
        return Decimal(f"{found:.15g}")
    if isinstance(found, dt.datetime | dt.date):
        return found.isoformat()[:10]
    return str(found).replace("\0", "").strip()
