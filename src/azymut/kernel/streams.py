"""Files too large to hold: mapped into memory by the system, read row by row, refused by place like any other."""

from __future__ import annotations

import csv
import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import MAX_FIELD_CHARACTERS, check_heading, check_size

Content = bytes | mmap.mmap
"""A file's content: read whole, or mapped so that only the parts that are looked at come into memory."""

MAX_LINE_BYTES = 4 * 2**20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Stream:
    """A delimited table whose rows are read as they are asked for: number in the file (heading = 1) and cells.

    A row may have more or fewer cells than there are columns; whoever reads rejects it. A last row that is too short
    refuses the file as cut off.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def mapped(path: Path, *, limit: int) -> Iterator[mmap.mmap]:
    """The file's content without reading it; refused when larger than the limit (bytes) or empty."""
    check_size(path, limit)
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


def stream_table(content: Content, *, delimiter: str, required: Sequence[str]) -> Stream:
    """A table in UTF-8, quoted where needed. Refuses wrong delimiters, encodings, missing columns and no rows."""
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    rows = _numbered(content, delimiter)
    heading = next(rows, None)
    if heading is None:
        raise FileRefusedError(_("The file has no heading."), place=_place(1))
    columns = check_heading([cell.strip() for cell in heading[1]], required, delimiter)
    return Stream(columns, _whole(rows, len(columns)))


def _lines(content: Content) -> Iterator[str]:
    at, number = 0, 0
    while at < len(content):
        number += 1
        end = content.find(b"\n", at, at + MAX_LINE_BYTES) + 1 or len(content)
        if end - at > MAX_LINE_BYTES:
            raise FileRefusedError(_("A row is too long; this is not a table."), place=_place(number))
        try:
            line = content[at:end].decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FileRefusedError(
                _("The file is not text in the expected encoding (%(encodings)s).") % {"encodings": "utf-8"},
                place=_place(number),
            ) from error
        if _CONTROL.search(line):
            raise FileRefusedError(_("The file holds control characters; it is not a table."), place=_place(number))
        yield line
        at = end


def _numbered(content: Content, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line where each begins."""
    reader = csv.reader(_lines(content), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            number, start = start, reader.line_num + 1
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise FileRefusedError(
            _("The table is damaged: %(error)s.") % {"error": error},
            place=_place(reader.line_num),
        ) from error


def _whole(rows: Iterator[tuple[int, list[str]]], columns: int) -> Iterator[tuple[int, list[str]]]:
    """The rows again; refuses when there are none, or when the last of them is too short."""
    last: tuple[int, list[str]] | None = None
    for last in rows:
        yield last
    if last is None:
        raise FileRefusedError(
            _("The file has a heading and no rows; it may have been cut off."),
            place=_place(2),
        )
    if len(last[1]) < columns:
        raise FileRefusedError(_("The file was cut off: its last line is not whole."), place=_place(last[0]))


def _place(line: int) -> str:
    return _("row %(line)d") % {"line": line}
