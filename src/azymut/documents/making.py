"""Which builder makes which format, and the versions that its bytes depend on."""

from __future__ import annotations

from importlib.metadata import version
from types import ModuleType

from azymut.documents import docx, pdf, xlsx
from azymut.documents.blocks import Content
from azymut.documents.enums import Format

LAYOUTS = {Format.PDF: "1", Format.DOCX: "1", Format.XLSX: "2"}
"""Each raised whenever its builder or built-in template changes what it prints."""

_PACKAGES = {
    Format.PDF: ("typst", "vl-convert-python"),
    Format.DOCX: ("python-docx", "docxtpl", "vl-convert-python"),
    Format.XLSX: ("lxml",),
}


def builder_of(file_format: Format) -> str:
    """What made a file; equal freeze, template and builder give equal bytes."""
    parts = " ".join(f"{name.split('-')[0]}{version(name)}" for name in _PACKAGES[file_format])
    return f"{LAYOUTS[file_format]} {parts}"[:60]


_BUILDERS: dict[Format, ModuleType] = {Format.PDF: pdf, Format.DOCX: docx, Format.XLSX: xlsx}


def make(content: Content, file_format: Format, template: bytes | None = None) -> bytes:
    """One file of the document. Raises FileRefusedError when an office's template cannot be set."""
    made: bytes = _BUILDERS[file_format].build(content, template)
    return made


def builtin_template(file_format: Format) -> bytes:
    source: bytes = _BUILDERS[file_format].builtin_template()
    return source


def check_template(file_format: Format, source: bytes) -> None:
    """What can be told without setting it: type, size, macros, packages. Raises FileRefusedError with the place."""
    _BUILDERS[file_format].check_template(source)
