"""An office's workbook template, read and checked: one sheet with marks, named cell styles, a logo and print set-up.

A template is any XLSX file with one sheet. A cell `{{ content }}` says where each table begins; `{{ caption }}` and the
other `MARKS` may stand in cells above it and in the page's header and footer. The styles in `STYLES` say how the table
looks. What a template cannot carry is refused with its place, so that nothing is lost unseen.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from azymut.documents.spreadsheetml import (
    ART,
    DRAWING,
    MAIN,
    RELATIONS,
    Package,
    address,
    damaged,
    element,
    main,
    place_of,
)
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import check_archive

STYLES = {
    "head": "Azymut heading",
    "text": "Azymut text",
    "bold": "Azymut strong",
    "whole": "Azymut whole number",
    "number": "Azymut number",
    "money": "Azymut money",
    "percent": "Azymut percent",
    "day": "Azymut date",
    "note": "Azymut note",
}
MARKS = ("caption", "title", "subtitle", "reference", "author", "at", "remark")
MARK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_ACTIVE = re.compile(
    r"vbaProject|macroEnabled|macrosheet|activeX|oleObject|xl/embeddings/|vbaData|ctrlProps", re.IGNORECASE
)
_FETCHING = re.compile(r"externalLinks/|connections\.xml|queryTables/|xl/model/|richData/", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_KEPT = ("sheetPr", "sheetFormatPr", "printOptions", "pageMargins", "pageSetup", "headerFooter")
_READ = ("sheetViews", "sheetData", "mergeCells", "drawing", "legacyDrawingHF")
_PASSED_OVER = (
    "dimension", "cols", "sheetCalcPr", "autoFilter", "phoneticPr", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "customSheetViews", "extLst",
)  # fmt: skip
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_DAY_FORMATS = {*range(14, 18), 22}
_PERCENT_FORMATS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True)
class Drawing:
    """Pictures laid on the sheet or into its page header: the part, and the pictures by their identifiers."""

    xml: bytes
    pictures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pattern:
    """A template found good: `rows` stand above the table, `shapes` are numbers of styles by what they show."""

    kept: dict[str, Any]
    view: dict[str, str]
    rows: tuple[Any, ...]
    merged: tuple[str, ...]
    start: tuple[int, int]
    styles: Any
    shapes: dict[str, int]
    theme: bytes | None
    drawing: Drawing | None
    head_drawing: Drawing | None
    media: dict[str, bytes]


def read(source: bytes) -> Pattern:
    """The template's pattern. Raises FileRefusedError naming the place of the fault."""
    check_archive(source)
    with zipfile.ZipFile(io.BytesIO(source)) as file:
        package = Package(file)
        _check_parts(package)
        name, title = _only_sheet(package)
        sheet = package.xml(name)
        _check_sheet(sheet, title)
        rows, start = _rows(sheet, _strings(package), title)
        styles = package.xml("xl/styles.xml")
        media: dict[str, bytes] = {}
        relations = package.relations(name)
        theme = next((one.target for one in package.relations("xl/workbook.xml").values() if one.kind == "theme"), "")
        return Pattern(
            kept={one: _own(sheet.find(main(one))) for one in _KEPT if sheet.find(main(one)) is not None},
            view=_view(sheet),
            rows=rows,
            merged=_merged(sheet, start[0], title),
            start=start,
            styles=styles,
            shapes={key: _shape(styles, key, style) for key, style in STYLES.items()},
            theme=package.read(theme) if theme else None,
            drawing=_drawing(package, sheet.find(main("drawing")), relations, media),
            head_drawing=_head_drawing(package, sheet.find(main("legacyDrawingHF")), relations, media),
            media=media,
        )


def _check_parts(package: Package) -> None:
    if any(name not in package.names for name in _NEEDED):
        raise FileRefusedError(_("The file is not an Excel workbook (XLSX)."))
    types = package.read("[Content_Types].xml").decode("utf-8", "replace")
    active = next((name for name in sorted(package.names) if _ACTIVE.search(name)), "")
    if active or _ACTIVE.search(types):
        raise FileRefusedError(_("The workbook holds macros, controls or embedded objects."), place=active)
    for name in sorted(package.names):
        if _FETCHING.search(name) or (name.endswith(".rels") and _leads_outside(package, name)):
            raise FileRefusedError(_("The workbook would fetch something from elsewhere."), place=name[:80])


def _leads_outside(package: Package, name: str) -> bool:
    if _OUTSIDE.search(package.read(name)):
        return True
    return any(one.get("TargetMode", "").lower() == "external" for one in package.xml(name))


