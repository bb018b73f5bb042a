"""What a reader makes of a file, and what all readers share: places, periods, cells, signs of a cut-off file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.rules.observations import Key, Observation, join_flags, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import Rejection
from azymut.places.queries import Resolver, resolver
from azymut.places.rules import Spelling

MAX_CELL = 300

# How Statistics Poland marks a cell instead of, or beside, a number. "-" says that the thing did not occur: zero.
BDL_SIGNS: Mapping[str, str] = {
    "": "",
    "-": "",
    "–": "",
    "n": Flag.MISSING,
    ":": Flag.MISSING,
    ".": Flag.MISSING,
    "x": Flag.SUPPRESSED,
    "#": Flag.SUPPRESSED,
    "k": Flag.INCOMPLETE,
    "p": Flag.PRELIMINARY,
    "w": Flag.PRELIMINARY,
    "m": Flag.BREAK,
    "*": Flag.NOTE,
}
_NO_NUMBER = {"": Flag.MISSING, "n": Flag.MISSING, ":": Flag.MISSING, ".": Flag.MISSING, "x": Flag.SUPPRESSED}
_NO_NUMBER |= {"#": Flag.SUPPRESSED}
_ZERO = frozenset({"-", "–"})
_MONTHS = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
_PARTS = {
    **{name: f"-{number:02d}" for number, name in enumerate(_MONTHS, start=1)},
    **{f"{roman} kwartał": f"-Q{number}" for number, roman in enumerate(("i", "ii", "iii", "iv"), start=1)},
    **{f"{number} kwartał": f"-Q{number}" for number in range(1, 5)},
    "i półrocze": "-S1",
    "ii półrocze": "-S2",
}
YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}\Z")


@dataclass
class Parsed:
    """Observations of a file in its order, the rows that cannot be taken, and what the file says of itself."""

    observations: dict[Key, Observation] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    dimensions: str = ""
    unit: str = ""
    title: str = ""
    code: str = ""
    vintage_on: date | None = None
    whole: bool = False
    """The file says all that there is for each place and period that it names, whatever its breakdowns."""

    def reject(self, row: int, column: str, reason: str) -> None:
        self.rejected.append(Rejection(row, column, reason))

    def take(self, observation: Observation) -> None:
        """Add an observation; a second one for the same place, time and breakdown is rejected, the first stays."""
        earlier = self.observations.get(observation.key)
        if earlier is not None:
            self.reject(
                observation.row,
                observation.column,
                _("Row %(row)d already gives this place, period and breakdown.") % {"row": earlier.row},
            )
            return
        self.observations[observation.key] = observation


class Places:
    """Codes of a file to canonical codes: the unit that stands now, else the one that stood in the period."""

    def __init__(self) -> None:
        self._resolver: Resolver = resolver()

    def code(self, text: str, period: str, *, spelling: Spelling | None = None) -> str:
        """The canonical code; empty when the register of places knows no such unit."""
        found = self._resolver.resolve(text, spelling=spelling)
        if found is None and YEAR.match(period[:4]):
            found = self._resolver.resolve(text, date(int(period[:4]), 12, 31), spelling=spelling)
        return found.code if found else ""

    def why_not(self, text: str) -> str:
        return self._resolver.why_not(text)


def bdl_value(cell: str, attribute: str = "") -> tuple[Decimal | None, str] | None:
    """Value and flags of a BDL cell; None when it is no number and no sign that we know.

    A suppressed value can arrive as 0: the attribute decides, never the number.
    """
    sign = attribute.strip().casefold()
    flag = BDL_SIGNS.get(sign)
    if flag is None:
        flag = Flag.NOTE
    if flag in {Flag.SUPPRESSED, Flag.MISSING}:
        return None, join_flags(flag)
    plain = cell.strip().casefold()
    if plain in _ZERO:
        return Decimal(0), join_flags(flag)
    if plain in _NO_NUMBER:
        return None, join_flags(flag, _NO_NUMBER[plain])
    value = read_number(cell)
    return None if value is None else (value, join_flags(flag))


def period_of(year: str, dimensions: list[str]) -> tuple[str, list[str]]:
    """The period that a year and perhaps a month, quarter or half-year among the dimensions make, and what is left."""
    for index, text in enumerate(dimensions):
        part = _PARTS.get(text.strip().casefold())
        if part:
            return f"{year}{part}", dimensions[:index] + dimensions[index + 1 :]
    return year, dimensions


def check_whole(text: str, *, delimiter: str) -> None:
    """Exports of BDL end each line with a delimiter; a last line without one was cut off, and the file is refused."""
    lines = text.rstrip("\r\n").splitlines()
    if len(lines) > 1 and lines[0].rstrip().endswith(delimiter) and not lines[-1].rstrip().endswith(delimiter):
        raise FileRefusedError(
            _("The file was cut off: its last line is not whole."), place=_("row %(line)d") % {"line": len(lines)}
        )


def misshapen(parsed: Parsed, rows: tuple[tuple[int, int], ...], expected: int, *, last: int) -> None:
    """Reject rows with a wrong number of cells. When the very last row is too short, the file was cut off."""
    for row, cells in rows:
        if row >= last and cells < expected:
            raise FileRefusedError(
                _("The file was cut off: its last line is not whole."), place=_("row %(line)d") % {"line": row}
            )
        parsed.reject(
            row, "", _("The row has %(cells)d cells instead of %(expected)d.") % {"cells": cells, "expected": expected}
        )


def moment_in_name(stem: str) -> date | None:
    """The day on which BDL made an export, from the fourteen digits in the file's name."""
    match = re.search(r"_(20\d{12})\b", stem)
    if not match:
        return None
    try:
        return datetime.strptime(match.group(1), "%Y%m%d%H%M%S").date()  # noqa: DTZ007  # a day, in no time zone
    except ValueError:
        return None
