"""Parts of a workbook → the archive: types, relations, names, and one moment, that of the content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from azymut.documents import archive
from azymut.documents.spreadsheetml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONS,
    RELATIONS,
    element,
    plain,
    serial,
)
from azymut.documents.workbook_template import Drawing

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TERMS = "http://purl.org/dc/terms/"
_WORDS = "http://purl.org/dc/elements/1.1/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
}


@dataclass(frozen=True)
class Sheet:
    """A finished sheet; `filtered` is the span with the filter, `repeated` the row that comes back on every page."""

    name: str
    xml: bytes
    drawing: Drawing | None = None
    head_drawing: Drawing | None = None
    filtered: str = ""
    repeated: int = 0


def packed(
    sheets: Sequence[Sheet],
    *,
    styles: bytes,
    title: str,
    theme: bytes | None = None,
    media: Mapping[str, bytes] | None = None,
    author: str = "",
    language: str = "",
    moment: datetime | None = None,
) -> bytes:
    """The archive; equal parts give equal bytes."""
    parts: dict[str, bytes] = {f"xl/media/{name}": content for name, content in (media or {}).items()}
    types = {"xl/workbook.xml": f"{_SHEET_TYPE}.sheet.main+xml", "xl/styles.xml": f"{_SHEET_TYPE}.styles+xml"}
    links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    links.append(("rIdStyles", "styles", "styles.xml"))
    if theme is not None:
        links.append(("rIdTheme", "theme", "theme/theme1.xml"))
        parts["xl/theme/theme1.xml"] = theme
        types["xl/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    for number, sheet in enumerate(sheets, start=1):
        types[f"xl/worksheets/sheet{number}.xml"] = f"{_SHEET_TYPE}.worksheet+xml"
        _add_sheet(parts, types, sheet, number)
    types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    parts["docProps/core.xml"] = _core(title, author, language, moment)
    parts["xl/styles.xml"] = styles
    parts["xl/workbook.xml"] = _workbook(sheets)
    parts["xl/_rels/workbook.xml.rels"] = _relations(links)
    parts["_rels/.rels"] = _relations(
        [("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", _CORE_KIND, "docProps/core.xml")]
    )
    parts["[Content_Types].xml"] = _types(types)
    return _archived(parts)


def _archived(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return archive.normal(out.getvalue())


def _add_sheet(parts: dict[str, bytes], types: dict[str, str], sheet: Sheet, number: int) -> None:
    """The sheet with pictures of its own: two sheets may not share a drawing, only the pictures in it."""
    root = etree.fromstring(sheet.xml)
    links: list[tuple[str, str, str]] = []
    if sheet.drawing is not None:
        element("drawing", root).set(f"{{{RELATIONS}}}id", "rId1")
        links.append(("rId1", "drawing", f"../drawings/drawing{number}.xml"))
        types[f"xl/drawings/drawing{number}.xml"] = "application/vnd.openxmlformats-officedocument.drawing+xml"
        _add_drawing(parts, f"drawing{number}.xml", sheet.drawing)
    if sheet.head_drawing is not None:
        element("legacyDrawingHF", root).set(f"{{{RELATIONS}}}id", "rId2")
        links.append(("rId2", "vmlDrawing", f"../drawings/head{number}.vml"))
        _add_drawing(parts, f"head{number}.vml", sheet.head_drawing)
    if links:
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(links)
    parts[f"xl/worksheets/sheet{number}.xml"] = serial(root)


def _add_drawing(parts: dict[str, bytes], name: str, drawing: Drawing) -> None:
    parts[f"xl/drawings/{name}"] = drawing.xml
    links = [(key, "image", f"../media/{picture}") for key, picture in drawing.pictures]
    parts[f"xl/drawings/_rels/{name}.rels"] = _relations(links)


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    root = element("workbook")
    element("workbookPr", root)
    element("workbookView", element("bookViews", root), activeTab=0)
    listed = element("sheets", root)
    names: list[tuple[str, int, str]] = []
    for number, sheet in enumerate(sheets, start=1):
        element("sheet", listed, name=sheet.name, sheetId=number).set(f"{{{RELATIONS}}}id", f"rId{number}")
        quoted = f"'{sheet.name}'"
        if sheet.filtered:
            names.append(("_xlnm._FilterDatabase", number - 1, f"{quoted}!{_fixed(sheet.filtered)}"))
        if sheet.repeated:
            names.append(("_xlnm.Print_Titles", number - 1, f"{quoted}!${sheet.repeated}:${sheet.repeated}"))
    if names:
        defined = element("definedNames", root)
        for name, sheet_number, target in sorted(names):
            one = element("definedName", defined, target, name=name, localSheetId=sheet_number)
            if name.endswith("Database"):
                one.set("hidden", "1")
    return serial(root)


def _fixed(span: str) -> str:
    """ "A4:E9" → "$A$4:$E$9"."""
    ends = (end.rstrip("0123456789") for end in span.split(":"))
    return ":".join(f"${letters}${end[len(letters) :]}" for letters, end in zip(ends, span.split(":"), strict=True))


def _relations(links: Sequence[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})
    for key, kind, target in links:
        whole = kind if kind.startswith("http") else f"{RELATIONS}/{kind}"
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", Id=key, Type=whole, Target=target)
    return serial(root)


def _types(overrides: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap={None: CONTENT_TYPES})
    for suffix, kind in _DEFAULTS.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", Extension=suffix, ContentType=kind)
    for name, kind in overrides.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    return serial(root)


def _core(title: str, author: str, language: str, moment: datetime | None) -> bytes:
    root = etree.Element(
        f"{{{_CORE}}}coreProperties",
        nsmap={"cp": _CORE, "dc": _WORDS, "dcterms": _TERMS, "xsi": _INSTANCE},
    )
    for name, text in (("title", title), ("creator", author), ("language", language)):
        if text:
            etree.SubElement(root, f"{{{_WORDS}}}{name}").text = plain(text)
    for name in ("created", "modified") if moment else ():
        stamp: Any = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        stamp.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")
        stamp.text = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else ""
    return serial(root)
