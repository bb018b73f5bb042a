"""Reading files that people hand in: size, encoding, delimiter, heading. What cannot be trusted is refused by place."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path, PurePosixPath
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError

MAX_FIELD_CHARACTERS = 100_000
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_UNPACK_RATIO = 200
MAX_ARCHIVE_MEMBERS = 2000
_ENCRYPTED = 0x1
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = {chr(code) for code in range(32)} - {"\t", "\n", "\r"}


@dataclass(frozen=True)
class Row:
    """One row below the heading: its number in the file (heading = 1) and its cells by column name."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str, default: str = "") -> str:
        return self.cells.get(column, default)


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    misshapen: tuple[tuple[int, int], ...] = ()
    """Rows with a wrong number of cells: (row number, cells found)."""


def read_bytes(path: Path, *, limit: int | None = None) -> bytes:
    """The file's content, refused when larger than the limit (bytes; the site's upload limit by default) or empty."""
    check_size(path, limit or settings.UPLOAD_LIMIT_BYTES)
    return path.read_bytes()


def check_size(path: Path, allowed: int) -> None:
    """Refuse a file that is larger than this many bytes, or empty."""
    size = path.stat().st_size
    if size > allowed:
        raise FileRefusedError(
            _("The file has %(size)d MB; at most %(limit)d MB are read.")
            % {"size": size // 2**20 + 1, "limit": allowed // 2**20}
        )
    if not size:
        raise FileRefusedError(_("The file is empty."))


def sha256(content: bytes | mmap) -> str:
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes, *, encodings: Sequence[str] = ("utf-8-sig",)) -> str:
    """Text in one of the importer's encodings, UTF-8 with or without a byte-order mark unless it says otherwise."""
    fault = ""
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            fault = fault or _("row %(line)d, byte %(byte)d") % {"line": line, "byte": error.start}
            continue
        return _without_control(text)
    raise FileRefusedError(
        _("The file is not text in the expected encoding (%(encodings)s).") % {"encodings": ", ".join(encodings)},
        place=fault,
    )


def _without_control(text: str) -> str:
    for number, line in enumerate(text.split("\n"), start=1):
        if _CONTROL.intersection(line):
            raise FileRefusedError(
                _("The file holds control characters; it is not a table."),
                place=_("row %(line)d") % {"line": number},
            )
    return text


def read_table(
    text: str,
    *,
    delimiter: str,
    required: Sequence[str] = (),
    quotechar: str | None = '"',
    trim: bool = True,
    drop_last_empty: bool = False,
) -> Table:
    """A delimited table with a heading. Wrong delimiters and missing columns refuse the file, naming what is missing.

    Rows with too many or too few cells are listed in `misshapen` for the importer to reject; blank lines are passed
    over. `drop_last_empty` takes off the empty last cell of exports that end each line with a delimiter.
    """
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quotechar else csv.QUOTE_NONE
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=quotechar or None,
        quoting=quoting,
        strict=True,
    )
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    misshapen: list[tuple[int, int]] = []
    start = 1
    try:
        for cells in reader:
            number, start = start, reader.line_num + 1
            tidy = [cell.strip() for cell in cells] if trim else cells
            if drop_last_empty and len(tidy) > 1 and tidy[-1] == "":
                tidy = tidy[:-1]
            if not any(tidy):
                continue
            if not columns:
                columns = check_heading(tidy, required, delimiter)
            elif len(tidy) != len(columns):
                misshapen.append((number, len(tidy)))
            else:
                rows.append(Row(number, dict(zip(columns, tidy, strict=True))))
    except csv.Error as error:
        raise FileRefusedError(
            _("The table is damaged: %(error)s.") % {"error": error},
            place=_("row %(line)d") % {"line": reader.line_num},
        ) from error
    if not columns:
        raise FileRefusedError(_("The file has no heading."), place=_("row %(line)d") % {"line": 1})
    if not rows and not misshapen:
        raise FileRefusedError(
            _("The file has a heading and no rows; it may have been cut off."),
            place=_("row %(line)d") % {"line": 2},
        )
    return Table(columns, tuple(rows), tuple(misshapen))


def check_heading(cells: Sequence[str], required: Sequence[str], delimiter: str) -> tuple[str, ...]:
    """The heading's cells; refused when a required one is missing or any stands twice."""
    place = _("row %(line)d") % {"line": 1}
    missing = [name for name in required if name not in cells]
    if missing and len(cells) == 1:
        raise FileRefusedError(_("The columns are not separated by “%(sign)s”.") % {"sign": delimiter}, place=place)
    if missing:
        raise FileRefusedError(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)}, place=place)
    doubled = sorted(name for name, times in Counter(cells).items() if times > 1)
    if doubled:
        raise FileRefusedError(_("Columns named twice: %(names)s.") % {"names": ", ".join(doubled)}, place=place)
    return tuple(cells)


def check_archive(content: bytes) -> None:
    """Refuse a ZIP (XLSX, ODS, DOCX are ZIPs) that is damaged, locked, or unpacks to too much or out of its place.

    The stated sizes are looked at first, so that a bomb is never unpacked; then each part is read to its stated size
    and held against its checksum, so that a part cannot state less than it holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive.infolist(), len(content))
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefusedError(_("The file is damaged or is not what its name says.")) from error
    if damaged is not None:
        raise FileRefusedError(_("The file is damaged or is not what its name says."), place=damaged[:80])


def _check_members(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > MAX_ARCHIVE_MEMBERS:
        raise FileRefusedError(_("The file holds too many parts."))
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACK_RATIO * max(packed, 1024):
        raise FileRefusedError(_("The file would unpack to %(size)d MB and is refused.") % {"size": unpacked // 2**20})
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise FileRefusedError(_("The file is locked with a password. Save it without one."))
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in (name.parts or ("",))[0]:
            raise FileRefusedError(_("The file holds a part with a forbidden name."), place=member.filename[:80])


def neutral(cell: object) -> object:
    """A cell for export that no spreadsheet takes for a formula (OWASP: CSV injection). Numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
