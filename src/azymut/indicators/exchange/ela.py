"""ELA, the graduates' tracking by registers: tables of the country, of moves between voivodeships, of programmes.

All are wide, in UTF-8, separated by semicolons, with a decimal comma; prefix P_ a programme, PL_ the country; suffix
_P1 to _P5 the year after the diploma. An empty cell is hidden for a small group or does not apply, and is never zero.
The period is the year of the diploma.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange import layouts
from azymut.indicators.exchange.layouts import Column
from azymut.indicators.exchange.parsed import MAX_CELL, YEAR, Parsed, Places
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, read_number
from azymut.kernel.streams import Content, Stream, stream_table

LEVELS = {"1": "I stopnia", "2": "II stopnia", "JM": "jednolite magisterskie"}
FORMS = {"S": "stacjonarne", "N": "niestacjonarne"}
_MAX_NAME = 90
_PROGRAMME = (
    "P_ROKDYP", "P_WOJ", "P_POZIOM", "P_FORMA", "P_KIERUNEK_NAZWA", "P_NAZWA_UCZELNI", "P_KIERUNEK_ID",
)  # fmt: skip

Cells = dict[str, str]


class _BadCellError(Exception):
    """A cell of a row says nothing that we know, so that the row cannot be taken: column and reason."""


@dataclass(frozen=True)
class _Group:
    """What a row speaks of: year of the diploma, the row's own territory if it has one, beginning of the breakdown."""

    period: str
    territory: str
    name: str


@dataclass
class _Reading:
    """What was taken so far, and which figures the source gives for a year at all."""

    taken: tuple[Column, ...]
    parsed: Parsed
    places: Places = field(default_factory=Places)
    given: set[tuple[str, str]] = field(default_factory=set)


def read_country(content: Content, _stem: str) -> Parsed:
    """The country's table: a row for each year and level; some columns are of voivodeships where graduates live."""
    parsed = Parsed(code="ELA_KRAJ", dimensions="Poziom studiów | Miara | Rok po dyplomie")
    return _read(content, "ela_country", ("PL_ROKDYP", "PL_POZIOM"), _country_group, parsed)


def read_voivodeships(content: Content, _stem: str) -> Parsed:
    """The table of moves: the territory is the voivodeship of the university."""
    parsed = Parsed(code="ELA_WOJEWODZTWA", dimensions="Poziom studiów | Miara | Rok po dyplomie")
    return _read(content, "ela_voivodeships", ("PL_ROKDYP", "PL_POZIOM"), _country_group, parsed)


def read_programmes(content: Content, _stem: str) -> Parsed:
    """The table of programmes (about 200 MB): the territory is the voivodeship where the programme is taught.

    The source's number of the programme is a part of the breakdown, since one school may teach two of one name.
    """
    dimensions = "Program | Poziom | Forma | Uczelnia | Numer programu | Miara | Rok po dyplomie"
    parsed = Parsed(code="ELA_KIERUNKI", dimensions=dimensions)
    return _read(content, "ela_programmes", _PROGRAMME, _programme_group, parsed)


def _read(
    content: Content,
    layout: str,
    keys: tuple[str, ...],
    group: Callable[[Cells, Places], _Group],
    parsed: Parsed,
) -> Parsed:
    reading = _Reading(layouts.columns(layout), parsed)
    wanted = [*keys, *(column.heading for column in reading.taken)]
    stream = stream_table(content, delimiter=";", required=wanted)
    at = [(name, stream.columns.index(name)) for name in wanted]
    for number, cells in stream.rows:
        if len(cells) != len(stream.columns):
            _misshapen(parsed, number, cells, stream)
            continue
        row = {name: cells[index].strip() for name, index in at}
        try:
            one = group(row, reading.places)
        except _BadCellError as error:
            parsed.reject(number, *error.args)
            continue
        _take_row(reading, number, row, one)
    _mark_not_yet(reading)
    parsed.title = parsed.code
    return parsed


def _misshapen(parsed: Parsed, number: int, cells: list[str], stream: Stream) -> None:
    reason = _("The row has %(cells)d cells instead of %(expected)d.")
    parsed.reject(number, "", reason % {"cells": len(cells), "expected": len(stream.columns)})


def _year(row: Cells, column: str) -> str:
    if not YEAR.match(row[column]):
        raise _BadCellError(column, _("“%(text)s” is not a year.") % {"text": row[column][:40]})
    return row[column]


def _of(known: dict[str, str], row: Cells, column: str) -> str:
    found = known.get(row[column])
    if found is None:
        reason = _("“%(text)s” is not one of: %(known)s.") % {"text": row[column][:40], "known": ", ".join(known)}
        raise _BadCellError(column, reason)
    return found


def _country_group(row: Cells, _places: Places) -> _Group:
    return _Group(_year(row, "PL_ROKDYP"), "", _of(LEVELS, row, "PL_POZIOM"))


def _programme_group(row: Cells, places: Places) -> _Group:
    period, code = _year(row, "P_ROKDYP"), row["P_WOJ"].zfill(2)
    if code not in layouts.VOIVODESHIPS:
        raise _BadCellError("P_WOJ", places.why_not(row["P_WOJ"][:40]))
    for column in ("P_KIERUNEK_NAZWA", "P_NAZWA_UCZELNI", "P_KIERUNEK_ID"):
        if not row[column]:
            raise _BadCellError(column, _("The cell is empty."))
    parts = (
        _short(row["P_KIERUNEK_NAZWA"]), _of(LEVELS, row, "P_POZIOM"), _of(FORMS, row, "P_FORMA"),
        _short(row["P_NAZWA_UCZELNI"]), row["P_KIERUNEK_ID"][:20],
    )  # fmt: skip
    return _Group(period, code, BREAKDOWN_SIGN.join(parts))


def _short(name: str) -> str:
    """A name that leaves room for the rest of the breakdown and does not look like its border."""
    plain = " ".join(name.replace("|", "/").split())
    return plain if len(plain) <= _MAX_NAME else f"{plain[: _MAX_NAME - 1]}…"


def _take_row(reading: _Reading, number: int, row: Cells, group: _Group) -> None:
    for column in reading.taken:
        cell = row[column.heading]
        value = read_number(cell) if cell else None
        if cell and value is None:
            reason = _("“%(text)s” is not a number.") % {"text": cell[:40]}
            reading.parsed.reject(number, column.heading, reason)
            continue
        if cell:
            reading.given.add((group.period, column.breakdown))
        reading.parsed.take(
            Observation(
                column.territory or group.territory, group.period, f"{group.name}{BREAKDOWN_SIGN}{column.breakdown}",
                value, column.unit, "" if cell else Flag.SUPPRESSED.value, number, column.heading, cell[:MAX_CELL],
            )
        )  # fmt: skip


def _mark_not_yet(reading: _Reading) -> None:
    """Empty cells of a measure that nobody of that year has are not there yet; the others are hidden."""
    breakdowns = {column.heading: column.breakdown for column in reading.taken}
    found = reading.parsed.observations
    for key, one in found.items():
        if one.flags == Flag.SUPPRESSED and (one.period, breakdowns[one.column]) not in reading.given:
            found[key] = replace(one, flags=Flag.MISSING.value)
