"""Files of the sources, made byte by byte: tables of dBase, workbooks, wide tables of the graduates' tracking."""

from __future__ import annotations

import csv
import io
import struct

import xlsxwriter

from azymut.indicators.exchange import layouts

MRPIPS = [("WGM", "C", 4), ("M_C", "C", 2), ("ROK", "C", 4), ("DZIAL", "C", 1), ("TABELA", "C", 1), ("NRW", "C", 3)]


def dbf(rows, *, fields=None, numbers=15, kind=0x03, deleted=()):
    """A table of dBase III: six keys and R1…; a row is a dict, what it does not name is left blank."""
    fields = fields or MRPIPS + [(f"R{number}", "N", 6) for number in range(1, numbers + 1)]
    size = 1 + sum(length for _name, _type, length in fields)
    head = 32 + 32 * len(fields) + 1
    out = struct.pack("<B3BIHH20x", kind, 125, 12, 31, len(rows), head, size)
    for name, of, length in fields:
        out += struct.pack("<11sc4xBB14x", name.encode(), of.encode(), length, 0)
    out += b"\r"
    for number, row in enumerate(rows):
        out += b"*" if number in deleted else b" "
        for name, of, length in fields:
            text = str(row.get(name, ""))
            out += (text.rjust(length) if of == "N" else text.ljust(length)).encode("cp1250")
    return out + b"\x1a"


def report(county="1061", year="2025", month="12", **cells):
    """Rows of the report for a county: `report(**{"1/1/001": {"R5": 41}})`."""
    keys = {"WGM": county, "M_C": month, "ROK": year}
    parts = [(dict(zip(("DZIAL", "TABELA", "NRW"), place.split("/"), strict=True)), of) for place, of in cells.items()]
    return [keys | place | of for place, of in parts]


def xlsx(rows, *, sheet="dbf", heading=None):
    """A workbook with county sheets around the one that holds the rows; numbers as numbers, as Excel writes them."""
    heading = heading or [name for name, _type, _length in MRPIPS] + [f"R{number}" for number in range(1, 23)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("1061").write(0, 0, "Powiat")
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, heading)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(heading):
                if name in row:
                    page.write(number, column, row[name])
    return out.getvalue()


def ela(layout, rows, *, keys, delimiter=";"):
    """A wide table with every column of a layout, quoted as the source quotes; what a row does not name is empty."""
    columns = [*keys, *(column.heading for column in layouts.columns(layout))]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
    return out.getvalue()
