"""XLSX: numbers as numbers, days as days, nothing that Excel would run; equal bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from python_calamine import CalamineWorkbook

from azymut.documents import xlsx
from azymut.documents.blocks import Cell, Column, Table
from tests.documents import examples


def opened(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx.build(content)))


def test_cells_keep_their_types_and_formulas_are_neutral():
    book = opened(examples.short(sample=True))
    assert book.sheet_names == ["Działania i pieniądze", "O pliku"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Działanie", "Status", "Wydano", "Termin", "Udział"]
    assert rows[1] == ["4.1 Staże uczniowskie", "poza kursem", 1234.5, date(2026, 12, 31), 0.61]
    assert rows[2] == ["'=HYPERLINK(A1)", "na kursie", "b.d.", "b.d.", "b.d."]
    assert rows[3][2] == 1234
    about = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert about["Stan na"] == "22.11.2026, 12:00"
    assert about["Uwaga"] == "dane przykładowe"


def test_header_is_frozen_and_filtered():
    with zipfile.ZipFile(io.BytesIO(xlsx.build(examples.short()))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_names_of_sheets_are_allowed_and_unique():
    tables = tuple(Table(name, (Column("A"),), ((Cell("1"),),)) for name in ("a/b: [c]*" * 6, "A/B: [C]*" * 6, ""))
    names = opened(examples.short(sheets=tables)).sheet_names
    assert len({name.lower() for name in names}) == 4
    assert all(0 < len(name) <= 31 for name in names)


def test_equal_content_gives_equal_bytes():
    assert xlsx.build(examples.short()) == xlsx.build(examples.short())
