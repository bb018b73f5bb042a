"""Attachments: what is taken, what is refused, and who gets them."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from azymut.kernel import attachments, filetypes
from azymut.kernel.enums import ScanState
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.filetypes import CSV, DOCX, EVERYTHING, JPEG, ODS, ODT, PDF, PNG, PPTX, TEXT, WEBP, XLSX
from azymut.kernel.models import Attachment, AuditEntry
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db(transaction=False)

PDF_CONTENT = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PNG_CONTENT = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def docx():
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Zażółć")
    document.save(out)
    return out.getvalue()


def xlsx():
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write(0, 0, "x")
    return out.getvalue()


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def opendocument(kind):
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def store(now, content, name, **values):
    given = {"by": None, "at": now, "allowed": EVERYTHING, **values}
    return attachments.store(upload=SimpleUploadedFile(name, content), **given)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF_CONTENT, "opinia.pdf", PDF),
        (PNG_CONTENT, "obraz.PNG", PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 40, "zdjecie.jpeg", JPEG),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40, "obraz.webp", WEBP),
        (docx(), "pismo.docx", DOCX),
        (xlsx(), "tabela.xlsx", XLSX),
        (archive({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), "pokaz.pptx", PPTX),
        (opendocument("text"), "pismo.odt", ODT),
        (opendocument("spreadsheet"), "tabela.ods", ODS),
        ("kod;nazwa\n1;Łódź\n".encode(), "dane.csv", CSV),
        ("kod;nazwa\n1;Łódź\n".encode("cp1250"), "dane.csv", CSV),
        ("Notatka: żółw".encode(), "notatka.txt", TEXT),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_real_file_is_taken_by_its_content(now, content, name, kind):
    account = AccountFactory()
    stored = store(now, content, name, by=account)
    assert (stored.content_type, stored.size, stored.name) == (kind.content_type, len(content), name)
    assert stored.scan == ScanState.UNSCANNED
    assert stored.created_by == account
    with default_storage.open(stored.file.name) as kept:
        assert kept.read() == content
    assert stored.file.name == f"attachments/2026/11/{stored.public_id}{kind.suffixes[0]}"
    noted = AuditEntry.objects.get()
    assert noted.action == "kernel.store"
    assert name not in str(noted.after) + noted.object_label


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 100, "opinia.pdf"),
        (b"MZ\x90\0" + b"\0" * 100, "program.exe"),
        (PNG_CONTENT, "opinia.pdf"),
        (PDF_CONTENT, "obraz.png"),
        (PDF_CONTENT, "bez koncowki"),
        (b"<html><script>alert(1)</script></html>", "notatka.txt"),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', "obraz.csv"),
        (b"#!/bin/sh\nrm -rf /\n", "notatka.txt"),
        (b"{\\rtf1 object}", "notatka.txt"),
        (b"%!PS-Adobe", "notatka.txt"),
        (b"text\0with zeros", "notatka.txt"),
        (b"Notatka", "notatka.html"),
        (docx(), "tabela.xlsx"),
        (archive({"a.txt": "plain zip"}), "pismo.docx"),
        (archive({"[Content_Types].xml": "x", "other.xml": "x"}), "pismo.docx"),
        (archive({"mimetype": "application/epub+zip"}), "pismo.odt"),
        (archive({"[Content_Types].xml": "x", "word/document.xml": "x", "word/vbaProject.bin": "x"}), "pismo.docx"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/x.xml": "x"}), "pismo.odt"),
        (docx()[:-200], "pismo.docx"),
        (archive({"[Content_Types].xml": "x", "word/document.xml": b"\0" * 30_000_000}), "pismo.docx"),
        (archive({"[Content_Types].xml": "x", "word/document.xml": "x", "../../etc/passwd": "x"}), "pismo.docx"),
        (archive({f"part{n}": "" for n in range(2001)}), "pismo.docx"),
        (b"", "pusty.pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_disguised_or_dangerous_file_is_refused(now, content, name):
    with pytest.raises(FileRefusedError):
        store(now, content, name)
    assert not Attachment.objects.exists()
    assert not default_storage.exists("attachments")


def test_kind_that_is_not_wanted_here_is_refused(now):
    with pytest.raises(FileRefusedError, match="PDF"):
        store(now, PNG_CONTENT, "obraz.png", allowed=frozenset({PDF}))


def test_too_large_file_is_refused(now, settings):
    with pytest.raises(FileRefusedError, match="1 MB"):
        store(now, b"a" * 11, "a.txt", limit=10)
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(FileRefusedError):
        store(now, b"a" * 11, "a.txt")
    lying = ContentFile(b"a" * 11, name="a.txt")
    lying.size = 5
    with pytest.raises(FileRefusedError):
        attachments.store(upload=lying, by=None, at=now, allowed=EVERYTHING)


def test_locked_archive_is_refused(now):
    content = bytearray(docx())
    for start in (at for at in range(len(content) - 4) if content[at : at + 4] == b"PK\x01\x02"):
        content[start + 8] |= 1
    with pytest.raises(FileRefusedError, match="has"):
        store(now, bytes(content), "pismo.docx")


def test_part_that_states_less_than_it_holds_is_refused(now):
    content = bytearray(archive({"[Content_Types].xml": "x", "word/document.xml": b"a" * 5000}))
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (10).to_bytes(4, "little")
    with pytest.raises(FileRefusedError):
        store(now, bytes(content), "pismo.docx")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("C:\\Users\\Anna\\opinia końcowa.pdf", "opinia końcowa.pdf"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ('na"zwa<b>.pdf', "na zwa b.pdf"),
        ("...ukryty.txt", "ukryty.txt"),
        (".txt", "txt"),
        ("", "plik"),
        ("///", "plik"),
        ("z\u0307.txt", "ż.txt"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("a.veryverylongsuffix", "a.veryverylo"),
    ],
)
def test_names_are_cleaned(raw, clean):
    assert attachments.clean_name(raw) == clean


@given(st.text(max_size=400))
def test_clean_names_are_safe_and_stay_clean(raw):
    clean = attachments.clean_name(raw)
    assert clean
    assert len(clean) <= 150
    assert not set(clean) & set('<>:"/\\|?*\r\n\0')
    assert not clean.startswith(".")


def clean_scanner(file):
    assert file.read(4) == b"%PDF"
    return ScanState.CLEAN


def virus_scanner(file):
    return ScanState.INFECTED


def broken_scanner(file):
    raise ConnectionError("no scanner answers")


@pytest.mark.parametrize(("scanner", "kept"), [("clean", True), ("virus", False), ("broken", False)])
def test_scanner_is_asked(now, settings, scanner, kept):
    settings.ATTACHMENT_SCANNER = f"{__name__}.{scanner}_scanner"
    if kept:
        assert store(now, PDF_CONTENT, "a.pdf").scan == ScanState.CLEAN
    else:
        with pytest.raises(FileRefusedError):
            store(now, PDF_CONTENT, "a.pdf")
    assert Attachment.objects.count() == kept


def test_failed_save_leaves_no_file(now, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("database away")

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        store(now, PDF_CONTENT, "a.pdf")
    assert default_storage.listdir("attachments/2026/11") == ([], [])


def test_discarded_attachment_takes_its_file_along(now, django_capture_on_commit_callbacks):
    stored = store(now, PDF_CONTENT, "a.pdf")
    path = stored.file.name
    with django_capture_on_commit_callbacks() as after:
        attachments.discard(attachment=stored, by=None, at=now)
    assert default_storage.exists(path)
    for step in after:
        step()
    assert not default_storage.exists(path)
    assert not Attachment.objects.exists()


def test_kinds_describe_themselves():
    assert filetypes.labels(frozenset({PDF, DOCX})) == "DOCX, PDF"


@pytest.fixture
def stored(now):
    return store(now, PDF_CONTENT, "opinia końcowa.pdf", by=AccountFactory(reporter=True))


def fetch(client, stored, **options):
    response = client.get(f"/pliki/{stored.public_id}/", **options)
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    return response


def test_attachment_is_for_its_uploader_and_administrators(client, stored, monkeypatch):
    monkeypatch.setattr(attachments, "_readers", {})
    assert fetch(client, stored).status_code == 404
    for account, status in (
        (stored.created_by, 200),
        (AccountFactory(administrator=True), 200),
        (AccountFactory(coordinator=True), 404),
    ):
        client.force_login(account)
        assert fetch(client, stored).status_code == status
    assert client.get("/pliki/nosuchfile22/").status_code == 404
    assert client.post(f"/pliki/{stored.public_id}/").status_code == 405


def test_owning_room_lets_readers_in(client, stored, monkeypatch):
    monkeypatch.setattr(attachments, "_readers", {})
    attachments.register_reader("nobody", lambda *_: False)
    assert fetch(client, stored).status_code == 404
    attachments.register_reader("papers", lambda attachment, account: attachment == stored and account is None)
    assert fetch(client, stored).status_code == 200


def test_attachment_is_served_safely(client, stored):
    client.force_login(stored.created_by)
    response = fetch(client, stored)
    assert response.body == PDF_CONTENT
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''opinia%20ko%C5%84cowa.pdf"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert fetch(client, stored, query_params={"pobierz": ""})["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "name", "way"),
    [(PNG_CONTENT, "a.png", "inline"), (docx(), "a.docx", "attachment"), (b"a", "a.txt", "attachment")],
)
def test_only_pdf_and_pictures_open_in_place(client, now, content, name, way):
    stored = store(now, content, name, by=AccountFactory())
    client.force_login(stored.created_by)
    response = fetch(client, stored)
    assert response["Content-Disposition"].split(";")[0] == way
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_unchanged_attachment_is_not_sent_again(client, stored):
    client.force_login(stored.created_by)
    response = fetch(client, stored, headers={"If-None-Match": f'"{stored.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")


def test_lost_file_is_not_found(client, stored):
    client.force_login(stored.created_by)
    default_storage.delete(stored.file.name)
    assert fetch(client, stored).status_code == 404
