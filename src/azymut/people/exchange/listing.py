"""The list of organisations as a file: CSV for machines, XLSX for offices. Formula cells are neutralised."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from azymut.kernel.intake import neutral
from azymut.people.models import Organisation


def heading() -> list[str]:
    return [
        _("Name"),
        _("Type"),
        _("Subtype"),
        "RSPO",
        "REGON",
        "NIP",
        _("County"),
        "TERYT",
        _("Street and number"),
        _("Postcode"),
        _("Town"),
        _("Website"),
        _("Governing body"),
        _("Open since"),
        _("Closed on"),
        _("Source"),
    ]


def rows(organisations: Iterable[Organisation]) -> Iterator[list[object]]:
    for organisation in organisations:
        yield [
            neutral(cell)
            for cell in (
                organisation.name,
                str(organisation.get_kind_display()),
                organisation.subtype,
                organisation.rspo or "",
                organisation.regon,
                organisation.nip,
                organisation.territory.name,
                organisation.territory.code,
                organisation.street,
                organisation.postcode,
                organisation.town,
                organisation.website,
                organisation.governing_body,
                organisation.opened_on.isoformat() if organisation.opened_on else "",
                organisation.closed_on.isoformat() if organisation.closed_on else "",
                str(organisation.get_source_display()),
            )
        ]


def as_csv(organisations: Iterable[Organisation]) -> bytes:
    """UTF-8 with a byte-order mark and semicolons, as Polish spreadsheets open it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading())
    writer.writerows(rows(organisations))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(organisations: Iterable[Organisation]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_("Organisations")[:31])
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, heading(), bold)
        for number, row in enumerate(rows(organisations), start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 15, 18)
    return out.getvalue()