def _only_sheet(package: Package) -> tuple[str, str]:
    book = package.xml("xl/workbook.xml")
    if etree.QName(book).namespace != MAIN:
        raise FileRefusedError(_("Save the file as an ordinary Excel workbook (XLSX), not as strict Open XML."))
    sheets = list(book.iter(main("sheet")))
    titles = [sheet.get("name", "") for sheet in sheets]
    if len(sheets) != 1:
        raise FileRefusedError(_("The template needs exactly one sheet."), place=", ".join(titles)[:80])
    relation = package.relations("xl/workbook.xml").get(sheets[0].get(f"{{{RELATIONS}}}id", ""))
    if relation is None or relation.kind != "worksheet":
        raise damaged("xl/workbook.xml")
    return relation.target, titles[0]


def _check_sheet(sheet: Any, title: str) -> None:
    for child in sheet:
        name = etree.QName(child).localname
        if name not in (*_KEPT, *_READ, *_PASSED_OVER):
            raise FileRefusedError(
                _("A template cannot carry this: %(name)s. Take it off the sheet.") % {"name": name}, place=title
            )
        if name == "headerFooter":
            for line in child:
                _check_marks(line.text or "", f"{title}, {etree.QName(line).localname}")


def _own(part: Any) -> Any:
    """A copy without what other programs added and without links to printers' settings."""
    copied = copy.deepcopy(part)
    for one in copied.iter():
        for key in [key for key in one.attrib if key.startswith("{") and not key.startswith("{http://www.w3.org/XML/")]:
            del one.attrib[key]
    copied.tail = None
    etree.cleanup_namespaces(copied)
    return copied


def _view(sheet: Any) -> dict[str, str]:
    view = sheet.find(f"{main('sheetViews')}/{main('sheetView')}")
    wanted = ("showGridLines", "zoomScale", "zoomScaleNormal")
    return {key: view.get(key) for key in wanted if view is not None and view.get(key) is not None}


def _strings(package: Package) -> list[Any]:
    name = "xl/sharedStrings.xml"
    return list(package.xml(name)) if name in package.names else []


def _rows(sheet: Any, strings: list[Any], title: str) -> tuple[tuple[Any, ...], tuple[int, int]]:
    """The rows above `{{ content }}`, their texts written in place, and where the content goes."""
    rows: list[Any] = []
    start: tuple[int, int] | None = None
    for row in sheet.iterfind(f"{main('sheetData')}/{main('row')}"):
        own = _own(row)
        filled = [cell for cell in own if _resolve(cell, strings, title)]
        here = [cell for cell in filled if _is_content(cell, f"{title}!{cell.get('r')}")]
        if filled and (start or len(here) > 1 or (here and len(filled) > 1)):
            other = next(cell for cell in filled if start or cell is not here[0])
            raise FileRefusedError(
                _("Nothing may stand beside or below {{ content }}."), place=f"{title}!{other.get('r')}"
            )
        if here:
            start = place_of(here[0].get("r"))
        elif start is None:
            rows.append(own)
    if start is None:
        raise FileRefusedError(_("The template needs exactly one cell with {{ content }}."), place=title)
    return tuple(rows), start


def _resolve(cell: Any, strings: list[Any], title: str) -> bool:
    """Put a shared text into its cell; says whether the cell holds anything. Formulas are refused."""
    row, column = place_of(cell.get("r"))
    for key in ("cm", "vm"):
        cell.attrib.pop(key, None)
    if cell.find(main("f")) is not None:
        raise FileRefusedError(_("A template cannot hold formulas."), place=f"{title}!{address(row, column)}")
    if cell.get("t") == "s":
        number = cell.findtext(main("v"), "")
        if not number.isdigit() or int(number) >= len(strings):
            raise damaged("xl/sharedStrings.xml")
        for child in list(cell):
            cell.remove(child)
        inline = element("is", cell)
        inline.extend(copy.deepcopy(one) for one in strings[int(number)] if one.tag in (main("t"), main("r")))
        cell.set("t", "inlineStr")
    return bool(text_of(cell)) or cell.find(main("v")) is not None


def text_of(cell: Any) -> str:
    """The whole text of a cell, however many ways it is written in."""
    return "".join(part.text or "" for part in cell.iter(main("t")))


def _is_content(cell: Any, place: str) -> bool:
    text = text_of(cell).strip()
    alone = MARK.fullmatch(text)
    if alone is not None and alone[1] == "content":
        return True
    _check_marks(text, place)
    return False


def _check_marks(text: str, place: str) -> None:
    for mark in MARK.findall(text):
        if mark == "content":
            raise FileRefusedError(_("{{ content }} stands alone in its cell."), place=place)
        if mark not in MARKS:
            raise FileRefusedError(_("There is no mark {{ %(name)s }}.") % {"name": mark[:40]}, place=place)


