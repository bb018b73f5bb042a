"""Tables of any office are read as they are; what would do harm is refused before it is laid out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from azymut.indicators.exchange import tables
from azymut.kernel import sheets
from azymut.kernel.errors import FileRefusedError
from tests.indicators.tables import CSV, ods, packed, tampered, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def rows(content, name, **options):
    return [line.cells for line in tables.read(content, name, **options).lines]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_text_is_read_in_its_dialect(sign, encoding):
    text = sign.join(("Kod", "Nazwa")) + "\r\n\r\n" + sign.join(("1061", "Łódź")) + "\r\n"
    sheet = tables.read(text.encode(encoding), "dane.csv")
    assert [(line.number, line.cells) for line in sheet.lines] == [(1, ("Kod", "Nazwa")), (3, ("1061", "Łódź"))]


def test_commas_in_numbers_do_not_mislead():
    assert rows(b"a;b\n1,5;2,5\n3,5;4,5\n", "x.csv") == [("a", "b"), ("1,5", "2,5"), ("3,5", "4,5")]


def test_one_column_is_a_table_too():
    assert rows(b"a\n1\n", "x.csv") == [("a",), ("1",)]


def test_numbers_of_workbooks_are_numbers_and_days_are_days():
    content = xlsx({"A": [["Kod", "Kiedy", "Ile"], ["0210", dt.date(2025, 3, 1), 0.1 + 0.2], [True, "", 1061]]})
    found = rows(content, "x.xlsx")
    assert found[1][0] == "0210"
    assert found[1][2] == Decimal("0.3")
    assert found[2] == ("TRUE", "", Decimal(1061))


def test_dates_of_workbooks_are_days():
    assert tables._cell(dt.datetime(2025, 3, 1, 12, 0)) == "2025-03-01"  # noqa: DTZ001  # as a spreadsheet has it
    assert tables._cell(dt.date(2025, 3, 1)) == "2025-03-01"


def test_a_sheet_is_chosen_by_its_name():
    content = xlsx({"Opis": [["tekst"]], "Dane": [["Kod"], ["1061"]]})
    first, second = tables.read(content, "x.xlsx"), tables.read(content, "x.xlsx", sheet="Dane")
    assert (first.name, first.names) == ("Opis", ("Opis", "Dane"))
    assert [line.cells for line in second.lines] == [("Kod",), ("1061",)]
    with pytest.raises(FileRefusedError, match="nie ma arkusza „Inny”"):
        tables.read(content, "x.xlsx", sheet="Inny")


def test_open_document_is_read_alike():
    assert rows(ods([["Kod", "Ile"], ["1061", 12.5]]), "x.ods") == [("Kod", "Ile"), ("1061", Decimal("12.5"))]


def test_only_so_many_rows_are_read_when_asked():
    many = "a;b\n" + "1;2\n" * 50
    assert len(rows(many.encode(), "x.csv", rows=10)) == 10
    assert len(rows(xlsx({"A": [[1, 2]] * 50}), "x.xlsx", rows=10)) == 10


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [(b"PK\x03\x04nonsense", "x.xlsx", "uszkodzony"), (b"%PDF-1.7\n", "x.csv", "tu nie przyjmujemy"),
     (CSV.encode(), "x.xlsx", "tu nie przyjmujemy"), (b"\x00\x01\x02", "x.csv", "tu nie przyjmujemy"),
     (b"<html><body>503</body></html>", "x.csv", "tu nie przyjmujemy"), (b"\n\n", "x.csv", "nic nie ma"),
     (b'a;b\n"1;2\n', "x.csv", "uszkodzona")],
)  # fmt: skip
def test_what_is_no_table_is_refused(content, name, reason):
    with pytest.raises(FileRefusedError, match=reason):
        tables.read(content, name)


def test_a_workbook_under_another_name_is_refused():
    with pytest.raises(FileRefusedError, match=r"kończy się na „\.csv”, a zawartość to XLSX"):
        tables.read(xlsx({"A": [[1]]}), "x.csv")


def test_macros_are_refused():
    with pytest.raises(FileRefusedError, match="makra"):
        tables.read(packed({"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/vbaProject.bin": ""}), "x.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(FileRefusedError, match="rozpakow"):
        tables.read(packed({"[Content_Types].xml": "", "xl/workbook.xml": "0" * 30_000_000}), "x.xlsx")


def test_much_text_in_a_workbook_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 500)
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(xlsx({"A": [[1]]}), "x.xlsx")


def test_a_cell_in_the_last_row_and_column_is_refused_before_it_is_laid_out():
    content = tampered(xlsx({"A": [["a"], ["b"]]}), SHEET, 'r="A2" ', 'r="XFD1048576" ')
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(content, "x.xlsx")


def test_cells_without_a_place_are_counted():
    plain = tampered(xlsx({"A": [["a"], ["b"]]}), SHEET, '<c r="A2"', "<c")
    assert [line.number for line in tables.read(plain, "x.xlsx").lines] == [1, 2]
    far = tampered(plain, SHEET, '<row r="2"', '<row r="900000"')
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(far, "x.xlsx")


ONE = 'office:value-type="float" office:value="1"'


@pytest.mark.parametrize(
    "extra",
    [f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {ONE}/></table:table-row>',
     f'<table:table-row><table:table-cell table:number-columns-repeated="16000" {ONE}/></table:table-row>'],
)  # fmt: skip
def test_repetition_in_open_documents_is_refused(extra):
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(ods([["a"]], extra=extra), "x.ods")


def test_empty_ends_of_open_documents_do_not_count():
    cell = '<table:table-cell table:number-columns-repeated="1024"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    assert rows(ods([["a"], ["b"]], extra=empty), "x.ods") == [("a",), ("b",)]


def test_nonsense_in_a_repetition_is_refused():
    with pytest.raises(FileRefusedError, match="uszkodzony"):
        tables.read(ods([["a"]], extra='<table:table-row table:number-rows-repeated="-5"/>'), "x.ods")


def test_entities_are_refused():
    content = tampered(ods([["a"]]), "content.xml", "?><office", '?><!DOCTYPE x [<!ENTITY a "b">]><office')
    with pytest.raises(FileRefusedError, match="uszkodzony"):
        tables.read(content, "x.ods")


def test_broken_markup_is_refused():
    content = tampered(ods([["a"]]), "content.xml", "</table:table>", "")
    with pytest.raises(FileRefusedError, match="uszkodzony"):
        tables.read(content, "x.ods")


def test_a_formula_without_its_result_is_refused_by_its_place():
    content = tampered(xlsx({"A": [["a"], ["=1+1"]]}), SHEET, "</f><v>0</v>", "</f>")
    with pytest.raises(FileRefusedError, match="formułę bez wyniku") as refusal:
        tables.read(content, "x.xlsx")
    assert refusal.value.place == "A2"


def test_the_result_of_a_formula_is_what_was_kept_nothing_is_worked_out():
    assert rows(xlsx({"A": [["a"], ["=1+1"]]}), "x.xlsx") == [("a",), (Decimal(0),)]


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_COLUMNS"])
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_a_table_beyond_the_limits_is_refused(monkeypatch, limit, name):
    monkeypatch.setattr(tables if name == "x.csv" else sheets, limit, 2)
    content = b"a;b;c\n1;2;3\n4;5;6\n" if name == "x.csv" else xlsx({"A": [[1, 2, 3]] * 3})
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(content, name)


def test_too_many_sheets_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_SHEETS", 1)
    with pytest.raises(FileRefusedError, match="za duża"):
        tables.read(xlsx({"A": [[1]], "B": [[1]]}), "x.xlsx")
