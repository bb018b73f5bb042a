"""CSV as Polish offices open it, and workbooks with a sheet that says what the figures are."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from azymut.indicators.exchange.open_data.columns import DELIMITER, VALUE, Lines, headings, plain
from azymut.indicators.exchange.open_data.files import chunks
from azymut.indicators.queries import Description, Extract, flag_meanings
from azymut.kernel.errors import DomainError
from azymut.kernel.intake import neutral

MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds below its heading."""
ROWS_A_PIECE = 500


class TooLongError(DomainError):
    """More rows than a sheet holds."""


def csv_pieces(figures: Extract) -> Iterator[bytes]:
    """Semicolons, decimal comma, UTF-8 with a mark. Texts that a spreadsheet would take for a formula are quoted.

    Words are chosen now, in the language of the request; the rows are written when they are sent.
    """
    return _csv_pieces(figures, Lines(figures), headings())


def _csv_pieces(figures: Extract, lines: Lines, heading: list[str]) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=DELIMITER)
    out.write("\ufeff")
    writer.writerow(heading)
    for number, one in enumerate(figures.rows(), start=1):
        line = lines.line(one)
        cells = [neutral(cell) for cell in line]
        cells[VALUE] = "" if one.value is None else plain(one.value).replace(".", ",")
        writer.writerow(cells)
        if not number % ROWS_A_PIECE:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def workbook(figures: Extract, *, title: str, address: str) -> Iterable[bytes]:
    """Written row by row to a file that goes away once it is sent, so that its size costs no memory."""
    if len(figures) > MOST_ROWS:
        raise TooLongError(_("A sheet holds at most 1,048,575 rows. Choose fewer places or periods, or take Parquet."))
    file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  # closed when the last piece is sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file.name, options) as book:
        bold = book.add_format({"bold": True})
        _data_sheet(book.add_worksheet(_("Data")), figures, bold)
        _about_sheet(book.add_worksheet(_("About the data")), figures, bold, title=title, address=address)
    return chunks(file)


def _data_sheet(sheet: Any, figures: Extract, bold: Any) -> None:
    lines = Lines(figures)
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 1, 40)
    sheet.set_column(3, 3, 28)
    sheet.write_row(0, 0, headings(), bold)
    for number, one in enumerate(figures.rows(), start=1):
        for column, cell in enumerate(lines.line(one)):
            if column == VALUE:
                if one.value is not None:
                    sheet.write_number(number, column, float(one.value))
            elif cell:
                sheet.write_string(number, column, cell)


def _about_sheet(sheet: Any, figures: Extract, bold: Any, *, title: str, address: str) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for number, (label, text) in enumerate(_about(figures, title=title, address=address)):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, text)


def _about(figures: Extract, *, title: str, address: str) -> Iterator[tuple[str, str]]:
    yield _("Title"), title
    yield _("Address"), address
    if figures.updated:
        yield _("Newest release published on"), figures.updated.isoformat()
    for letter, meaning in flag_meanings().items():
        yield _("Flag %(letter)s") % {"letter": letter}, meaning
    for key in figures.cut.indicators:
        yield "", ""
        yield from _about_indicator(figures.descriptions[key])


def _about_indicator(one: Description) -> Iterator[tuple[str, str]]:
    yield _("Indicator"), f"{one.name} ({one.key})"
    yield _("What it says"), one.description
    yield _("Unit"), one.unit
    yield _("How it is worked out"), one.method
    for caveat in one.caveats:
        yield _("Caveat"), caveat
    for source in one.sources:
        yield _("Source"), f"{source.source}, {source.dataset} {source.dataset_name}"
        yield _("Licence"), source.licence
    for release in one.releases:
        told = {"id": release.id, "file": release.file, "day": release.published_on.isoformat()}
        yield _("Release"), _("%(id)s: %(file)s, published on %(day)s") % told
