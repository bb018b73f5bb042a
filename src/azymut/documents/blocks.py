"""The small language that documents are written in: frozen blocks that PDF, DOCX and, for tables, XLSX understand.

A room composes a `Content`, hands it to `documents.actions.produce`, and the blocks become the document's freeze: JSON
that makes the same document again, byte for byte. Blocks carry text for people, already formatted and in one language.

    content = Content(
        title="Raport monitoringowy 2026",
        language="pl",
        moment=at.isoformat(),
        author="Urząd Marszałkowski",
        cover=Cover("Raport monitoringowy 2026", date="22 listopada 2026"),
        blocks=(Contents("Spis treści"), Heading("Podsumowanie"), Paragraph("17 z 30 działań …"), ChartBlock(chart)),
    )
    document = actions.produce(kind="monitoring", content=content, formats=(Format.PDF, Format.DOCX), by=account, at=at)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from azymut.design.cartogram import Cartogram, LegendEntry, Tile
from azymut.design.charts import Chart, from_dict
from azymut.kernel.registries import Tone


class Block:
    """Base of all blocks; `kind` names the block in the freeze."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class Heading(Block):
    """`level` 1 to 4; levels are never skipped. `anchor` lets other blocks link here."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph(Block):
    kind: ClassVar[str] = "paragraph"
    text: str
    soft: bool = False
    lead: bool = False


@dataclass(frozen=True)
class Bullets(Block):
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts(Block):
    """Pairs of a label and a value."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure(Block):
    """One big figure of a row of figures."""

    kind: ClassVar[str] = "figure"
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Figures(Block):
    """Two to four big figures side by side."""

    kind: ClassVar[str] = "figures"
    items: tuple[Figure, ...]


@dataclass(frozen=True)
class StatusMark(Block):
    """A status with its tone (shape and colour) and word, and the reasons beneath."""

    kind: ClassVar[str] = "status"
    tone: Tone
    label: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Callout(Block):
    """A passage that must not be missed, with a rule beside it."""

    kind: ClassVar[str] = "callout"
    title: str
    text: str
    tone: Tone = Tone.WAIT


@dataclass(frozen=True)
class Column:
    """`share` is the column's part of the width; numbers stand right.

    In a workbook `days` takes a cell's raw ISO date for a date, `percent` shows raw shares (0 to 1) as per cent, and
    `money` shows raw amounts as the template shows money.
    """

    label: str
    share: float = 1.0
    numeric: bool = False
    days: bool = False
    percent: bool = False
    money: bool = False


@dataclass(frozen=True)
class Cell:
    """Text for people; `tone` adds the status shape before it; `raw` is what a spreadsheet gets instead of the text."""

    text: str
    tone: Tone | None = None
    raw: str | float | int | None = None
    bold: bool = False


