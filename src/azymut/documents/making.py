"""Which builder makes which format, and the versions that its bytes depend on."""

from __future__ import annotations

from importlib.metadata import version

from azymut.documents import docx, pdf, xlsx
from azymut.documents.blocks import Content
from azymut.documents.enums import Format

LAYOUT = "1"
"""Raised whenever a builder or a built-in template changes what it prints."""

_PACKAGES = {
    Format.PDF: ("typst", "vl-convert-python"),
    Format.DOCX: ("python-docx", "docxtpl", "vl-convert-python"),
    Format.XLSX: ("xlsxwriter",),
}


def builder_of(file_format: Format) -> str:
    """What made a file; equal freeze, template and builder give equal bytes."""
    parts = " ".join(f"{name.split('-')[0]}{version(name)}" for name in _PACKAGES[file_format])
    return f"{LAYOUT} {parts}"[:60]


def make(content: Content, file_format: Format, template: bytes | None = None) -> bytes:
    """One file of the document. Raises FileRefusedError when an office's template cannot be set."""
    if file_format == Format.PDF:
        return pdf.build(content, template)
    if file_format == Format.DOCX:
        return docx.build(content, template)
    return xlsx.build(content)


def builtin_template(file_format: Format) -> bytes:
    return pdf.builtin_template() if file_format == Format.PDF else docx.builtin_template()


def check_template(file_format: Format, source: bytes) -> None:
    """What can be told without setting it: type, size, macros, packages. Raises FileRefusedError."""
    if file_format == Format.PDF:
        pdf.check_template(source)
    else:
        docx.check_template(source)
