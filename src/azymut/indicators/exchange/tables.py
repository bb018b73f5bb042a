"""Tables of any office: CSV in its usual dialects, XLSX, ODS. A file is what its content says; nothing is evaluated."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any, BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from azymut.indicators.rules.mappings import Cell, letter_of
from azymut.kernel import filetypes, intake
from azymut.kernel.errors import FileRefusedError

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000
MOST_SHEETS = 50
MOST_UNPACKED = 200 * 2**20
ENCODINGS = ("utf-8-sig", "cp1250")
DELIMITERS = ";,\t|"
_SNIFFED = 30
_PIECE = 2**16
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_FILLED = ("office:value-type", "calcext:value-type")


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
                raise _too_large()
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
    _check_extent(content, open_document=open_document)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = tuple(book.sheet_names)
            if wanted and wanted not in names:
                raise FileRefusedError(_("There is no sheet “%(name)s” in this file.") % {"name": wanted[:80]})
            if not names or len(names) > MOST_SHEETS:
                raise _too_large()
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


def _too_large() -> FileRefusedError:
    return FileRefusedError(
        _("The table is too large: at most %(rows)d rows and %(columns)d columns are read.")
        % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )


def _check_extent(content: bytes, *, open_document: bool) -> None:
    """Refuse sheets that would spread over more than we read, before anything lays them out in memory.

    A workbook of a few bytes can name a cell in the last row and column, or repeat one cell a billion times.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise _too_large()
        parts = [name for name in archive.namelist() if _is_sheet(name, open_document=open_document)]
        for part in parts:
            extent: _Extent = _OpenExtent() if open_document else _Extent()
            with archive.open(part) as stream:
                extent.read(stream)  # type: ignore[arg-type]  # a readable binary stream


def _is_sheet(name: str, *, open_document: bool) -> bool:
    return name == "content.xml" if open_document else bool(re.match(r"xl/worksheets/[^/]+\.xml\Z", name))


class _Extent:
    """How far the cells of an XLSX sheet reach, read as a stream."""

    def __init__(self) -> None:
        self.width = self.height = 0
        self._row = self._column = 0
        self._formula, self._value = False, False

    def read(self, stream: BinaryIO) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.doctype
        try:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)  # noqa: FBT003  # expat's own signature
            parser.Parse(b"", True)  # noqa: FBT003  # expat's own signature
        except expat.ExpatError as error:
            raise FileRefusedError(_("The file is damaged or is not what its name says.")) from error

    def doctype(self, *_given: object) -> None:
        raise FileRefusedError(_("The file is damaged or is not what its name says."))

    def reach(self, width: int, height: int) -> None:
        self.width, self.height = max(self.width, width), max(self.height, height)
        if self.width > MOST_COLUMNS or self.height > MOST_ROWS or self.width * self.height > MOST_CELLS:
            raise _too_large()

    def start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self._row, self._column = _whole(given.get("r", str(self._row + 1))), 0
        elif local == "c":
            found = _PLACE.match(given.get("r", ""))
            self._column = _column(found[1]) if found else self._column + 1
            self._row = int(found[2]) if found else self._row
            self._formula, self._value = False, False
            self.reach(self._column, self._row)
        elif local == "f":
            self._formula = True
        elif local in {"v", "is"}:
            self._value = True

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self._formula and not self._value:
            raise FileRefusedError(
                _("A cell holds a formula without its result. Open the file in a spreadsheet and save it again."),
                place=f"{letter_of(self._column - 1)}{self._row}",
            )


class _OpenExtent(_Extent):
    """The same for the sheets of an ODS file, where rows and cells may be repeated; empty ends do not count."""

    def __init__(self) -> None:
        super().__init__()
        self._filled, self._times = 0, 1

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self._row = 0
        elif name == "table:table-row":
            self._column = self._filled = 0
            self._times = _times(given, "table:number-rows-repeated")
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._column += _times(given, "table:number-columns-repeated")
            if any(key in given for key in _FILLED) or "table:formula" in given:
                self._filled = self._column

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._times
            if self._filled:
                self.reach(self._filled, self._row)


def _times(given: dict[str, str], key: str) -> int:
    return _whole(given.get(key, "1"))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise FileRefusedError(_("The file is damaged or is not what its name says."))
    return int(text[:12])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
