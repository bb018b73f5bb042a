"""The table of a programme's actions as XLSX and CSV: the same columns in both, sample data said to be sample."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.design import formats
from azymut.kernel.intake import neutral
from azymut.kernel.registries import Mark
from azymut.programmes.models import Version
from azymut.programmes.queries import ActionRow

Rows = Sequence[tuple[ActionRow, Mark | None]]
Cell = str | float | date
WIDE, NARROW = 42, 14


def columns() -> list[str]:
    """Headings in the reader's language."""
    return [
        _("Number"),
        _("Action"),
        _("Priority"),
        _("Direction of action"),
        _("Lead organisation"),
        _("Partners"),
        _("Where"),
        _("Starts on"),
        _("Ends on"),
        _("Status"),
        _("Why"),
        _("Planned (PLN)"),
        _("Committed (PLN)"),
        _("Spent (PLN)"),
        _("Next milestone"),
        _("Due on"),
        pgettext("column", "Kind of data"),
    ]


def _cells(row: ActionRow, mark: Mark | None, *, sample: bool, on: date) -> list[Cell]:
    following = row.next_milestone(on)
    return [
        row.number,
        row.title,
        f"{row.priority}. {row.priority_title}",
        row.direction_title,
        row.lead_name,
        "; ".join(row.partners),
        "; ".join(row.territories),
        row.starts_on,
        row.ends_on,
        str(mark.label) if mark else "",
        " ".join(mark.reasons) if mark else "",
        float(row.money.planned),
        float(row.money.committed),
        float(row.money.spent),
        following.title if following else "",
        following.due_on if following else "",
        _("sample data") if sample else _("real data"),
    ]


def as_csv(version: Version, rows: Rows, *, on: date) -> bytes:
    """UTF-8 with a byte-order mark and semicolons, as spreadsheets in Poland expect; days as 2026-11-22."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns())
    for row, mark in rows:
        cells = _cells(row, mark, sample=version.strategy.is_sample, on=on)
        writer.writerow([cell.isoformat() if isinstance(cell, date) else neutral(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(version: Version, rows: Rows, *, on: date) -> bytes:
    """One sheet with a frozen heading and filters; texts are written as texts, never as formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": version.strategy.name, "comments": formats.day(on)})
    heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 2, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    amount = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet(_("Actions"))
    titles = columns()
    sheet.write_row(0, 0, titles, heading)
    for number, (row, mark) in enumerate(rows, start=1):
        for column, cell in enumerate(_cells(row, mark, sample=version.strategy.is_sample, on=on)):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, float):
                sheet.write_number(number, column, cell, amount)
            else:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(titles) - 1)
    sheet.set_column(0, 0, NARROW // 2)
    sheet.set_column(1, 6, WIDE)
    sheet.set_column(7, len(titles) - 1, NARROW)
    book.close()
    return out.getvalue()
