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
from azymut.documents.workbook_template import MARKS, STYLES

REPLACEABLE = (Format.PDF, Format.DOCX, Format.XLSX)


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
    hint: str
    marks: tuple[tuple[str, str], ...]
    styles: tuple[tuple[str, str], ...]
    crumbs: tuple[tuple[str, str], ...]


def _hint(file_format: Format) -> str:
    if file_format == Format.PDF:
        return _(
            "The template is a Typst file that reads document.json. Start from the built-in one and change fonts, "
            "colours, header and footer."
        )
    if file_format == Format.DOCX:
        return _(
            "Any Word file (DOCX) with one paragraph {{ content }} will do; {{ title }}, {{ reference }}, {{ author }} "
            "and {{ at }} may stand anywhere, in headers and footers too. Fonts and headings follow your styles."
        )
    return _(
        "Any Excel file (XLSX) with one sheet will do; every table of the document becomes a copy of it. The table "
        "begins in the cell {{ content }}; above it you may put a logo (PNG or JPEG) and the marks listed below, which "
        "work in the page's header and footer too. Paper, margins and orientation follow your print set-up. "
        "Formulas, macros and links are refused."
    )


def _marks() -> tuple[tuple[str, str], ...]:
    meanings = {
        "content": _("where the table begins; needed once"),
        "caption": _("the table's title"),
        "title": _("the document's title"),
        "subtitle": _("the document's subtitle"),
        "reference": _("the reference number"),
        "author": _("the office"),
        "at": _("the moment that the document speaks of"),
        "remark": _("“sample data”, when the document holds such"),
    }
    return tuple((f"{{{{ {name} }}}}", meanings[name]) for name in ("content", *MARKS))


def _styles() -> tuple[tuple[str, str], ...]:
    meanings = {
        "head": _("the row of headings"),
        "text": _("ordinary text"),
        "bold": _("text that stands out"),
        "whole": _("numbers without a fraction"),
        "number": _("numbers with a fraction"),
        "money": _("amounts of money"),
        "percent": _("shares in per cent"),
        "day": _("dates"),
        "note": _("the line with the source below the table"),
    }
    return tuple((name, meanings[key]) for key, name in STYLES.items())


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
        hint=_hint(file_format),
        marks=_marks() if file_format == Format.XLSX else (),
        styles=_styles() if file_format == Format.XLSX else (),
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
