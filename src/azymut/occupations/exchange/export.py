"""School occupations as a table for people's own use: XLSX, or CSV that Polish spreadsheets open rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import xlsxwriter
from django.utils.translation import gettext as _

from azymut.kernel.intake import neutral
from azymut.occupations.enums import SchoolType
from azymut.occupations.models import SchoolOccupation

WIDTHS = (10, 48, 36, 8, 12, 60, 60)
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed moment inside the file, so that equal tables give equal bytes."""


def heading() -> list[str]:
    return [
        _("Code"),
        _("Occupation"),
        _("Sector"),
        _("PRK level"),
        _("Recruitment"),
        _("Where to learn it"),
        _("Limits"),
    ]


def lines(occupations: Iterable[SchoolOccupation]) -> Iterator[list[str | int]]:
    """One line per occupation; codes stay text, so that no spreadsheet takes off a zero."""
    labels = dict(SchoolType.choices)
    for one in occupations:
        paths = sorted(one.paths.all(), key=lambda path: SchoolType.values.index(path.school_type))
        yield [
            one.code,
            one.name,
            str(one.sector) if one.sector else "",
            one.prk_level if one.prk_level is not None else "",
            _("open") if any(path.recruits_to is None for path in paths) else _("closed"),
            "; ".join(str(labels[SchoolType(path.school_type)]) for path in paths),
            one.limits,
        ]


def as_csv(occupations: Iterable[SchoolOccupation]) -> bytes:
    """Semicolons and UTF-8 with a byte-order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading())
    writer.writerows([neutral(cell) for cell in line] for line in lines(occupations))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(occupations: Iterable[SchoolOccupation], *, title: str, source: str) -> bytes:
    """One sheet with a fixed heading, and a second one that says where the facts come from."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
        sheet = book.add_worksheet(title[:31])
        rows: list[Sequence[object]] = [heading(), *lines(occupations)]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, bold if number == 0 else None)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(rows) - 1), len(WIDTHS) - 1)
        notes = book.add_worksheet(_("Source"))
        notes.write(0, 0, source)
        notes.set_column(0, 0, 100)
    return out.getvalue()
