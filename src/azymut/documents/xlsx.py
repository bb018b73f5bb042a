"""Content → XLSX: one sheet a table, set on the template's sheet in its styles; no live formulas.

Numbers are numbers and days are days; the heading is frozen, filtered and repeated on paper. A last sheet says what the
workbook is and as of when.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from azymut.design import formats
from azymut.documents import wording, workbook_package
from azymut.documents.blocks import Cell, Column, Content, tables
from azymut.documents.spreadsheetml import address, element, plain, serial
from azymut.documents.workbook_package import Sheet
from azymut.documents.workbook_template import MARK, Pattern, read, text_of
from azymut.kernel.intake import neutral

_BUILTIN = Path(__file__).parent / "builtin"
_NAME_LETTERS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_LONGEST_MARGIN = 255
_ZERO_DAY = date(1899, 12, 30)
_FIRST_TRUE_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class _Printed:
    """A table as a sheet takes it; `headed` is false for the sheet about the file."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filtered: int
    note: str = ""
    headed: bool = True


def builtin_template() -> bytes:
    """The template that stands when no office has replaced it."""
    sheet = Sheet("Azymut", (_BUILTIN / "workbook_sheet.xml").read_bytes())
    return workbook_package.packed([sheet], styles=(_BUILTIN / "workbook_styles.xml").read_bytes(), title="Azymut")


def build(content: Content, template: bytes | None = None) -> bytes:
    """The workbook of the content's sheets. A faulty or hostile template is refused with its place."""
    pattern = read(template if template is not None else builtin_template())
    with override(content.language):
        printed = _printed(content)
        sheets = [_sheet(pattern, one, content, first=one is printed[0]) for one in printed]
    return workbook_package.packed(
        sheets,
        styles=serial(pattern.styles),
        theme=pattern.theme,
        media=pattern.media,
        title=content.title,
        author=content.author,
        language=content.language,
        moment=content.at,
    )


def check_template(source: bytes) -> None:
    """What can be told without setting it. Raises FileRefusedError."""
    read(source)


def _printed(content: Content) -> list[_Printed]:
    names: set[str] = set()
    sheets = []
    for table in tables(content):
        rows = (*table.rows, table.totals) if table.totals else table.rows
        name = _name(table.caption, names)
        sheets.append(_Printed(name, table.caption, table.columns, rows, max(len(table.rows), 1), table.note))
    rows = tuple((Cell(label, bold=True), Cell(value)) for label, value in _about(content))
    last = _Printed(_name(_("About"), names), _("About"), (Column(""), Column("")), rows, 0, headed=False)
    return [*sheets, last]


def _about(content: Content) -> list[tuple[str, str]]:
    rows = [
        (_("Title"), content.title),
        (_("As of"), formats.moment(content.at)),
        (_("Author"), content.author),
        (_("Reference"), content.reference),
        (_("Remark"), wording.words()["sample"] if content.sample else ""),
    ]
    return [row for row in rows if row[1]]


