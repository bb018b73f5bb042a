"""Provision as a table for people's own use: CSV that Polish spreadsheets open rightly, XLSX with its sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.kernel.intake import neutral
from azymut.offers.models import Offer
from azymut.offers.rules import year_text

WIDTHS = (12, 60, 28, 28, 8, 10, 44, 32, 12, 16, 10, 24, 12)
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed moment inside the file, so that equal tables give equal bytes."""


def heading() -> list[str]:
    return [
        "RSPO",
        _("School"),
        _("Kind of school"),
        _("County"),
        "TERYT",
        _("Code"),
        _("Occupation"),
        _("Sector"),
        _("School year"),
        _("What is said"),
        _("Pupils"),
        _("Source"),
        _("Read on"),
    ]


def lines(offers: Iterable[Offer]) -> Iterator[list[str | int]]:
    """One line an offer; an unknown number of pupils is an empty cell, codes and numbers of schools stay text."""
    for one in offers:
        school, occupation = one.organisation, one.occupation
        yield [
            school.rspo or "",
            school.name,
            str(one.get_school_type_display()),
            school.territory.name,
            school.territory.code,
            occupation.code if occupation else "",
            occupation.name if occupation else one.said,
            str(occupation.sector) if occupation and occupation.sector else "",
            year_text(one.school_year),
            str(one.get_meaning_display()),
            one.pupils if one.pupils is not None else "",
            str(one.get_origin_display()),
            one.read_on.isoformat(),
        ]


def as_csv(offers: Iterable[Offer]) -> bytes:
    """Semicolons and UTF-8 with a byte-order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading())
    writer.writerows([neutral(cell) for cell in line] for line in lines(offers))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(offers: Iterable[Offer]) -> bytes:
    """One sheet with a fixed heading, and a second one that says what must be known of the figures."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": _("Schools and occupations"), "created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
        sheet = book.add_worksheet(_("Schools and occupations")[:31])
        rows: list[Sequence[object]] = [heading(), *lines(offers)]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, bold if number == 0 else None)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(rows) - 1), len(WIDTHS) - 1)
        notes = book.add_worksheet(pgettext("sheet", "Notes"))
        for number, note in enumerate(caveats()):
            notes.write(number, 0, note)
        notes.set_column(0, 0, 110)
    return out.getvalue()


def caveats() -> list[str]:
    """What must be said wherever these figures go."""
    return [
        _("“Declared”: the school register names the occupation; it does not say that a class opens this year."),
        _("An empty number of pupils is not known. It is not zero."),
        _("Rows marked as sample data are invented."),
    ]
