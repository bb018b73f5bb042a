"""Workbook templates: what is no template, hostile, damaged or incomplete is refused with its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from azymut.documents import xlsx
from azymut.documents.spreadsheetml import address, place_of
from azymut.kernel.errors import FileRefusedError
from tests.documents import examples
from tests.documents.examples import changed
from tests.documents.workbooks import BOOK, SHEET, STYLES, office, part, replaced, template

CONTENT = '<row r="5"><c r="A5" t="inlineStr"><is><t>{{ content }}</t></is></c></row>'
OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'TargetMode="External" Type="http://x/hyperlink" Target="http://evil/"/></Relationships>'
)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def below(cells: str) -> bytes:
    return template(sheet=(CONTENT, f"{CONTENT}{cells}"))


def texted(text: str) -> bytes:
    return template(sheet=("{{ caption }}", text))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 30 * 2**20)
    return out.getvalue()


NO_TEMPLATE = [
    (b"not an archive", "uszkodzony", ""),
    (archive(a=b"x"), "nie jest skoroszytem", ""),
    (bomb(), "Po rozpakowaniu", ""),
    (changed(xlsx.builtin_template(), xl__vbaProjectDOTbin=b"x"), "makra", "xl/vbaProject.bin"),
    (changed(xlsx.builtin_template(), xl__embeddings__aDOTbin=b"x"), "makra", "xl/embeddings/a.bin"),
    (replaced(template(), "[Content_Types].xml", "spreadsheetml.sheet.main", "x.macroEnabled.main"), "makra", ""),
    (
        changed(xlsx.builtin_template(), xl__externalLinks__aDOTxml=b"<a/>"),
        "z zewnątrz",
        "xl/externalLinks/a.xml",
    ),
    (changed(xlsx.builtin_template(), xl__connectionsDOTxml=b"<a/>"), "z zewnątrz", "xl/connections.xml"),
    (
        changed(xlsx.builtin_template(), **{"xl/worksheets/_rels/sheet1.xml.rels": OUTSIDE.encode()}),
        "z zewnątrz",
        "xl/worksheets/_rels/sheet1.xml.rels",
    ),
    (
        changed(xlsx.builtin_template(), **{"xl/worksheets/_rels/sheet1.xml.rels": OUTSIDE.encode("utf-16")}),
        "z zewnątrz",
        "xl/worksheets/_rels/sheet1.xml.rels",
    ),
    (changed(xlsx.builtin_template(), **{SHEET: b"<not xml"}), "uszkodzony", SHEET),
    (
        changed(xlsx.builtin_template(), **{SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "uszkodzony",
        SHEET,
    ),
    (changed(xlsx.builtin_template(), **{SHEET: b"<a>" + bytes(range(48, 58)) * 900_000 + b"</a>"}), "za duża", SHEET),
    (template(book=("spreadsheetml/2006/main", "other")), "ścisły", ""),
    (
        template(book=("</sheets>", '<sheet name="Drugi" sheetId="2"/></sheets>')),
        "dokładnie jednego arkusza",
        "Azymut, Drugi",
    ),
    (template(book=('r:id="rId1"', 'r:id="rIdStyles"')), "uszkodzony", BOOK),
    (template(book=('r:id="rId1"', 'r:id="none"')), "uszkodzony", BOOK),
    (template(sheet=(CONTENT, "")), "dokładnie jednej komórki", "Azymut"),
    (below(CONTENT.replace('"5"', '"6"').replace("A5", "A6")), "Obok i poniżej", "Azymut!A6"),
    (below('<row r="7"><c r="C7"><v>1</v></c></row>'), "Obok i poniżej", "Azymut!C7"),
    (
        template(sheet=(CONTENT, CONTENT.replace("</row>", '<c r="B5"><v>1</v></c></row>'))),
        "Obok i poniżej",
        "Azymut!B5",
    ),
    (
        template(sheet=('<row r="5">', '<row r="5"><c r="0"><v>1</v></c>')),
        "uszkodzony",
        "xl/worksheets",
    ),
    (texted("Tabela {{ content }}"), "stoi w komórce sam", "Azymut!A1"),
    (texted("{{ unknown }}"), r"Nie ma znacznika \{\{ unknown", "Azymut!A1"),
    (template(sheet=("{{ reference }}", "{{ x }}")), r"Nie ma znacznika \{\{ x", "Azymut, oddHeader"),
    (
        template(sheet=('<c r="A1" s="1" t="inlineStr">', '<c r="A1" s="1"><f>NOW()</f></c><c r="B1" t="inlineStr">')),
        "formuł",
        "Azymut!A1",
    ),
    (
        template(sheet=("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A5:B5"/></mergeCells>')),
        "scalać",
        "Azymut!A5:B5",
    ),
    (
        template(sheet=("</sheetData>", "</sheetData><conditionalFormatting/>")),
        "conditionalFormatting",
        "Azymut",
    ),
    (template(styles=("Azymut money", "Inny")), "„Azymut money”", STYLES),
    (template(styles=('"Azymut date" xfId="10"', '"Azymut date" xfId="2"')), "„Azymut date” musi mieć format", STYLES),
    (template(styles=("0.0%", "0.0")), "„Azymut percent” musi mieć format", STYLES),
    (template(styles=('"Azymut note" xfId="11"', '"Azymut note" xfId="99"')), "uszkodzony", STYLES),
    (template(styles=('numFmtId="166" fontId', 'numFmtId="x" fontId')), "uszkodzony", STYLES),
]


@pytest.mark.parametrize(("source", "message", "place"), NO_TEMPLATE)
def test_faulty_or_hostile_template_is_refused_with_its_place(source, message, place):
    with pytest.raises(FileRefusedError, match=message) as refused:
        xlsx.check_template(source)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("xl/drawings/drawing1.xml", "xdr:pic>", "xdr:sp>", "tylko obrazy"),
        ("xl/drawings/vmlDrawing1.vml", "<v:imagedata", "<script/><v:imagedata", "makra"),
        ("xl/drawings/_rels/drawing1.xml.rels", "relationships/image", "relationships/chart", "PNG lub JPEG"),
        ("xl/worksheets/_rels/sheet1.xml.rels", 'Id="rId1"', 'Id="other"', "uszkodzony"),
        ("xl/sharedStrings.xml", "</si>", "", "uszkodzony"),
    ],
)
def test_faulty_office_template_is_refused(name, old, new, message):
    text = part(office(), name).replace(old, new)
    with pytest.raises(FileRefusedError, match=message):
        xlsx.check_template(changed(office(), **{name: text.encode()}))


def test_picture_of_another_type_is_refused():
    source = changed(office(), **{"xl/media/image1.png": b"<svg/>"})
    with pytest.raises(FileRefusedError, match="PNG lub JPEG") as refused:
        xlsx.check_template(source)
    assert refused.value.place == "xl/media/image1.png"


def test_missing_part_is_named():
    parts = {"xl/_rels/workbook.xml.rels": part(office(), "xl/_rels/workbook.xml.rels").replace("theme1", "theme9")}
    with pytest.raises(FileRefusedError) as refused:
        xlsx.check_template(changed(office(), **{name: text.encode() for name, text in parts.items()}))
    assert refused.value.place == "xl/theme/theme9.xml"


def test_shared_text_that_does_not_exist_is_refused():
    with pytest.raises(FileRefusedError) as refused:
        xlsx.check_template(replaced(office(), SHEET, "<v>0</v>", "<v>99</v>"))
    assert refused.value.place == "xl/sharedStrings.xml"


def test_what_other_programs_leave_behind_is_passed_over():
    source = template(sheet=("</sheetData>", "</sheetData><extLst/>"))
    source = replaced(source, SHEET, '<row r="1" ', '<row xmlns:z="urn:z" z:dyDescent="1" r="1" ')
    source = replaced(source, SHEET, '<c r="A1" ', '<c vm="1" r="A1" ')
    made = part(xlsx.build(examples.short(), source), SHEET)
    assert [word for word in ("extLst", "dyDescent", "vm=") if word in made] == []


@pytest.mark.parametrize("code", ["dd/mm/yy", "[$-415]d mmmm rrrr", "yyyy\\-mm\\-dd"])
def test_any_format_of_dates_will_do(code):
    xlsx.check_template(template(styles=("dd\\.mm\\.yyyy", code)))


def test_style_is_found_whatever_the_case_of_its_letters():
    xlsx.check_template(template(styles=("Azymut note", "AZYMUT NOTE")))


def test_addresses_go_both_ways():
    assert [address(1, number) for number in (1, 26, 27, 702, 703)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert place_of("AAA12") == (12, 703)
