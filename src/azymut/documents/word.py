"""Word's side of blocks: styles of the built-in letterhead, and each block as paragraphs, tables and pictures."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils import timezone
from django.utils.translation import gettext as _
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from azymut.design import drawing
from azymut.design.charts import as_rows
from azymut.documents import blocks as b
from azymut.documents import wording
from azymut.kernel.registries import Tone

INK = RGBColor(0x15, 0x17, 0x1C)
SOFT = RGBColor(0x4A, 0x4F, 0x5A)
FONT = "Arial"
HAIR = 4
THICK = 12
_TEXT_WIDTH = Mm(165)
_LEVELS = ((1, 19, 24), (2, 13, 18), (3, 11, 14), (4, 10, 12))


def letterhead() -> Any:
    """An A4 page in the site's manner: plain sans, thick rules, page numbers, the place for the content."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(24)
    _styles(document)
    header = section.header.paragraphs[0]
    header.style = document.styles["Header"]
    header.add_run("{{ title }}\t\t{{ reference }}")
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.add_run("{{ at }}\t\t")
    _page_number(footer)
    document.add_paragraph("{{ content }}")
    return document


def _styles(document: Any) -> None:
    for name, size in (("Normal", 10), ("Header", 8), ("Footer", 8), ("Title", 30), ("Subtitle", 14), ("Caption", 9)):
        style = document.styles[name]
        _face(style, size, INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(7)
    document.styles["Normal"].paragraph_format.line_spacing = 1.2
    for name in ("Title", "Caption"):
        document.styles[name].font.bold = True
    for name in ("Header", "Footer", "Subtitle"):
        document.styles[name].font.color.rgb = SOFT
        document.styles[name].font.italic = False
    for level, size, before in _LEVELS:
        style = document.styles[f"Heading {level}"]
        _face(style, size, INK)
        style.font.bold = True
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    _rule(document.styles["Heading 1"].element.get_or_add_pPr(), "top", 12)
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _face(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), FONT)


def _rule(properties: Any, side: str, eighths: int, colour: str = "15171C") -> None:
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)


def _page_number(paragraph: WordParagraph) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def describe(document: Any, content: b.Content) -> None:
    """Title, author, language and moments: what screen readers announce and registers read."""
    properties = document.core_properties
    moment = timezone.localtime(content.at).replace(tzinfo=None)
    properties.title, properties.author = content.title, content.author
    properties.last_modified_by, properties.language, properties.comments = content.author, content.language, ""
    properties.created = properties.modified = moment
    properties.revision = 1
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        return
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), {"pl": "pl-PL", "en": "en-GB"}.get(content.language, content.language))


