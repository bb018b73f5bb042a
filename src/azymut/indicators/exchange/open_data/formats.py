"""Which formats there are, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from azymut.indicators.exchange.open_data import jsonstat, metadata, parquet, sdmx, tables
from azymut.indicators.exchange.open_data.tables import TooLongError
from azymut.indicators.queries import Extract

__all__ = ["DOWNLOADS", "Export", "Format", "TooLongError", "export"]


class Format(StrEnum):
    """The ending of a file's name says its format."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON_STAT = "json"
    SDMX_CSV = "sdmx.csv"
    CSVW = "csv-metadata.json"
    DESCRIPTION = "opis.json"


DOWNLOADS = {
    Format.CSV: "CSV",
    Format.XLSX: "XLSX",
    Format.PARQUET: "Parquet",
    Format.JSON_STAT: "JSON-stat",
    Format.SDMX_CSV: "SDMX-CSV",
}
"""What pages offer, by the names that the formats have."""

_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.JSON_STAT: "application/json",
    Format.SDMX_CSV: "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
    Format.CSVW: "application/csvm+json",
    Format.DESCRIPTION: "application/json",
}


@dataclass(frozen=True)
class Export:
    """An answer in pieces, its type, and the format of the description beside it, if it has one."""

    content: Iterable[bytes]
    content_type: str
    described_by: Format | None = None


def export(kind: Format, figures: Extract, *, title: str, address: str, table: str) -> Export:
    """The figures in this format. `address` is where they were asked for, `table` where their CSV is.

    Raises TooLongError when a workbook cannot hold them.
    """
    writers: dict[Format, Callable[[], Iterable[bytes]]] = {
        Format.CSV: lambda: tables.csv_pieces(figures),
        Format.XLSX: lambda: tables.workbook(figures, title=title, address=address),
        Format.PARQUET: lambda: parquet.parquet(figures, title=title, address=address),
        Format.JSON_STAT: lambda: jsonstat.pieces(figures, title=title, address=address),
        Format.SDMX_CSV: lambda: sdmx.pieces(figures),
        Format.CSVW: lambda: [metadata.csvw(figures, title=title, address=address, table=table)],
        Format.DESCRIPTION: lambda: [metadata.description(figures, title=title, address=address)],
    }
    described_by = {Format.CSV: Format.CSVW, Format.SDMX_CSV: Format.DESCRIPTION}.get(kind)
    return Export(writers[kind](), _TYPES[kind], described_by)
