"""PDF: tagged, archival, in its language, with its fonts; equal bytes each time; hostile templates refused."""

from __future__ import annotations

import io
import subprocess

import pytest
from pypdf import PdfReader

from azymut.documents import pdf, typst_process
from azymut.kernel.errors import FileRefusedError
from config import gunicorn
from tests.documents import examples


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pdf.build(examples.content())


@pytest.fixture(scope="module")
def reader(whole) -> PdfReader:
    return PdfReader(io.BytesIO(whole))


def test_pdf_is_tagged_and_names_language_title_and_standards(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "pl"
    assert reader.metadata.title == "Raport: zażółć gęślą jaźń"
    assert reader.metadata.author == "Urząd Marszałkowski"
    described = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>3</pdfaid:part>" in described


def test_pdf_carries_the_moment_of_its_content(reader):
    assert reader.metadata.creation_date.isoformat() == "2026-11-22T11:00:00+00:00"


def test_all_fonts_are_embedded(reader):
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[descendant["/BaseFont"]] = descendant["/FontDescriptor"].get_object()
    assert fonts
    assert all("Inter" in name for name in fonts)
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts.values())


def test_polish_letters_can_be_read_as_text(reader):
    text = "\n".join(page.extract_text() for page in reader.pages)
    for piece in ("zażółć gęślą jaźń", "Źródło: sprawozdania", "Załącznik A. Metodyka", "Łódź", "dane przykładowe"):
        assert piece in text


def _elements(node, found):
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            _elements(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            _elements(node["/K"], found)
    return found


def test_structure_has_headings_table_headings_lists_and_described_figures(reader):
    elements = _elements(reader.trailer["/Root"]["/StructTreeRoot"], [])
    kinds = [one["/S"] for one in elements]
    for kind in ("/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/TOC", "/Figure"):
        assert kind in kinds
    assert "/H3" not in kinds
    charts = [one for one in elements if one["/S"] == "/Figure" and "/Alt" in one]
    assert any("adults & learners" in one["/Alt"] for one in charts)


def test_equal_content_gives_equal_bytes(whole):
    assert pdf.build(examples.content()) == whole


def test_english_document_speaks_english():
    text = PdfReader(io.BytesIO(pdf.build(examples.short(language="en")))).pages[1].extract_text()
    assert "page 2 of 2" in text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b'#import "@preview/tablex:0.0.8": *', "pakiet"),
        (rb'#import "\u{40}preview/tablex:0.0.8": *', "pakiet"),
        (b'#import (str.from-unicode(64) + "preview/tablex:0.0.8"): *', "pakiet"),
        (b"= A\n#let x = (", r"main|błąd"),
        (b'#read("/etc/passwd")', "błąd"),
        (b'#read("../../../../etc/passwd")', "błąd"),
        (b'#image("drawing-9.svg")', "błąd"),
        (b"#let f(x) = f(x + 1)\n#f(1)", "błąd"),
    ],
)
def test_faulty_or_hostile_template_is_refused(source, message):
    with pytest.raises(FileRefusedError, match=message):
        pdf.build(examples.short(), source)


def test_refusal_names_the_place():
    with pytest.raises(FileRefusedError) as caught:
        pdf.build(examples.short(), b"= A\n\n#unknown")
    assert caught.value.place == "wiersz 3, kolumna 2"


def test_offices_own_template_is_used():
    lines = (
        b'#let d = json("document.json")',
        b"#set document(title: d.title)",
        b'#set text(font: "Inter")',
        b"= Herb",
    )
    own = b"\n".join(lines)
    text = PdfReader(io.BytesIO(pdf.build(examples.short(), own))).pages[0].extract_text()
    assert "Herb" in text


def test_process_that_dies_or_hangs_is_told(monkeypatch):
    done = subprocess.CompletedProcess([], -9, stdout=b"", stderr=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_kwargs: done)
    with pytest.raises(FileRefusedError, match="czasu lub pamięci"):
        pdf.build(examples.short())

    def hang(*args, **kwargs):
        raise subprocess.TimeoutExpired("typst", 1)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(FileRefusedError, match="zbyt długo"):
        pdf.build(examples.short())


def test_a_template_is_given_up_before_the_web_server_gives_up_the_request():
    assert typst_process.SECONDS < pdf._SECONDS <= gunicorn.timeout - 15