def _name(caption: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 letters, none that Excel forbids, unique without regard to case."""
    base = plain(_FORBIDDEN.sub(" ", caption)).strip()[:_NAME_LETTERS].strip() or _("Table")
    name, number = base, 2
    while name.lower() in taken:
        tail = f" {number}"
        name, number = base[: _NAME_LETTERS - len(tail)] + tail, number + 1
    taken.add(name.lower())
    return name


def _sheet(pattern: Pattern, printed: _Printed, content: Content, *, first: bool) -> Sheet:
    marks = _marks(content, printed.caption)
    top, left = pattern.start
    root = element("worksheet")
    _carry(root, pattern, "sheetPr")
    _view(element("sheetViews", root), pattern, printed, first=first)
    _carry(root, pattern, "sheetFormatPr")
    _widths(element("cols", root), printed, left)
    data = element("sheetData", root)
    data.extend(_filled(row, marks) for row in pattern.rows)
    _table(data, printed, pattern)
    last = address(top + printed.filtered, left + len(printed.columns) - 1)
    span = f"{address(top, left)}:{last}" if printed.headed else ""
    if span:
        element("autoFilter", root, ref=span)
    if pattern.merged:
        merged = element("mergeCells", root, count=len(pattern.merged))
        for one in pattern.merged:
            element("mergeCell", merged, ref=one)
    for part in ("printOptions", "pageMargins", "pageSetup"):
        _carry(root, pattern, part)
    if "headerFooter" in pattern.kept:
        root.append(_margins(pattern.kept["headerFooter"], marks))
    return Sheet(
        printed.name, serial(root), pattern.drawing, pattern.head_drawing, filtered=span, repeated=top if span else 0
    )


def _carry(root: Any, pattern: Pattern, part: str) -> None:
    if part in pattern.kept:
        root.append(copy.deepcopy(pattern.kept[part]))


def _marks(content: Content, caption: str) -> dict[str, str]:
    return {
        "caption": caption,
        "title": content.title,
        "subtitle": content.cover.subtitle,
        "reference": content.reference,
        "author": content.author,
        "at": formats.moment(content.at),
        "remark": wording.words()["sample"] if content.sample else "",
    }


def _view(views: Any, pattern: Pattern, printed: _Printed, *, first: bool) -> None:
    view = element("sheetView", views, **pattern.view, tabSelected=int(first), workbookViewId=0)
    if printed.headed:
        top, left = pattern.start
        corner = address(top + 1, left + 1)
        element("pane", view, xSplit=left, ySplit=top, topLeftCell=corner, activePane="bottomRight", state="frozen")
        element("selection", view, pane="bottomRight", activeCell=corner, sqref=corner)


def _widths(columns: Any, printed: _Printed, left: int) -> None:
    for index, column in enumerate(printed.columns):
        longest = max([len(column.label), *[len(row[index].text) for row in printed.rows]])
        place = left + index
        element("col", columns, min=place, max=place, width=min(longest + 3, _WIDEST), customWidth=1)


def _filled(row: Any, marks: Mapping[str, str]) -> Any:
    """A row of the template with the marks in its texts filled."""
    own = copy.deepcopy(row)
    for cell in own:
        text = text_of(cell)
        if MARK.search(text):
            filled = MARK.sub(lambda mark: marks[mark[1]], text).strip()
            for child in list(cell):
                cell.remove(child)
            _text(cell, filled)
    return own


def _margins(lines: Any, marks: Mapping[str, str]) -> Any:
    """The page's header and footer, filled; Excel takes at most 255 signs a line, so long texts are cut evenly."""
    own = copy.deepcopy(lines)
    for line in own:
        text = line.text or ""
        count = len(MARK.findall(text))
        room = (_LONGEST_MARGIN - len(MARK.sub("", text))) // max(count, 1) - 1
        line.text = MARK.sub(lambda mark, room=room: _margin_text(marks[mark[1]], room), text)[:_LONGEST_MARGIN]
    return own


def _margin_text(text: str, room: int) -> str:
    """A text between Excel's codes: & doubled, and a digit never taken for the size of the type."""
    safe = plain(text).replace("\n", " ").replace("&", "&&")
    cut = safe if len(safe) <= room else safe[: max(room - 1, 0)].rstrip("& ") + "…"
    return f" {cut}" if cut[:1].isdigit() else cut


def _table(data: Any, printed: _Printed, pattern: Pattern) -> None:
    top, left = pattern.start
    shapes = pattern.shapes
    if printed.headed:
        row = element("row", data, r=top)
        for index, column in enumerate(printed.columns):
            _text(_at(row, top, left + index, shapes["head"]), column.label)
    below = top + 1 if printed.headed else top
    for number, cells in enumerate(printed.rows, start=below):
        row = element("row", data, r=number)
        for index, (cell, column) in enumerate(zip(cells, printed.columns, strict=True)):
            _cell(row, (number, left + index), cell, column, shapes)
    if printed.note:
        number = below + len(printed.rows) + 1
        _text(_at(element("row", data, r=number), number, left, shapes["note"]), printed.note)


def _at(row: Any, number: int, column: int, shape: int) -> Any:
    return element("c", row, r=address(number, column), s=shape)


def _text(cell: Any, text: str) -> None:
    """Text written in its place: never a formula, whatever it begins with."""
    cell.set("t", "inlineStr")
    written = element("t", element("is", cell), plain(str(neutral(text))))
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cell(row: Any, place: tuple[int, int], cell: Cell, column: Column, shapes: Mapping[str, int]) -> None:
    raw = cell.text if cell.raw is None else cell.raw
    if isinstance(raw, int | float):
        element("v", _at(row, *place, shapes[_number_shape(raw, column)]), repr(raw))
        return
    day = _day(raw) if column.days else None
    if day is not None:
        element("v", _at(row, *place, shapes["day"]), str((day - _ZERO_DAY).days))
    else:
        _text(_at(row, *place, shapes["bold" if cell.bold else "text"]), raw)


def _number_shape(raw: float, column: Column) -> str:
    if column.percent:
        return "percent"
    if column.money:
        return "money"
    return "whole" if isinstance(raw, int) or raw.is_integer() else "number"


def _day(raw: str) -> date | None:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if day >= _FIRST_TRUE_DAY else None
