"""How far the sheets of a workbook reach, looked at before anything lays them out in memory."""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000
MOST_UNPACKED = 200 * 2**20
_PIECE = 2**16
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_FILLED = ("office:value-type", "calcext:value-type")


def too_large() -> FileRefusedError:
    return FileRefusedError(
        _("The table is too large: at most %(rows)d rows and %(columns)d columns are read.")
        % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )


def check_extent(content: bytes, *, open_document: bool) -> None:
    """Refuse sheets that would spread over more than we read, before anything lays them out in memory.

    A workbook of a few bytes can name a cell in the last row and column, or repeat one cell a billion times.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise too_large()
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
            raise too_large()

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


def letter_of(index: int) -> str:
    """The letter that a spreadsheet gives the column at this position, counted from zero."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
