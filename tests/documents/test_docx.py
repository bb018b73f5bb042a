"""DOCX: true headings, table headings, alternatives and language; equal bytes; hostile templates refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from azymut.documents import docx
from azymut.kernel.errors import FileRefusedError
from tests.documents import examples
from tests.documents.examples import changed

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return docx.build(examples.content())


@pytest.fixture(scope="module")
def document(whole):
    return python_docx.Document(io.BytesIO(whole))


def with_text(text: str) -> bytes:
    made = python_docx.Document(io.BytesIO(docx.builtin_template()))
    made.paragraphs[0].insert_paragraph_before(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_headings_are_true_headings_and_skip_no_level(document):
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Podsumowanie"),
        ("Heading 2", "Działania"),
        ("Heading 1", "Załącznik A. Metodyka"),
        ("Heading 1", "Załącznik B. Źródła"),
    ]


def test_contents_lead_to_bookmarks(document):
    anchors = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))}
    names = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors <= names
    assert len(names) == 4


def test_tables_mark_their_heading_row_and_name_themselves(document):
    table = next(one for one in document.tables if one.cell(0, 0).text == "Działanie")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Działania i pieniądze"
    assert table.cell(1, 1).text == "◆ poza kursem"
    assert table.cell(3, 0).text == "Razem"


def test_heading_row_has_the_widths_of_the_rows_below(document):
    table = next(one for one in document.tables if one.cell(0, 0).text == "Działanie")
    assert [cell.width for cell in table.rows[0].cells] == [cell.width for cell in table.rows[1].cells]


def test_pictures_have_alternatives(document):
    assert len(document.inline_shapes) == 2
    assert "adults & learners" in document.inline_shapes[0]._inline.docPr.get("descr")


def test_document_names_title_language_and_moment(document):
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Raport: zażółć gęślą jaźń",
        "Urząd Marszałkowski",
        "pl",
    )
    assert properties.created.isoformat()[:19] == "2026-11-22T12:00:00"
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "pl-PL"


def test_header_takes_title_and_reference(document):
    assert "Raport: zażółć gęślą jaźń\t\tKE.0643.2.2026" in document.sections[0].header.paragraphs[0].text


def test_equal_content_gives_equal_bytes_in_another_process(whole):
    assert docx.build(examples.content()) == whole
    code = (
        "import django, sys; django.setup()\n"
        "from azymut.documents import docx; from tests.documents import examples\n"
        "sys.stdout.buffer.write(docx.build(examples.short()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=ENVIRONMENT)
    assert done.stdout == docx.build(examples.short())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"not an archive", "uszkodzony"),
        (changed(docx.builtin_template(), word__vbaProjectDOTbin=b"x"), "makra"),
        (changed(docx.builtin_template(), word__embeddings__aDOTbin=b"x"), "makra"),
        (
            changed(
                docx.builtin_template(),
                word___rels__settingsDOTxmlDOTrels=b'<Relationships><Relationship Id="r" TargetMode="External" '
                b'Type="http://x/relationships/attachedTemplate" Target="http://evil/"/></Relationships>',
            ),
            "z zewnątrz",
        ),
        (with_text("{{ ''.__class__.__mro__ }}"), "błąd"),
        (with_text("{{ unknown }}"), "błąd"),
        (with_text("{% for x in %}"), "błąd"),
        (with_text("{{ content }}"), "dokładnie jeden"),
    ],
)
def test_faulty_or_hostile_template_is_refused(source, message):
    with pytest.raises(FileRefusedError, match=message):
        docx.build(examples.short(), source)


def test_archive_that_is_no_word_file_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "x")
    with pytest.raises(FileRefusedError, match="nie jest dokumentem Worda"):
        docx.build(examples.short(), out.getvalue())


def test_damaged_word_file_is_refused():
    broken = changed(docx.builtin_template(), word__documentDOTxml=b"<not xml")
    with pytest.raises(FileRefusedError):
        docx.build(examples.short(), broken)


def test_hyperlinks_in_a_template_are_let_through():
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        b'Target="https://www.lodzkie.pl/"/></Relationships>'
    )
    docx.check_template(changed(docx.builtin_template(), word___rels__footer9DOTxmlDOTrels=relation))


def test_offices_own_letterhead_is_kept():
    document = python_docx.Document(io.BytesIO(docx.build(examples.short(), with_text("Herb: {{ title }}"))))
    assert "Herb: Raport: zażółć gęślą jaźń" in [one.text for one in document.paragraphs]