class Writer:
    """Writes blocks before one paragraph of a document, with the styles that the document brings."""

    def __init__(self, document: Any, place: WordParagraph) -> None:
        self.document = document
        self.place = place
        self.annexes = 0
        self.level = 0
        self.pictures = 0
        self.bookmarks = 0
        self.headings: list[tuple[int, str, str]] = []

    def all(self, content: b.Content) -> None:
        self._cover(content)
        self.headings = list(_outline(content.blocks))
        for block in content.blocks:
            getattr(self, f"_{block.kind}")(block)

    # --- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph_of(self, text: str = "", style: str = "Normal") -> WordParagraph:
        paragraph = self.place.insert_paragraph_before(text)
        names = {one.name for one in self.document.styles}
        paragraph.style = self.document.styles[style if style in names else "Normal"]
        return paragraph

    def _cover(self, content: b.Content) -> None:
        cover = content.cover
        self._paragraph_of(cover.issuer or content.author).paragraph_format.space_after = Pt(110)
        self._paragraph_of(cover.title, "Title")
        if cover.subtitle:
            self._paragraph_of(cover.subtitle, "Subtitle")
        for text in (cover.date, content.reference, wording.words()["sample"] if content.sample else ""):
            if text:
                self._paragraph_of().add_run(text).bold = True
        if cover.note:
            self._small(cover.note)
        self._page_break(b.PageBreak())

    def _contents(self, block: b.Contents) -> None:
        heading = self._paragraph_of(block.title, "Subtitle")
        heading.runs[0].bold = True
        for level, text, bookmark in self.headings:
            if level <= block.depth:
                paragraph = self._paragraph_of()
                paragraph.paragraph_format.left_indent = Mm(6 * (level - 1))
                paragraph.paragraph_format.space_after = Pt(3)
                _link(paragraph, text, bookmark, bold=level == 1)
        self._page_break(b.PageBreak())

    def _heading(self, block: b.Heading) -> None:
        self.level = max(1, min(block.level, self.level + 1, len(_LEVELS)))
        self._head(block.text, self.level)

    def _annex(self, block: b.Annex) -> None:
        self._page_break(b.PageBreak())
        self.annexes += 1
        self.level = 1
        self._head(wording.annex_title(self.annexes - 1, block.title), 1)

    def _head(self, text: str, level: int) -> None:
        paragraph = self._paragraph_of(text, f"Heading {level}")
        self.bookmarks += 1
        for kind in ("bookmarkStart", "bookmarkEnd"):
            mark = OxmlElement(f"w:{kind}")
            mark.set(qn("w:id"), str(self.bookmarks))
            if kind == "bookmarkStart":
                mark.set(qn("w:name"), f"azymut_{self.bookmarks}")
                paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)
            else:
                paragraph._p.append(mark)

    def _paragraph(self, block: b.Paragraph) -> None:
        run = self._paragraph_of().add_run(block.text)
        if block.lead:
            run.font.size = Pt(13)
        elif block.soft:
            run.font.size, run.font.color.rgb = Pt(8.5), SOFT

    def _small(self, text: str) -> None:
        self._paragraph(b.Paragraph(text, soft=True))

    def _bullets(self, block: b.Bullets) -> None:
        for item in block.items:
            self._paragraph_of(
                item, "List Number" if block.numbered else "List Bullet"
            ).paragraph_format.space_after = Pt(2)

    def _callout(self, block: b.Callout) -> None:
        paragraph = self._paragraph_of()
        if block.title:
            paragraph.add_run(f"{block.title}. ").bold = True
        paragraph.add_run(block.text)
        paragraph.paragraph_format.left_indent = Mm(4)
        _rule(paragraph._p.get_or_add_pPr(), "left", 24, wording.INKS[Tone(block.tone)].lstrip("#").upper())

    def _status(self, block: b.StatusMark) -> None:
        paragraph = self._paragraph_of()
        _mark(paragraph, block.tone, block.label)
        if block.reasons:
            self._bullets(b.Bullets(block.reasons))

    def _page_break(self, _block: b.PageBreak) -> None:
        self._paragraph_of().add_run().add_break(WD_BREAK.PAGE)

    # --- tables -------------------------------------------------------------------------------------------------------

    def _table_of(self, rows: int, columns: int) -> Any:
        table = self.document.add_table(rows, columns)
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        self.place._p.addprevious(table._tbl)
        return table

    def _table(self, block: b.Table) -> None:
        if block.caption:
            caption = self._paragraph_of(block.caption, "Caption")
            caption.paragraph_format.keep_with_next = True
        rows = [*block.rows, block.totals] if block.totals else list(block.rows)
        table = self._table_of(len(rows) + 1, len(block.columns))
        _describe_table(table, block.caption)
        total = sum(column.share for column in block.columns) or 1
        widths = [int(_TEXT_WIDTH * column.share / total) for column in block.columns]
        for grid, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            grid.w = width
        places = [list(row.cells) for row in table.rows]
        for place, column, width in zip(places[0], block.columns, widths, strict=True):
            _fill(place, column.label, bold=True, right=column.numeric, line=THICK)
            place.width = width
        for places_of_row, row in zip(places[1:], rows, strict=True):
            for place, cell, column, width in zip(places_of_row, row, block.columns, widths, strict=True):
                bold = cell.bold or row is block.totals
                _fill(place, "" if cell.tone else cell.text, bold=bold, right=column.numeric)
                if cell.tone:
                    _mark(place.paragraphs[0], cell.tone, cell.text, size=9)
                place.width = width
        if block.note:
            self._small(block.note)
        else:
            self._paragraph_of().paragraph_format.space_after = Pt(2)

    def _facts(self, block: b.Facts) -> None:
        table = self._table_of(len(block.pairs), 2)
        _describe_table(table, "", header=False)
        for row, (label, value) in zip(table.rows, block.pairs, strict=True):
            _fill(row.cells[0], label, soft=True)
            _fill(row.cells[1], value)
            row.cells[0].width, row.cells[1].width = Mm(50), Mm(115)
        self._paragraph_of().paragraph_format.space_after = Pt(2)

    def _figures(self, block: b.Figures) -> None:
        table = self._table_of(1, len(block.items))
        _describe_table(table, "", header=False)
        for cell, item in zip(table.rows[0].cells, block.items, strict=True):
            _fill(cell, item.label, soft=True)
            value = cell.add_paragraph().add_run(item.value)
            value.bold, value.font.size = True, Pt(20)
            if item.note:
                note = cell.add_paragraph().add_run(item.note)
                note.font.size, note.font.color.rgb = Pt(8.5), SOFT
        self._paragraph_of().paragraph_format.space_after = Pt(2)

    # --- pictures -----------------------------------------------------------------------------------------------------

    def _chart(self, block: b.ChartBlock) -> None:
        chart = block.chart
        caption = self._paragraph_of(chart.title, "Caption")
        caption.paragraph_format.keep_with_next = True
        if chart.sample:
            caption.add_run(f" [{wording.words()['sample']}]")
        paragraph = self._paragraph_of()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(drawing.png(chart)), width=_TEXT_WIDTH)
        self.pictures += 1
        properties = shape._inline.docPr
        properties.set("descr", chart.alt)
        properties.set("name", f"chart {self.pictures}")
        self._small(f"{wording.words()['source']} {'. '.join([chart.source, *chart.caveats])}")
        if block.numbers:
            heading, *rows = as_rows(chart)
            columns = tuple(b.Column(label, numeric=index > 0) for index, label in enumerate(heading))
            self._table(b.Table("", columns, tuple(tuple(b.Cell(text) for text in row) for row in rows)))

    def _cartogram(self, block: b.CartogramBlock) -> None:
        """The cartogram as a table of tiles: each keeps its name, its value and its shade."""
        cartogram = block.cartogram
        caption = self._paragraph_of(cartogram.title, "Caption")
        caption.paragraph_format.keep_with_next = True
        rows = max((tile.row for tile in cartogram.tiles), default=1)
        table = self._table_of(rows, cartogram.columns)
        _describe_table(table, cartogram.title, header=False)
        for tile in cartogram.tiles:
            cell = table.cell(tile.row - 1, tile.column - 1)
            fill = wording.NO_SHADE if tile.shade is None else wording.SHADES[tile.shade]
            ink = RGBColor.from_string((wording.SHADE_INKS[tile.shade or 0]).lstrip("#").upper())
            _shade(cell, fill)
            _fill(cell, tile.label, size=6.5, ruled=False)
            cell.paragraphs[0].runs[0].font.color.rgb = ink
            value = cell.add_paragraph().add_run(tile.value)
            value.bold, value.font.size, value.font.color.rgb = True, Pt(10), ink
        legend = " · ".join(entry.label for entry in cartogram.legend)
        classes = _("Classes:")
        self._small(" ".join(part for part in (cartogram.note, f"{classes} {legend}.") if part))