def _merged(sheet: Any, start: int, title: str) -> tuple[str, ...]:
    spans = tuple(one.get("ref", "") for one in sheet.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"))
    for span in spans:
        if place_of(span.rpartition(":")[2])[0] >= start:
            raise FileRefusedError(_("Cells at or below {{ content }} may not be merged."), place=f"{title}!{span}")
    return spans


def _shape(styles: Any, key: str, name: str) -> int:
    """The number under which cells wear a named style; it is added to the styles that cells may wear."""
    named = next(
        (one for one in styles.iter(main("cellStyle")) if one.get("name", "").strip().lower() == name.lower()), None
    )
    if named is None:
        raise FileRefusedError(_("The cell style “%(name)s” is missing.") % {"name": name}, place="xl/styles.xml")
    looks, worn = styles.find(main("cellStyleXfs")), styles.find(main("cellXfs"))
    number = named.get("xfId", "")
    if looks is None or worn is None or not number.isdigit() or int(number) >= len(looks):
        raise damaged("xl/styles.xml")
    look = copy.deepcopy(looks[int(number)])
    _check_number_format(styles, look.get("numFmtId", "0"), key, name)
    look.set("xfId", number)
    for part in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"):
        look.set(f"apply{part}", "1")
    worn.append(look)
    worn.set("count", str(len(worn)))
    return len(worn) - 1


def _check_number_format(styles: Any, number: str, key: str, name: str) -> None:
    """A date shown as 46 387 or a share without per cent would mislead."""
    if not number.isdigit():
        raise damaged("xl/styles.xml")
    own = (one.get("formatCode", "") for one in styles.iter(main("numFmt")) if one.get("numFmtId") == number)
    code = _QUOTED.sub("", next(own, "")).lower()
    fits = {
        "day": int(number) in _DAY_FORMATS or {"d", "m", "y"} <= set(code) or {"d", "m", "r"} <= set(code),
        "percent": int(number) in _PERCENT_FORMATS or "%" in code,
    }
    if not fits.get(key, True):
        raise FileRefusedError(
            _("The cell style “%(name)s” needs a number format of its kind.") % {"name": name}, place="xl/styles.xml"
        )


def _drawing(package: Package, link: Any, relations: Any, media: dict[str, bytes]) -> Drawing | None:
    """The pictures on the sheet, each fixed to its corner, so that widths of columns do not stretch a logo."""
    if link is None:
        return None
    name = _target(relations, link)
    root = package.xml(name)
    for anchor in list(root):
        picture = anchor.find(f"{{{DRAWING}}}pic")
        if picture is None:
            raise FileRefusedError(_("Besides cells a template may hold pictures only."), place=name)
        picture.attrib.pop("macro", None)
        _fix_corner(anchor, picture)
    return Drawing(etree.tostring(root), _pictures(package, name, media))


def _fix_corner(anchor: Any, picture: Any) -> None:
    size = picture.find(f"{{{DRAWING}}}spPr/{{{ART}}}xfrm/{{{ART}}}ext")
    if etree.QName(anchor).localname != "twoCellAnchor" or size is None:
        return
    corner = anchor.find(f"{{{DRAWING}}}to")
    ext = etree.Element(f"{{{DRAWING}}}ext", cx=size.get("cx", "0"), cy=size.get("cy", "0"))
    anchor.replace(corner, ext)
    anchor.attrib.clear()
    anchor.tag = f"{{{DRAWING}}}oneCellAnchor"


def _head_drawing(package: Package, link: Any, relations: Any, media: dict[str, bytes]) -> Drawing | None:
    """Pictures of the page's header and footer, which Excel keeps as VML."""
    if link is None:
        return None
    name = _target(relations, link)
    package.xml(name)
    content = package.read(name)
    if re.search(rb"<\s*(?:\w+:)?(?:script|ClientData)\b", content, re.IGNORECASE):
        raise FileRefusedError(_("The workbook holds macros, controls or embedded objects."), place=name)
    return Drawing(content, _pictures(package, name, media))


def _target(relations: Any, link: Any) -> str:
    relation = relations.get(link.get(f"{{{RELATIONS}}}id", ""))
    if relation is None:
        raise damaged("xl/worksheets/_rels")
    target: str = relation.target
    return target


def _pictures(package: Package, name: str, media: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for key, relation in package.relations(name).items():
        content = package.read(relation.target) if relation.kind == "image" else b""
        suffix = next((suffix for start, suffix in _PICTURES.items() if content.startswith(start)), "")
        if not suffix:
            raise FileRefusedError(_("Pictures in a template are PNG or JPEG."), place=relation.target[:80])
        own = next((known for known, held in media.items() if held == content), f"image{len(media) + 1}.{suffix}")
        media[own] = content
        found.append((key, own))
    return tuple(found)
