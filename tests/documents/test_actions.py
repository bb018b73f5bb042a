"""Producing documents, publishing them, and replacing templates."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction

from azymut.documents import actions, docx, kinds, making, pdf, queries, xlsx
from azymut.documents.enums import Format
from azymut.documents.models import Document, DocumentFile, Template
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.models import AuditEntry
from tests.documents import examples

pytestmark = pytest.mark.django_db

KIND = "example"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {KIND: kinds.Kind(KIND, "Example", examples.short)})


def produced(now, formats=(Format.XLSX,), **changes) -> Document:
    content = changes.pop("content", examples.short())
    return actions.produce(kind=KIND, content=content, formats=formats, by=None, at=now, **changes)


def test_produced_document_keeps_freeze_checksums_and_moment_of_the_content(now):
    document = produced(now, formats=(Format.PDF, Format.DOCX, Format.XLSX))
    assert document.made_at == examples.short().at
    assert json.loads(document.freeze)["title"] == "Raport: zażółć gęślą jaźń"
    assert document.content == examples.short()
    assert [file.format for file in document.files.order_by("format")] == ["docx", "pdf", "xlsx"]
    for file in document.files.all():
        with file.file.open() as stored:
            content = stored.read()
        assert queries.sha256(content) == file.sha256
        assert len(content) == file.size
    entry = AuditEntry.objects.get(action="documents.keep")
    assert set(entry.after) == {"kind", "freeze", "pdf", "docx", "xlsx"}
    assert queries.remake_matches(document)


def test_same_freeze_again_gives_the_standing_document_and_adds_formats(now, monkeypatch):
    first = produced(now)
    before = first.files.get().sha256
    second = produced(now, formats=(Format.XLSX, Format.DOCX))
    assert second == first
    assert {file.format for file in first.files.all()} == {"xlsx", "docx"}
    assert first.files.get(format="xlsx").sha256 == before
    monkeypatch.setattr(making, "make", None)
    assert produced(now) == first


def test_progress_is_told(now):
    told = []
    produced(now, formats=(Format.XLSX, Format.XLSX), progress=lambda *step: told.append(step))
    assert told == [(0, 1, "XLSX"), (1, 1, "")]


def test_sample_document_is_never_published(now):
    document = produced(now, content=examples.short(sample=True))
    with pytest.raises(DomainError):
        actions.publish(document=document, by=None, at=now)
    assert not document.is_public


def test_publishing_and_withdrawing_are_audited(now):
    document = produced(now)
    actions.publish(document=document, by=None, at=now)
    actions.withdraw(document=document, by=None, at=now)
    document.refresh_from_db()
    assert not document.is_public
    names = set(AuditEntry.objects.values_list("action", flat=True))
    assert names == {"documents.keep", "documents.publish", "documents.withdraw"}


def test_freeze_stays_out_of_the_audit_trail(now):
    produced(now)
    assert not AuditEntry.objects.filter(after__icontains="Łódź").exists()


def test_changed_file_or_freeze_is_found_out(now):
    document = produced(now)
    file = document.files.get()
    with file.file.open("rb") as stored:
        content = stored.read()
    path = file.file.path
    with open(path, "wb") as damaged:  # noqa: PTH123  # what a hand on the disk would do
        damaged.write(content + b"x")
    assert queries.verdicts(document) == [queries.Verdict("xlsx", stored=False, remade=True)]
    assert not queries.remake_matches(document)
    document.freeze += " "
    assert not queries.freeze_is_intact(document)


def test_file_of_another_builder_is_checked_by_its_checksum_alone(now):
    document = produced(now)
    document.files.update(builder="0 older")
    assert queries.verdicts(document) == [queries.Verdict("xlsx", stored=True, remade=None)]
    assert queries.remake_matches(document)


def replaced(now, source=None, file_format=Format.DOCX):
    content = docx.builtin_template() if source is None else source
    return actions.replace_template(
        kind=KIND, file_format=file_format, name="nasz.docx", source=content, by=None, at=now
    )


def test_replaced_template_is_used_and_remembered(now):
    first = replaced(now)
    document = produced(now, formats=(Format.DOCX,))
    second = replaced(now)
    first.refresh_from_db()
    assert (first.version, first.is_active) == (1, False)
    assert (second.version, second.is_active) == (2, True)
    assert document.files.get().template == first
    assert queries.active_template(KIND, Format.DOCX) == second
    assert queries.remake_matches(document)


def test_replaced_workbook_template_makes_workbooks_that_can_be_made_again(now):
    builtin = produced(now, content=examples.short(reference="1"))
    source = examples.changed(xlsx.builtin_template(), note=b"ours")
    template = replaced(now, source, Format.XLSX)
    document = produced(now, content=examples.short(reference="2"))
    assert template.source.name.endswith(".xlsx")
    assert document.files.get().template == template
    assert builtin.files.get().template is None
    assert queries.remake_matches(document)
    assert queries.remake_matches(builtin)


def test_refused_workbook_template_leaves_the_one_in_force(now):
    template = replaced(now, xlsx.builtin_template(), Format.XLSX)
    with pytest.raises(FileRefusedError):
        replaced(now, b"PK not a workbook", Format.XLSX)
    assert queries.active_template(KIND, Format.XLSX) == template
    assert Template.objects.get() == template


def test_restored_builtin_leaves_no_template_in_force(now):
    actions.restore_builtin(template=replaced(now), by=None, at=now)
    assert queries.active_template(KIND, Format.DOCX) is None
    assert queries.active_templates() == {}


def test_template_is_tried_on_the_last_document(now):
    produced(now, content=examples.short(title="Ostatni"))
    own = b'#let d = json("document.json")\n#assert(d.title == "Ostatni")\n#set document(title: "x")\n= A'
    assert replaced(now, own, Format.PDF).version == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "none"}, DomainError),
        ({"file_format": Format.XLSX}, FileRefusedError),
        ({"source": b""}, FileRefusedError),
        ({"source": b"x" * (actions.TEMPLATE_LIMIT_BYTES + 1)}, FileRefusedError),
        ({"source": b"#unknown"}, FileRefusedError),
    ],
)
def test_template_that_cannot_be_used_is_refused(now, changes, error):
    values = {"kind": KIND, "file_format": Format.PDF, "name": "x", "source": pdf.builtin_template(), **changes}
    with pytest.raises(error):
        actions.replace_template(**values, by=None, at=now)
    assert not Template.objects.exists()


def test_nothing_is_kept_when_a_template_fails(now, monkeypatch):
    def fail(*args):
        raise FileRefusedError("no")

    monkeypatch.setattr(making, "make", fail)
    with pytest.raises(FileRefusedError):
        produced(now)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda document, _template: Document.objects.create(
            kind=document.kind, freeze_sha256=document.freeze_sha256, made_at=document.made_at
        ),
        lambda document, _template: DocumentFile.objects.create(document=document, format="xlsx", size=1),
        lambda document, _template: DocumentFile.objects.create(document=document, format="pdf", size=0),
        lambda _document, template: Template.objects.create(
            kind=template.kind, format="docx", version=9, size=1, is_active=True
        ),
        lambda _document, template: Template.objects.create(
            kind=template.kind, format="docx", version=1, size=1, is_active=False
        ),
    ],
)
def test_database_refuses(now, make):
    document, template = produced(now), replaced(now)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(document, template)


def test_kinds_answer_for_their_documents(now):
    document = produced(now)
    assert not kinds.may_read(None, document)
    assert not kinds.may_sign(None, document)
    assert [one.key for one in kinds.known()] == [KIND]
    document.kind = "unknown"
    assert not kinds.may_read(None, document)
    kinds.register(kinds.Kind("unknown", "Unknown", examples.short, may_read=lambda *_: True))
    assert kinds.may_read(None, document)
