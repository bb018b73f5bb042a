"""Content → XLSX: one sheet a table, header frozen and filtered, numbers as numbers, days as days, no live formulas."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from azymut.design import formats
from azymut.documents import archive
from azymut.documents.blocks import Cell, Column, Content, Table, tables
from azymut.kernel.intake import neutral

_NAME_LETTERS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_A4 = 9


def build(content: Content) -> bytes:
    """The workbook of the content's sheets, with a last sheet that says what it is and as of when."""
    out = io.BytesIO()
    with override(content.language):
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        moment = timezone.localtime(content.at).replace(tzinfo=None)
        book.set_properties({
            "title": content.title, "author": content.author, "created": moment
        })  # fmt: skip
        shapes = _shapes(book)
        names: set[str] = set()
        for table in tables(content):
            _write(book.add_worksheet(_name(table.caption, names)), table, shapes)
        _about(book.add_worksheet(_name(_("About"), names)), content, shapes)
        book.close()
    return archive.normal(out.getvalue())


def _name(caption: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 letters, none that Excel forbids, unique without regard to case."""
    base = _FORBIDDEN.sub(" ", caption).strip()[:_NAME_LETTERS].strip() or _("Table")
    name, number = base, 2
    while name.lower() in taken:
        tail = f" {number}"
        name, number = base[: _NAME_LETTERS - len(tail)] + tail, number + 1
    taken.add(name.lower())
    return name


def _shapes(book: Any) -> dict[str, Any]:
    """Formats by what a cell holds."""
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    signs: dict[str, dict[str, Any]] = {
        "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"},
        "soft": {"font_color": "#4a4f5a"},
        "bold": {"bold": True},
        "text": {"text_wrap": True},
        "whole": {"num_format": "#,##0"},
        "number": {"num_format": "#,##0.##"},
        "percent": {"num_format": "0.0%"},
        "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    }
    return {key: book.add_format({**base, **sign}) for key, sign in signs.items()}


def _write(sheet: Any, table: Table, shapes: dict[str, Any]) -> None:
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, str(neutral(column.label)), shapes["head"])
        longest = max([len(column.label), *[len(row[index].text) for row in table.rows]])
        sheet.set_column(index, index, min(longest + 3, _WIDEST))
    rows = [*table.rows, table.totals] if table.totals else list(table.rows)
    for number, row in enumerate(rows, start=1):
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _cell(sheet, (number, index), cell, column, shapes)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if table.note:
        sheet.write_string(len(rows) + 2, 0, str(neutral(table.note)), shapes["soft"])


def _cell(sheet: Any, place: tuple[int, int], cell: Cell, column: Column, shapes: dict[str, Any]) -> None:
    raw = cell.text if cell.raw is None else cell.raw
    if isinstance(raw, int | float):
        whole = "whole" if isinstance(raw, int) or raw.is_integer() else "number"
        sheet.write_number(*place, raw, shapes["percent" if column.percent else whole])
        return
    day = _day(raw) if column.days else None
    if day is not None:
        sheet.write_datetime(*place, day, shapes["day"])
    else:
        sheet.write_string(*place, str(neutral(raw)), shapes["bold" if cell.bold else "text"])


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _about(sheet: Any, content: Content, shapes: dict[str, Any]) -> None:
    rows = [
        (_("Title"), content.title),
        (_("As of"), formats.moment(content.at)),
        (_("Author"), content.author),
        (_("Reference"), content.reference),
        (_("Remark"), _("sample data") if content.sample else ""),
    ]
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for number, (label, value) in enumerate([row for row in rows if row[1]]):
        sheet.write_string(number, 0, label, shapes["bold"])
        sheet.write_string(number, 1, str(neutral(value)), shapes["text"])
