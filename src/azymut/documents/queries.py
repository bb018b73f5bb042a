"""Reads of documents and templates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from azymut.documents import kinds, making
from azymut.documents.enums import Format
from azymut.documents.models import Document, DocumentFile, Template
from azymut.kernel.errors import DomainError, FileRefusedError


def document(public_id: str) -> Document | None:
    return Document.objects.filter(public_id=public_id).first()


def file_of(document: Document, file_format: str) -> DocumentFile | None:
    return document.files.filter(format=file_format).first()


def active_template(kind: str, file_format: Format) -> Template | None:
    """The office's template in force, None for the built-in one."""
    return Template.objects.filter(kind=kind, format=file_format, is_active=True).first()


def active_templates() -> dict[tuple[str, str], Template]:
    """All templates in force by kind and format, with who put them in; one query."""
    rows = Template.objects.filter(is_active=True).select_related("created_by")
    return {(row.kind, row.format): row for row in rows}


@dataclass(frozen=True)
class Verdict:
    """What became of a file when it was checked: `stored` — its bytes are those that were made; `remade` — made anew
    from the freeze it comes out the same (None: another builder stands now, so equal bytes cannot be asked for)."""

    format: str
    stored: bool
    remade: bool | None


def freeze_is_intact(document: Document) -> bool:
    return sha256(document.freeze.encode()) == document.freeze_sha256


def verdicts(document: Document) -> list[Verdict]:
    """Each file checked against its checksum and against the document made again from its freeze."""
    return [_verdict(document, file) for file in document.files.select_related("template")]


def remake_matches(document: Document) -> bool:
    """Freeze and all files are as they were made, and can be made again to the byte."""
    return freeze_is_intact(document) and all(one.stored and one.remade is not False for one in verdicts(document))


def _verdict(document: Document, file: DocumentFile) -> Verdict:
    with file.file.open("rb") as stored:
        intact = sha256(stored.read()) == file.sha256
    if file.builder != making.builder_of(Format(file.format)):
        return Verdict(file.format, stored=intact, remade=None)
    again = making.make(document.content, Format(file.format), template_source(file.template))
    return Verdict(file.format, stored=intact, remade=sha256(again) == file.sha256)


def trial_document(kind: str, file_format: Format, source: bytes | None) -> bytes:
    """The last document of the kind, or its example, set with this template (None: the built-in one).

    Raises FileRefusedError with the place of the fault, DomainError for an unknown kind.
    """
    if source is not None:
        if not source:
            raise FileRefusedError(_("The file is empty."))
        making.check_template(file_format, source)
    registered = kinds.kind_of(kind)
    if registered is None:
        raise DomainError(_("There is no such kind of document."), field="kind")
    last = Document.objects.filter(kind=kind).first()
    return making.make(last.content if last is not None else registered.example(), file_format, source)


def template_source(template: Template | None) -> bytes | None:
    """The file of an office's template; None where the built-in one is in force."""
    if template is None:
        return None
    with template.source.open("rb") as source:
        content: bytes = source.read()
    return content


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
