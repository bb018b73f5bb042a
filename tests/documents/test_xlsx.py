"""XLSX: numbers as numbers, days as days, nothing that Excel would run; the template's sheet; equal bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date

from python_calamine import CalamineWorkbook

from azymut.documents import xlsx
from azymut.documents.blocks import Cell, Column, Cover, Table
from tests.documents import examples
from tests.documents.workbooks import office, part, template

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def opened(content, source=None):
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx.build(content, source)))


def sheet(content, source=None, number=1) -> str:
    return part(xlsx.build(content, source), f"xl/worksheets/sheet{number}.xml")


def one_cell(cell, **column) -> str:
    """What a cell becomes: its style's name and what is written in it."""
    content = examples.short(blocks=(), sheets=(Table("T", (Column("A", **column),), ((cell,),)),))
    made = xlsx.build(content)
    found = re.search(r'<c r="A6" s="(\d+)".*?</c>', part(made, "xl/worksheets/sheet1.xml"))
    styles = part(made, "xl/styles.xml")
    worn = re.findall(r'<xf [^>]*xfId="(\d+)"', styles)
    named = dict(re.findall(r'<cellStyle name="([^"]+)" xfId="(\d+)"', styles))
    style = next(name for name, number in named.items() if number == worn[int(found[1])])
    return f"{style}: {re.sub('<[^>]+>', '', found[0])}"


def test_cells_keep_their_types_and_formulas_are_neutral():
    book = opened(examples.short(sample=True))
    assert book.sheet_names == ["Działania i pieniądze", "O pliku"]
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[:4]] == [
        "Działania i pieniądze",
        "Raport: zażółć gęślą jaźń",
        "22.11.2026, 12:00  dane przykładowe",
        "",
    ]
    assert rows[4] == ["Działanie", "Status", "Wydano", "Termin", "Udział"]
    assert rows[5] == ["4.1 Staże uczniowskie", "poza kursem", 1234.5, date(2026, 12, 31), 0.61]
    assert rows[6] == ["'=HYPERLINK(A1)", "na kursie", "b.d.", "b.d.", "b.d."]
    assert rows[7][2] == 1234
    assert rows[9][0] == "Źródło: sprawozdania."
    about = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert about["Stan na"] == "22.11.2026, 12:00"
    assert about["Uwaga"] == "dane przykładowe"


def test_nothing_written_is_a_formula():
    title = "=cmd|' /C calc'!A0"
    made = xlsx.build(examples.short(title=title, author="@SUM(1)", reference="+1", sample=True))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        sheets = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [text for text in sheets if "<f>" in text or "<f " in text] == []
    texts = {
        row[0]: row[1] for row in CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(1).to_python()
    }
    assert (texts["Tytuł"], texts["Autor"], texts["Znak sprawy"]) == (f"'{title}", "'@SUM(1)", "'+1")


def test_each_kind_of_value_wears_its_style():
    assert one_cell(Cell("Tekst")) == "Azymut text: Tekst"
    assert one_cell(Cell("Razem", bold=True)) == "Azymut strong: Razem"
    assert one_cell(Cell("7", raw=7)) == "Azymut whole number: 7"
    assert one_cell(Cell("7,0", raw=7.0)) == "Azymut whole number: 7.0"
    assert one_cell(Cell("7,5", raw=7.5)) == "Azymut number: 7.5"
    assert one_cell(Cell("7 zł", raw=7), money=True) == "Azymut money: 7"
    assert one_cell(Cell("70%", raw=0.7), percent=True) == "Azymut percent: 0.7"
    assert one_cell(Cell("31.12.2026", raw="2026-12-31"), days=True) == "Azymut date: 46387"
    assert one_cell(Cell("b.d.", raw="b.d."), days=True) == "Azymut text: b.d."
    assert one_cell(Cell("3.05.1791", raw="1791-05-03"), days=True) == "Azymut text: 1791-05-03"


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    assert one_cell(Cell("a\x00b\x0bc")) == "Azymut text: abc"
    assert one_cell(Cell("_x0041_")) == "Azymut text: _x005F_x0041_"
    assert len(one_cell(Cell("a" * 40_000))) == len("Azymut text: ") + 32_767


