"""What a file is, read from its content. The name only has to agree; it decides nothing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import check_archive, decode


@dataclass(frozen=True)
class FileType:
    """A kind of file that people may hand in."""

    content_type: str
    suffixes: tuple[str, ...]
    label: str | Promise
    shown_inline: bool = False
    """A browser may show it in place; everything else is only downloaded."""


PDF = FileType("application/pdf", (".pdf",), "PDF", shown_inline=True)
PNG = FileType("image/png", (".png",), "PNG", shown_inline=True)
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), "JPEG", shown_inline=True)
WEBP = FileType("image/webp", (".webp",), "WebP", shown_inline=True)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", (".docx",), "DOCX")
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",), "XLSX")
PPTX = FileType(f"{_OFFICE}presentationml.presentation", (".pptx",), "PPTX")
ODT = FileType(f"{_OPEN}text", (".odt",), "ODT")
ODS = FileType(f"{_OPEN}spreadsheet", (".ods",), "ODS")
CSV = FileType("text/csv", (".csv", ".tsv"), "CSV")
TEXT = FileType("text/plain", (".txt",), pgettext_lazy("kind of file", "plain text"))

DOCUMENTS = frozenset({PDF, DOCX, ODT})
TABLES = frozenset({XLSX, ODS, CSV})
PICTURES = frozenset({PNG, JPEG, WEBP})
EVERYTHING = DOCUMENTS | TABLES | PICTURES | {PPTX, TEXT}

BY_CONTENT_TYPE = {kind.content_type: kind for kind in EVERYTHING}
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_TEXT_ENCODINGS = ("utf-8-sig", "cp1250")
_MACROS = gettext_lazy("The document holds macros. Save it without them.")


def recognise(content: bytes, suffix: str) -> FileType | None:
    """The kind of this content, or None for one that we do not know. The suffix only tells a table from plain text.

    Raises FileRefusedError for archives that are dangerous, damaged, locked with a password or hold macros.
    """
    if content.startswith(b"PK\x03\x04"):
        return _recognise_archive(content)
    guessed = filetype.guess(content[:8192])
    if guessed is not None:
        return BY_CONTENT_TYPE.get(guessed.mime)
    return _recognise_text(content, suffix)


def _recognise_archive(content: bytes) -> FileType | None:
    check_archive(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
            raise FileRefusedError(_MACROS)
        if "[Content_Types].xml" in names:
            return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
        if "mimetype" in names:
            return BY_CONTENT_TYPE.get(archive.read("mimetype")[:100].decode("ascii", errors="replace").strip())
    return None


def _recognise_text(content: bytes, suffix: str) -> FileType | None:
    try:
        text = decode(content, encodings=_TEXT_ENCODINGS)
    except FileRefusedError:
        return None
    if text.lstrip().startswith(("<", "%!", "#!", "{\\rtf")):
        return None
    return CSV if suffix in CSV.suffixes else TEXT


def labels(kinds: frozenset[FileType]) -> str:
    """The kinds by name, for people."""
    return ", ".join(sorted(str(kind.label) for kind in kinds))


def refuse_unless(kind: FileType | None, allowed: frozenset[FileType]) -> FileType:
    """The kind itself, or a refusal that names what is taken."""
    if kind is None or kind not in allowed:
        raise FileRefusedError(
            _("Files of this kind are not taken here. Choose one of: %(kinds)s.") % {"kinds": labels(allowed)}
        )
    return kind
