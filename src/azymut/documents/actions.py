"""Writes: produce a document, publish it, hand in a signed copy, replace and restore templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.documents import making, queries
from azymut.documents.blocks import Content
from azymut.documents.enums import TEMPLATE_SUFFIXES, Format
from azymut.documents.models import Document, DocumentFile, SignedCopy, Template
from azymut.kernel import attachments, audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.filetypes import DOCX, ODT, PDF

Progress = Callable[[int, int, str], None]
TEMPLATE_LIMIT_BYTES = 10 * 2**20
SIGNED_LIMIT_BYTES = 30 * 2**20
SIGNED_TYPES = frozenset({PDF, DOCX, ODT})


def produce(
    *,
    kind: str,
    content: Content,
    formats: Iterable[Format],
    by: Any,
    at: datetime,
    is_public: bool = False,
    progress: Progress | None = None,
) -> Document:
    """Make the files of a freeze and keep them with their checksums.

    Files are made before the transaction begins, since that takes seconds. A second call with the same freeze gives the
    document that stands, adding formats it lacks: safe to repeat after a worker was killed. `progress` is told
    (done, total, format). Raises FileRefusedError when an office's template cannot be set; nothing is kept then.
    """
    wanted = list(dict.fromkeys(Format(one) for one in formats))
    checksum = queries.sha256(content.canonical().encode())
    standing = Document.objects.filter(kind=kind, freeze_sha256=checksum).first()
    has = set(standing.files.values_list("format", flat=True)) if standing else set()
    made: list[tuple[Format, bytes, Template | None]] = []
    for file_format in wanted:
        if progress:
            progress(len(made), len(wanted), file_format.label)
        if file_format in has:
            continue
        template = queries.active_template(kind, file_format)
        made.append((file_format, making.make(content, file_format, queries.template_source(template)), template))
    document = keep(
        document=standing, kind=kind, content=content, made=made, is_public=is_public, by=by, at=at, checksum=checksum
    )
    if progress:
        progress(len(wanted), len(wanted), "")
    return document


@action(gettext_lazy("Document made"), facts={"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX"})
def keep(
    *,
    document: Document | None,
    kind: str,
    content: Content,
    checksum: str,
    made: list[tuple[Format, bytes, Template | None]],
    is_public: bool,
    by: Any,
    at: datetime,
) -> Document:
    """The second half of `produce`: rows and files in one transaction. Rooms call `produce`."""
    if document is None:
        document = Document.objects.create(
            kind=kind,
            title=content.title,
            lang=content.language,
            freeze=content.canonical(),
            freeze_sha256=checksum,
            made_at=content.at,
            is_public=is_public,
            is_sample=content.sample,
            created_by=by,
            changed_by=by,
        )
    facts: dict[str, Any] = {"kind": kind, "freeze": checksum}
    for file_format, made_bytes, template in made:
        row = DocumentFile(
            document=document,
            format=file_format,
            sha256=queries.sha256(made_bytes),
            size=len(made_bytes),
            template=template,
            builder=making.builder_of(file_format),
        )
        row.file.save(f"{document.public_id}.{file_format}", ContentFile(made_bytes), save=False)
        row.save()
        facts[file_format.value] = row.sha256
    if made:
        audit.happened(document, by=by, at=at, facts=facts)
    else:
        audit.unchanged()
    return document


@action(gettext_lazy("Document made public"))
def publish(*, document: Document, by: Any, at: datetime) -> Document:
    """Let everybody read it. Documents of invented data are never published."""
    audit.hold(document)
    if document.is_sample:
        raise DomainError(_("A document with sample data cannot be published."))
    with audit.change(document, by=by, at=at):
        document.is_public = True
    return document


@action(gettext_lazy("Document withdrawn from the public"))
def withdraw(*, document: Document, by: Any, at: datetime) -> Document:
    """Take it back from the public; those whom its room lets in still read it."""
    audit.hold(document)
    with audit.change(document, by=by, at=at):
        document.is_public = False
    return document


@action(gettext_lazy("Template replaced"))
def replace_template(*, kind: str, file_format: Format, name: str, source: bytes, by: Any, at: datetime) -> Template:
    """Put an office's template in force after trying it; earlier versions are kept for documents made with them."""
    if len(source) > TEMPLATE_LIMIT_BYTES:
        raise FileRefusedError(_("The template is too large."))
    queries.trial_document(kind, file_format, source)
    former = Template.objects.select_for_update().filter(kind=kind, format=file_format)
    version = (former.order_by("-version").values_list("version", flat=True).first() or 0) + 1
    former.filter(is_active=True).update(is_active=False)
    template = Template(
        kind=kind,
        format=file_format,
        version=version,
        name=name[:200],
        sha256=queries.sha256(source),
        size=len(source),
        created_by=by,
        changed_by=by,
    )
    template.source.save(f"{kind}-{version}.{TEMPLATE_SUFFIXES[file_format]}", ContentFile(source), save=False)
    template.save()
    audit.created(template, by=by, at=at)
    return template


@action(gettext_lazy("Built-in template restored"))
def restore_builtin(*, template: Template, by: Any, at: datetime) -> None:
    """Go back to the built-in template; the office's version is kept, out of force."""
    with audit.change(template, by=by, at=at):
        template.is_active = False


@action(gettext_lazy("Signed copy handed in"))
def hand_in_signed_copy(
    *, document: Document, upload: File[Any], signed_on: date, signatories: str, by: Any, at: datetime
) -> SignedCopy:
    """Keep a signed copy beside the generated file, which stays as it was. Raises FileRefusedError and DomainError."""
    if signed_on > timezone.localdate(at):
        raise DomainError(_("A document cannot be signed in the future."), field="signed_on")
    attachment = attachments.store(upload=upload, by=by, at=at, allowed=SIGNED_TYPES, limit=SIGNED_LIMIT_BYTES)
    copy = SignedCopy.objects.create(
        document=document,
        attachment=attachment,
        signed_on=signed_on,
        signatories=signatories,
        created_by=by,
        changed_by=by,
    )
    audit.created(copy, by=by, at=at)
    return copy
