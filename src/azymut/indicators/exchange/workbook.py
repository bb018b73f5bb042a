"""One sheet of an XLSX workbook, row by row: values as they were saved, formulas never worked out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree

from azymut.documents.spreadsheetml import RELATIONS, Package, damaged, main, place_of
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import check_archive

MAX_COLUMNS = 1000
MAX_ROWS = 2**20
MAX_SHEET_BYTES = 32 * 2**20
_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"


def looks_like(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def read_sheet(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of the sheet of that name that hold anything: number on the sheet and cells, as text.

    Raises FileRefusedError for archives that are dangerous or damaged, and when there is no such sheet.
    """
    check_archive(content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        package = Package(file)
        part = _part(package, name)
        if file.getinfo(part).file_size > MAX_SHEET_BYTES:
            limit = MAX_SHEET_BYTES // 2**20
            raise FileRefusedError(
                _("The sheet “%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": limit}
            )
        strings = _strings(package)
        with file.open(part) as sheet:
            yield from _rows(sheet, strings, part)


def _part(package: Package, name: str) -> str:
    sheets = list(package.xml(_BOOK).iter(main("sheet")))
    relations = package.relations(_BOOK)
    for sheet in sheets:
        relation = relations.get(sheet.get(f"{{{RELATIONS}}}id", ""))
        if sheet.get("name") == name and relation is not None and relation.target in package.names:
            return relation.target
    there = ", ".join(sheet.get("name", "") for sheet in sheets)
    raise FileRefusedError(
        _("The workbook has no sheet “%(name)s”; it has: %(there)s.") % {"name": name, "there": there[:200]}
    )


def _strings(package: Package) -> list[str]:
    if _STRINGS not in package.names:
        return []
    return [_text(one) for one in package.xml(_STRINGS).iter(main("si"))]


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(main("t")))


def _rows(sheet: IO[bytes], strings: list[str], part: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        context = etree.iterparse(sheet, tag=main("row"), resolve_entities=False, no_network=True, load_dtd=False)
        for _event, row in context:
            if row.getroottree().docinfo.doctype:
                raise damaged(part)
            stated = row.get("r", str(number + 1))
            if not stated.isdecimal() or not number < int(stated) <= MAX_ROWS:
                raise damaged(part)
            number = int(stated)
            cells = _cells(row, strings, part)
            row.clear()
            while row.getprevious() is not None:  # rows that were read need no memory
                del row.getparent()[0]
            if any(cells):
                yield number, cells
    except etree.XMLSyntaxError as error:
        raise damaged(part) from error


def _cells(row: Any, strings: list[str], part: str) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(main("c")):
        column = place_of(cell.get("r"))[1] if cell.get("r") else len(cells) + 1
        if not len(cells) < column <= MAX_COLUMNS:
            raise damaged(part)
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = _value(cell, strings)
    return cells


def _value(cell: Any, strings: list[str]) -> str:
    kind, value = cell.get("t", "n"), (cell.findtext(main("v")) or "").strip()
    if kind == "inlineStr":
        return _text(cell).strip()
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(strings):
            raise damaged(_STRINGS)
        return strings[int(value)].strip()
    return _number(value) if kind == "n" else value


def _number(text: str) -> str:
    """A number as people write it: 1061, not 1061.0 or 1.061E3."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > 30:  # noqa: PLR2004  # no number of an office is so long
        return text
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
