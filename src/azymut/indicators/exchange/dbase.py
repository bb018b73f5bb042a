"""Tables of dBase III as offices still hand them over: read strictly, row by row, and never written.

A heading of 32 bytes (kind, number of rows, lengths), 32 bytes for each field, 0x0D; then rows of one length, each with
a sign first: a space, or an asterisk for a deleted one. Layout after the dBase III+ file description.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import check_heading

KINDS = frozenset({0x03, 0x30, 0x31})
"""First bytes of tables without texts kept in another file: dBase III, Visual FoxPro."""

_HEAD, _FIELD = 32, 32
_FIELDS_END, _FILE_END = 0x0D, 0x1A
_STANDS, _DELETED = b" ", b"*"


@dataclass(frozen=True)
class _Field:
    name: str
    start: int
    length: int


def looks_like(content: bytes) -> bool:
    return len(content) > _HEAD and content[0] in KINDS


def changed_on(content: bytes) -> date | None:
    """The day on which the table was last written, as its heading says; None when that is no day."""
    year, month, day = content[1:4]
    try:
        return date(1900 + year, month, day)
    except ValueError:
        return None


def read(content: bytes, *, required: Sequence[str], encoding: str = "cp1250") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows that are not deleted: number in the file (heading = 1) and cells by field, without the spaces around them.

    Raises FileRefusedError for a table that is damaged, cut off or lacks a required field.
    """
    if not looks_like(content):
        raise _damaged()
    rows, head, size = struct.unpack_from("<IHH", content, 4)
    fields = _fields(content, head)
    check_heading([field.name for field in fields], required, ";")
    end = head + rows * size
    if size != 1 + sum(field.length for field in fields):
        raise _damaged()
    if end > len(content):
        whole = max(len(content) - head, 0) // size
        raise FileRefusedError(
            _("The file was cut off: its last line is not whole."), place=_("row %(line)d") % {"line": whole + 2}
        )
    if len(content) > end and content[end] != _FILE_END:
        raise _damaged(rows + 2)
    return _rows(content, fields, range(head, end, size), encoding)


def _fields(content: bytes, head: int) -> list[_Field]:
    fields, start, at = [], 1, _HEAD
    while at < min(head, len(content)) and content[at] != _FIELDS_END:
        if at + _FIELD > min(head, len(content)):
            raise _damaged()
        name = content[at : at + 11].split(b"\0")[0]
        length = content[at + 16]
        if not name.isascii() or not name.strip() or not length:
            raise _damaged()
        fields.append(_Field(name.decode("ascii").strip(), start, length))
        start += length
        at += _FIELD
    if at >= min(head, len(content)) or not fields:
        raise _damaged()
    return fields


def _rows(content: bytes, fields: list[_Field], starts: range, encoding: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, at in enumerate(starts, start=2):
        sign = content[at : at + 1]
        if sign == _DELETED:
            continue
        if sign != _STANDS:
            raise _damaged(number)
        row = {}
        for field in fields:
            cell = content[at + field.start : at + field.start + field.length]
            row[field.name] = cell.decode(encoding, errors="replace").strip(" \0")
        yield number, row


def _damaged(row: int = 1) -> FileRefusedError:
    return FileRefusedError(
        _("The file is damaged or is not what its name says."), place=_("row %(line)d") % {"line": row}
    )