def test_header_is_frozen_filtered_and_repeated_on_paper():
    made = xlsx.build(examples.short())
    text = part(made, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="5" topLeftCell="B6" activePane="bottomRight" state="frozen"/>' in text
    assert '<autoFilter ref="A5:E7"/>' in text
    assert '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' in text
    names = part(made, "xl/workbook.xml")
    assert "'Działania i pieniądze'!$5:$5<" in names
    assert "'Działania i pieniądze'!$A$5:$E$7<" in names
    assert "autoFilter" not in part(made, "xl/worksheets/sheet2.xml")


def test_names_of_sheets_are_allowed_and_unique():
    tables = tuple(Table(name, (Column("A"),), ((Cell("1"),),)) for name in ("a/b: [c]*" * 6, "A/B: [C]*" * 6, ""))
    names = opened(examples.short(sheets=tables)).sheet_names
    assert len({name.lower() for name in names}) == 4
    assert all(0 < len(name) <= 31 for name in names)


def test_content_without_tables_is_a_sheet_about_itself():
    assert opened(examples.short(blocks=())).sheet_names == ["O pliku"]


def test_offices_own_texts_pictures_and_paper_are_kept():
    made = xlsx.build(examples.short(), office())
    text = part(made, "xl/worksheets/sheet1.xml")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[1][1] == "Urząd Marszałkowski Województwa Łódzkiego"
    assert rows[2][1] == "KE.0643.2.2026: Działania i pieniądze"
    assert rows[6][1] == "Działanie"
    assert '<mergeCell ref="B2:D2"/>' in text
    assert 'orientation="portrait"' in text
    assert "&amp;LRaport: zażółć gęślą jaźń" in text
    for number in (1, 2):
        links = part(made, f"xl/worksheets/_rels/sheet{number}.xml.rels")
        assert f"../drawings/drawing{number}.xml" in links
        assert f"../drawings/head{number}.vml" in links
        assert "oneCellAnchor" in part(made, f"xl/drawings/drawing{number}.xml")
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert [name for name in file.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
        assert "xl/theme/theme1.xml" in file.namelist()


def test_long_texts_of_the_margins_are_cut_and_digits_kept_apart_from_sizes():
    content = examples.short(title="2026 & " + "ż" * 400)
    head = re.search("<oddHeader>(.*?)</oddHeader>", sheet(content))[1].replace("&amp;", "&")
    assert head.startswith("&L&8 2026 && żż")
    assert head.endswith("…&R&8KE.0643.2.2026")
    assert len(head) <= 255
    assert "<oddFooter>&amp;L&amp;8 22.11.2026, 12:00" in sheet(content)


def test_marks_without_an_answer_leave_an_empty_cell():
    source = template(sheet=("{{ title }}", "{{subtitle}}{{ remark }}"))
    content = examples.short(cover=Cover("Raport"))
    assert opened(content, source).get_sheet_by_index(0).to_python()[1][0] == ""


def test_equal_content_gives_equal_bytes_in_another_process():
    assert xlsx.build(examples.short()) == xlsx.build(examples.short())
    assert xlsx.build(examples.short(), office()) == xlsx.build(examples.short(), office())
    code = (
        "import django, sys; django.setup()\n"
        "from azymut.documents import xlsx; from tests.documents import examples\n"
        "sys.stdout.buffer.write(xlsx.build(examples.short()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=ENVIRONMENT)
    assert done.stdout == xlsx.build(examples.short())


def test_moment_and_title_are_those_of_the_content():
    core = part(xlsx.build(examples.short()), "docProps/core.xml")
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-22T11:00:00Z<' in core
    assert "<dc:title>Raport: zażółć gęślą jaźń<" in core
    assert "<dc:language>pl<" in core