@dataclass(frozen=True)
class Table(Block):
    """A table with a caption and a header row that repeats on each page."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ChartBlock(Block):
    """A chart by its definition; drawn anew from it each time, with its source and caveats beneath.

    `numbers` prints the chart's table too.
    """

    kind: ClassVar[str] = "chart"
    chart: Chart
    numbers: bool = False


@dataclass(frozen=True)
class CartogramBlock(Block):
    kind: ClassVar[str] = "cartogram"
    cartogram: Cartogram


@dataclass(frozen=True)
class PageBreak(Block):
    kind: ClassVar[str] = "page_break"


@dataclass(frozen=True)
class Annex(Block):
    """Begins an annex on a new page; annexes are lettered in their order."""

    kind: ClassVar[str] = "annex"
    title: str


@dataclass(frozen=True)
class Contents(Block):
    """The table of contents, made from headings down to `depth`."""

    kind: ClassVar[str] = "contents"
    title: str
    depth: int = 2


@dataclass(frozen=True)
class Cover:
    """The first page."""

    title: str
    subtitle: str = ""
    issuer: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class Content:
    """A whole document. `moment` (ISO 8601 with offset) is its moment of making, the only time that files carry.

    `sheets` become the workbook, by default every table among the blocks; `data` keeps plain JSON facts behind the
    document (identifiers, releases, counts) for whoever checks it later.
    """

    title: str
    language: str
    moment: str
    author: str
    cover: Cover
    blocks: tuple[Block, ...]
    footer: str = ""
    sample: bool = False
    reference: str = ""
    sheets: tuple[Table, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block.chart for block in self.blocks if isinstance(block, ChartBlock))

    def canonical(self) -> str:
        """The one text of its freeze: sorted keys and no spaces, so that a checksum of it means something."""
        return json.dumps(freeze(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


_KINDS: dict[str, type[Block]] = {
    cls.kind: cls
    for cls in (
        Heading, Paragraph, Bullets, Facts, Figure, Figures, StatusMark, Callout, Table, ChartBlock, CartogramBlock,
        PageBreak, Annex, Contents,
    )
}  # fmt: skip


def freeze(content: Content) -> dict[str, Any]:
    """The content as plain JSON values. `thaw(freeze(content)) == content`."""
    nested = {"blocks", "cover", "sheets"}
    frozen = {item.name: getattr(content, item.name) for item in fields(content) if item.name not in nested}
    return {
        **frozen,
        "cover": asdict(content.cover),
        "sheets": [_plain(sheet) for sheet in content.sheets],
        "blocks": [{"kind": block.kind, **_plain(block)} for block in content.blocks],
    }


def thaw(frozen: Mapping[str, Any]) -> Content:
    """The content that was frozen. KeyError or TypeError when it is not one of ours."""
    return Content(
        **{key: value for key, value in frozen.items() if key not in {"cover", "blocks", "sheets"}},
        cover=Cover(**frozen["cover"]),
        sheets=tuple(_table(sheet) for sheet in frozen.get("sheets", ())),
        blocks=tuple(_block(item) for item in frozen["blocks"]),
    )


def tables(content: Content) -> tuple[Table, ...]:
    """The tables of a document, as a workbook wants them."""
    return content.sheets or tuple(block for block in content.blocks if isinstance(block, Table))


def _plain(thing: Any) -> Any:
    if is_dataclass(thing) and not isinstance(thing, type):
        return {item.name: _plain(getattr(thing, item.name)) for item in fields(thing)}
    if isinstance(thing, tuple | list):
        return [_plain(item) for item in thing]
    return thing.value if isinstance(thing, StrEnum) else thing


def _block(item: Mapping[str, Any]) -> Block:
    values = {key: value for key, value in item.items() if key != "kind"}
    build = _BUILDERS.get(item["kind"])
    return build(values) if build else _KINDS[item["kind"]](**{key: _tuples(value) for key, value in values.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _table(values: Mapping[str, Any]) -> Table:
    return Table(
        caption=values["caption"],
        columns=tuple(Column(**column) for column in values["columns"]),
        rows=tuple(_cells(row) for row in values["rows"]),
        totals=_cells(values["totals"]),
        note=values.get("note", ""),
    )


def _cells(row: Sequence[Mapping[str, Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(**{**cell, "tone": Tone(cell["tone"]) if cell["tone"] else None}) for cell in row)


def _chart(values: Mapping[str, Any]) -> ChartBlock:
    return ChartBlock(from_dict(values["chart"]), numbers=values.get("numbers", False))


def _cartogram(values: Mapping[str, Any]) -> CartogramBlock:
    cartogram = values["cartogram"]
    return CartogramBlock(
        Cartogram(
            **{
                **cartogram,
                "tiles": tuple(Tile(**tile) for tile in cartogram["tiles"]),
                "legend": tuple(LegendEntry(**entry) for entry in cartogram["legend"]),
            }
        )
    )


def _figures(values: Mapping[str, Any]) -> Figures:
    return Figures(tuple(Figure(**item) for item in values["items"]))


def _callout(values: Mapping[str, Any]) -> Callout:
    return Callout(values["title"], values["text"], Tone(values.get("tone", Tone.WAIT)))


def _status(values: Mapping[str, Any]) -> StatusMark:
    return StatusMark(Tone(values["tone"]), values["label"], tuple(values["reasons"]))


_BUILDERS: dict[str, Callable[[Mapping[str, Any]], Block]] = {
    "table": _table,
    "chart": _chart,
    "cartogram": _cartogram,
    "figures": _figures,
    "callout": _callout,
    "status": _status,
}
