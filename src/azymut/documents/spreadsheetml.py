"""The language of workbooks: its names, addresses of cells, texts that cells may hold, and parts read without trust."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from azymut.kernel.errors import FileRefusedError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
LONGEST_TEXT = 32_767
MOST_PART_BYTES = 8 * 2**20
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BASE = ord("A") - 1


def main(name: str) -> str:
    """A name of the workbook's own language, as lxml wants it."""
    return f"{{{MAIN}}}{name}"


def element(name: str, parent: Any = None, text: str | None = None, /, **attributes: object) -> Any:
    """An element of a sheet, appended to `parent` if there is one."""
    values = {key: str(value) for key, value in attributes.items()}
    if parent is None:
        made = etree.Element(main(name), values, nsmap={None: MAIN, "r": RELATIONS})
    else:
        made = etree.SubElement(parent, main(name), values)
    made.text = text
    return made


def serial(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def address(row: int, column: int) -> str:
    """Row 4, column 2 → "B4"; both counted from one."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(_BASE + 1 + rest) + letters
    return f"{letters}{row}"


def place_of(text: str | None) -> tuple[int, int]:
    """ "B4" → row 4, column 2. Refuses what is no address."""
    found = _ADDRESS.fullmatch(text or "")
    if found is None:
        raise damaged("xl/worksheets")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - _BASE
    return int(found[2]), column


def plain(text: str) -> str:
    """Text that a cell can hold: no forbidden signs, nothing that reads as an escape, not too long."""
    return _ESCAPE.sub("_x005F_", _FORBIDDEN.sub("", text))[:LONGEST_TEXT]


def damaged(place: str) -> FileRefusedError:
    return FileRefusedError(_("The file is damaged or is not what its name says."), place=place[:80])


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str


class Package:
    """The parts of an office file, read without fetching, expanding or running anything."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.names = set(file.namelist())

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise damaged(name)
        return self._file.read(name)

    def xml(self, name: str) -> Any:
        """The root of a part. Refuses broken XML, declared entities and parts too large to be a template's."""
        if name in self.names and self._file.getinfo(name).file_size > MOST_PART_BYTES:
            raise FileRefusedError(_("A part of the template is too large."), place=name[:80])
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise damaged(name) from error
        if root.getroottree().docinfo.doctype:
            raise damaged(name)
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """Where a part leads, by identifier: the last word of the kind, and the part's full name."""
        folder, own = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{own}.rels")
        if listed not in self.names:
            return {}
        return {
            one.get("Id", ""): Relation(
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self.xml(listed)
        }
