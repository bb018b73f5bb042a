"""SDMX-CSV 2.0: commas, a dot in numbers, every code a text, so that TERYT keeps its leading zeros."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from azymut.indicators.exchange.open_data.columns import plain
from azymut.indicators.queries import Extract
from azymut.indicators.store import OpenFigure

STRUCTURE = ("dataflow", "AZYMUT:INDICATORS(1.0)", "I")
"""What kind of structure, which one, and that the rows are for information."""
HEADING = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG",
    "UNIT", "DECIMALS", "RELEASES",
)  # fmt: skip
ROWS_A_PIECE = 500
_YEAR = 4
_FREQUENCIES = {"Q": "Q", "S": "S"}


def pieces(figures: Extract) -> Iterator[bytes]:
    """One row an observation; one without a value has an empty OBS_VALUE and the flag that says why."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADING)
    for number, one in enumerate(figures.rows(), start=1):
        writer.writerow(_row(figures, one))
        if not number % ROWS_A_PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _row(figures: Extract, one: OpenFigure) -> tuple[str | int, ...]:
    described = figures.descriptions[one.indicator]
    value = "" if one.value is None else plain(one.value)
    return (
        *STRUCTURE,
        frequency(one.period),
        one.indicator,
        one.territory,
        one.period,
        value,
        one.flags,
        described.unit,
        described.decimals,
        " ".join(one.releases),
    )


def frequency(period: str) -> str:
    """A year, a quarter, a half-year or a month, as SDMX names them."""
    return "A" if len(period) == _YEAR else _FREQUENCIES.get(period[5], "M")
