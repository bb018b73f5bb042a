"""Workbook templates for tests: the built-in one with a part changed, and one such as an office makes in Excel."""

from __future__ import annotations

import base64
import io
import zipfile

from xlsxwriter import Workbook

from azymut.documents import xlsx
from tests.documents.examples import changed

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def part(source: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(source)) as file:
        return file.read(name).decode()


def replaced(source: bytes, name: str, old: str, new: str) -> bytes:
    """The archive with one text in one part changed; the text must be there."""
    text = part(source, name)
    assert old in text
    return changed(source, **{name: text.replace(old, new).encode()})


def template(**changes: tuple[str, str]) -> bytes:
    """The built-in template with one text changed in its `sheet`, `styles` or `book`."""
    source = xlsx.builtin_template()
    names = {"sheet": SHEET, "styles": STYLES, "book": BOOK}
    for key, (old, new) in changes.items():
        source = replaced(source, names[key], old, new)
    return source


def office() -> bytes:
    """A letterhead with a logo on the sheet and in the page's header, shared texts, merged cells, a portrait page."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Nasz wzór")
    sheet.set_portrait()
    sheet.set_header("&L{{ title }}&R&G", {"image_right": "logo.png", "image_data_right": io.BytesIO(PIXEL)})
    sheet.insert_image("A1", "logo.png", {"image_data": io.BytesIO(PIXEL), "object_position": 1})
    sheet.merge_range("B2:D2", "Urząd Marszałkowski Województwa Łódzkiego")
    sheet.write_rich_string("B3", "{{ refer", book.add_format({"bold": True}), "ence }}: {{ caption }}")
    sheet.write("E3", 7)
    sheet.write("B7", "{{ content }}")
    sheet.write_blank("B8", None, book.add_format({"italic": True}))
    book.close()
    styles = part(xlsx.builtin_template(), STYLES)
    return changed(out.getvalue(), **{STYLES: styles.encode()})
