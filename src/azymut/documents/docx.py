"""Content → DOCX: an office's template filled in a sandbox, the content written with true headings and tables.

A template is any Word file with one paragraph `{{ content }}`; `{{ title }}`, `{{ reference }}`, `{{ author }}` and
`{{ at }}` may stand anywhere, headers and footers included.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from azymut.design import drawing, formats
from azymut.documents import archive, word
from azymut.documents.blocks import Content
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import check_archive

_MARK = "\u27e6azymut-content\u27e7"
_NEEDED = ("[Content_Types].xml", "word/document.xml")
_ACTIVE = re.compile(r"vbaProject|macroEnabled|activeX|oleObject|word/embeddings/|vbaData", re.IGNORECASE)
_OUTSIDE = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
_LINK = b"/relationships/hyperlink"


def builtin_template() -> bytes:
    """The template that stands when no office has replaced it: styles, page, footer and the place for the content."""
    return archive.normal(_saved(word.letterhead()))


def build(content: Content, template: bytes | None = None) -> bytes:
    """The DOCX of this content. A faulty or hostile template is refused."""
    source = template if template is not None else builtin_template()
    check_template(source)
    with override(content.language):
        drawing.draw(content.charts, for_print=True)
        document = _filled(source, content)
        place = _place(document)
        word.Writer(document, place).all(content)
        place._element.getparent().remove(place._element)
        word.describe(document, content)
        return archive.normal(_saved(document))


def check_template(source: bytes) -> None:
    """Refuse what is no Word file, holds macros or embedded objects, or fetches anything from elsewhere."""
    check_archive(source)
    with zipfile.ZipFile(io.BytesIO(source)) as file:
        names = file.namelist()
        if any(name not in names for name in _NEEDED):
            raise FileRefusedError(_("The file is not a Word document (DOCX)."))
        active = next((name for name in names if _ACTIVE.search(name)), "")
        if active or _ACTIVE.search(file.read("[Content_Types].xml").decode("utf-8", "replace")):
            raise FileRefusedError(_("The document holds macros or embedded objects."), place=active)
        for name in names:
            if name.endswith(".rels"):
                _check_links(name, file.read(name))


def _check_links(name: str, content: bytes) -> None:
    if any(_LINK not in outside for outside in _OUTSIDE.findall(content)):
        raise FileRefusedError(_("The document would fetch something from elsewhere."), place=name)


def _filled(source: bytes, content: Content) -> WordDocument:
    """The template with its marks filled; expressions see four texts and nothing else."""
    template = DocxTemplate(io.BytesIO(source))
    context = {
        "content": _MARK,
        "title": content.title,
        "reference": content.reference,
        "author": content.author,
        "at": formats.moment(content.at),
    }
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        template.render(context, environment, autoescape=True)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = _("row %(line)d") % {"line": line} if line else ""
        raise FileRefusedError(_("The template has a fault: %(message)s") % {"message": error}, place=place) from error
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError) as error:
        raise FileRefusedError(_("The file is not a Word document (DOCX).")) from error
    return docx.Document(io.BytesIO(_saved(template)))


def _place(document: WordDocument) -> Any:
    places = [paragraph for paragraph in document.paragraphs if _MARK in paragraph.text]
    if len(places) != 1:
        raise FileRefusedError(_("The template needs exactly one paragraph with {{ content }}."))
    return places[0]


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
