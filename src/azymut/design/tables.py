"""A data table as a value: columns that sort, rows that become a list on a phone, export links, an empty state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from azymut.kernel.registries import Mark


@dataclass(frozen=True)
class Column:
    """`key` makes the column sortable: it is what `?sort=` carries."""

    label: str
    key: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """Text, perhaps with a link, a status mark or a note beneath."""

    text: str = ""
    url: str = ""
    mark: Mark | None = None
    note: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Link:
    """An export ("CSV", "XLSX") or another link beside the table."""

    label: str
    url: str


@dataclass(frozen=True)
class Listing:
    """The caption says what is listed and how many; the first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sort: str = ""
    exports: tuple[Link, ...] = ()
    empty: str = ""

    @property
    def labelled(self) -> list[list[tuple[Column, Cell]]]:
        """Rows with the column of each cell, as the template wants them."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def sort_key(asked: str, allowed: Sequence[str], default: str) -> str:
    """What `?sort=` asks for if it may be asked, else the default; a leading minus turns the order."""
    return asked if asked.removeprefix("-") in allowed else default