def _outline(blocks: tuple[b.Block, ...]) -> list[tuple[int, str, str]]:
    """Headings as they will be numbered and marked: level, text, bookmark."""
    found: list[tuple[int, str, str]] = []
    level = annexes = 0
    for block in blocks:
        if isinstance(block, b.Heading):
            level = max(1, min(block.level, level + 1, len(_LEVELS)))
            text = block.text
        elif isinstance(block, b.Annex):
            level, text, annexes = 1, wording.annex_title(annexes, block.title), annexes + 1
        else:
            continue
        found.append((level, text, f"azymut_{len(found) + 1}"))
    return found


def _link(paragraph: WordParagraph, text: str, anchor: str, *, bold: bool) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    run.bold = bold or None
    link.append(run._r)
    paragraph._p.append(link)


def _mark(paragraph: WordParagraph, tone: Tone, label: str, size: float = 10) -> None:
    run = paragraph.add_run(f"{wording.SIGNS[tone]} {label}")
    run.bold, run.font.size = True, Pt(size)
    run.font.color.rgb = RGBColor.from_string(wording.INKS[tone].lstrip("#").upper())


def _fill(
    cell: Any, text: str, *, bold: bool = False, soft: bool = False, right: bool = False, size: float = 9,
    line: int = HAIR, ruled: bool = True,
) -> None:  # fmt: skip
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold or None, Pt(size)
    if soft:
        run.font.color.rgb = SOFT
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if ruled:
        _underline(cell, line)


def _underline(cell: Any, eighths: int) -> None:
    """A rule below a cell: thick under headings, a hair elsewhere (widths in eighths of a point)."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    colour = "D9D5CB" if eighths == HAIR else "15171C"
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill.lstrip("#").upper())):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _describe_table(table: Any, caption: str, *, header: bool = True) -> None:
    """Its caption as title for screen readers, and its first row marked as heading, repeated on each page."""
    properties = table._tbl.tblPr
    if caption:
        title = OxmlElement("w:tblCaption")
        title.set(qn("w:val"), caption)
        properties.append(title)
    if header:
        row = table.rows[0]._tr.get_or_add_trPr()
        mark = OxmlElement("w:tblHeader")
        row.append(mark)
    for row in table.rows:
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)
