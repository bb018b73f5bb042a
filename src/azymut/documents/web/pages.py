"""Pages of the room: documents' files and templates, with labels, links and formatted text."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.documents import kinds, queries
from azymut.documents.enums import Format
from azymut.documents.kinds import Kind
from azymut.documents.models import Document, Template

REPLACEABLE = (Format.PDF, Format.DOCX)


@dataclass(frozen=True)
class TemplateRow:
    kind: str
    format: str
    state: str
    replaced: bool
    url: str


def _state(template: Template | None) -> str:
    if template is None:
        return _("built in")
    return _("your version %(version)d, since %(day)s") % {
        "version": template.version,
        "day": formats.day(template.created_at),
    }


def template_rows() -> list[TemplateRow]:
    """One line a kind and format, whatever stands in force."""
    active = queries.active_templates()
    return [
        TemplateRow(
            kind=str(kind.label),
            format=file_format.label,
            state=_state(active.get((kind.key, file_format))),
            replaced=(kind.key, file_format) in active,
            url=reverse("documents:template", args=[kind.key, file_format.value]),
        )
        for kind in kinds.known()
        for file_format in REPLACEABLE
    ]


@dataclass(frozen=True)
class TemplatePage:
    """One template: what is in force, what may be downloaded, where a new one is sent."""

    title: str
    state: str
    replaced: bool
    builtin_url: str
    current_url: str
    restore_url: str
    trial_url: str
    is_word: bool
    word_hint: str
    crumbs: tuple[tuple[str, str], ...]


def template_page(kind: Kind, file_format: Format, template: Template | None) -> TemplatePage:
    title = f"{kind.label}, {file_format.label}"
    address = [kind.key, file_format.value]
    return TemplatePage(
        title=title,
        state=_state(template),
        replaced=template is not None,
        builtin_url=reverse("documents:template-builtin", args=address),
        current_url=reverse("documents:template-current", args=address),
        restore_url=reverse("documents:template-restore", args=address),
        trial_url=reverse("documents:template-trial", args=address),
        is_word=file_format == Format.DOCX,
        word_hint=_(
            "Any Word file (DOCX) with one paragraph {{ content }} will do; {{ title }}, {{ reference }}, {{ author }} "
            "and {{ at }} may stand anywhere, in headers and footers too. Fonts and headings follow your styles."
        ),
        crumbs=((_("Document templates"), reverse("documents:templates")), (title, "")),
    )


@dataclass(frozen=True)
class FileLink:
    label: str
    url: str
    note: str


@dataclass(frozen=True)
class DocumentPage:
    """A document's files and signed copies, newest first."""

    title: str
    made: str
    checksum: str
    is_sample: bool
    files: tuple[FileLink, ...]
    copies: tuple[FileLink, ...]


def document_page(document: Document) -> DocumentPage:
    files = tuple(
        FileLink(file.get_format_display(), file.download_url, formats.file_size(file.size))
        for file in document.files.all()
    )
    copies = tuple(
        FileLink(
            copy.attachment.name,
            reverse("kernel:attachment", args=[copy.attachment.public_id]),
            _("signed on %(day)s by %(people)s") % {"day": formats.day(copy.signed_on), "people": copy.signatories},
        )
        for copy in document.signed_copies.select_related("attachment")
    )
    return DocumentPage(
        document.title, formats.moment(document.made_at), document.freeze_sha256, document.is_sample, files, copies
    )
