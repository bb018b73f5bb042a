"""Web exports of GUS BDL: wide CTAB (a column for each breakdown and year) and long CREL (a row for each value)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from azymut.indicators.exchange.parsed import (
    MAX_CELL,
    YEAR,
    Parsed,
    Places,
    bdl_value,
    check_whole,
    misshapen,
    moment_in_name,
    period_of,
)
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, Table, decode, read_table

_NAMED = re.compile(r"[A-Z]{4}_(\d{1,5})_(?:CTAB|CREL|XTAB)(?:_|\b)")
_CODE, _NAMES = "Kod", ("Nazwa", "Jednostka terytorialna")
_YEARS, _VALUES, _UNIT, _ATTRIBUTE = ("Rok", "Lata"), ("Wartosc", "Wartość"), "Jednostka miary", "Atrybut"


@dataclass(frozen=True)
class _Column:
    heading: str
    period: str
    breakdown: str
    unit: str


def code_of(stem: str) -> str:
    """The subject that an export's name gives away: SZKO_3226_CTAB_… is P3226."""
    match = _NAMED.match(stem)
    return f"P{match.group(1)}" if match else ""


def read_ctab(content: bytes, stem: str) -> Parsed:
    """Wide export: `Kod;Nazwa;"breakdown;year;[unit]";…`. An empty cell is no data, and said to be so."""
    table = _table(content, required=(_CODE, _NAMES[0]))
    columns = [_column(heading) for heading in table.columns[2:]]
    if table.columns[:2] != (_CODE, _NAMES[0]) or not columns:
        raise FileRefusedError(
            _("This is not a wide export of BDL: no column names a year and a unit."), place=_place()
        )
    parsed = _start(table, stem, unit=columns[0].unit)
    parsed.title = columns[0].breakdown
    places = Places()
    for row in table.rows:
        for column in columns:
            if not _take(parsed, places, row, column, row[column.heading], ""):
                break
    return parsed


def read_crel(content: bytes, stem: str) -> Parsed:
    """Long export: `Kod;Nazwa;<dimensions>;Rok;Wartosc;Jednostka miary;Atrybut`; older ones vary.

    A month or quarter among the dimensions becomes part of the period.
    """
    table = _table(content, required=(_CODE,))
    name, year, value = (_first(table, names) for names in (_NAMES, _YEARS, _VALUES))
    fixed = {_CODE, name, year, value, _UNIT, _ATTRIBUTE}
    dimensions = [column for column in table.columns if column not in fixed]
    parsed = _start(table, stem, unit="")
    parsed.dimensions = BREAKDOWN_SIGN.join(dimensions)[:300]
    places = Places()
    for row in table.rows:
        if not YEAR.match(row[year]):
            parsed.reject(row.number, year, _("“%(text)s” is not a year.") % {"text": row[year][:40]})
            continue
        period, rest = period_of(row[year], [row[column] for column in dimensions])
        column = _Column(value, period, BREAKDOWN_SIGN.join(rest), row.get(_UNIT))
        parsed.unit = parsed.unit or column.unit
        parsed.title = parsed.title or column.breakdown
        _take(parsed, places, row, column, row[value], row.get(_ATTRIBUTE))
    return parsed


def _table(content: bytes, *, required: tuple[str, ...]) -> Table:
    text = decode(content)
    check_whole(text, delimiter=";")
    return read_table(text, delimiter=";", required=required, drop_last_empty=True)


def _start(table: Table, stem: str, *, unit: str) -> Parsed:
    parsed = Parsed(unit=unit, code=code_of(stem), vintage_on=moment_in_name(stem))
    last = max([row.number for row in table.rows[-1:]] + [number for number, _ in table.misshapen])
    misshapen(parsed, table.misshapen, len(table.columns), last=last)
    return parsed


def _column(heading: str) -> _Column:
    """`osoba;2022;[zł]` and the like: dimensions, year, unit in brackets."""
    parts = [part.strip() for part in heading.rstrip("; ").split(";")]
    unit = parts[-1]
    if len(parts) < 2 or not (unit.startswith("[") and unit.endswith("]")):  # noqa: PLR2004  # a year and a unit
        raise _not_a_column(heading)
    years = [index for index, part in enumerate(parts[:-1]) if YEAR.match(part)]
    if not years:
        raise _not_a_column(heading)
    at = years[-1]
    period, rest = period_of(parts[at], parts[:at] + parts[at + 1 : -1])
    return _Column(heading, period, BREAKDOWN_SIGN.join(rest), unit[1:-1])


def _not_a_column(heading: str) -> FileRefusedError:
    return FileRefusedError(
        _("The column “%(heading)s” does not name its breakdown, year and unit.") % {"heading": heading[:80]},
        place=_place(),
    )


def _place() -> str:
    return _("row %(line)d") % {"line": 1}


def _first(table: Table, names: tuple[str, ...]) -> str:
    for name in names:
        if name in table.columns:
            return name
    raise FileRefusedError(_("Missing columns: %(names)s.") % {"names": names[0]}, place=_place())


def _take(parsed: Parsed, places: Places, row: Row, column: _Column, cell: str, attribute: str) -> bool:
    """Take one cell. False when the row's place is unknown, so that its other cells need not be looked at."""
    territory = places.code(row[_CODE], column.period)
    if not territory:
        parsed.reject(row.number, _CODE, places.why_not(row[_CODE]))
        return False
    read = bdl_value(cell, attribute)
    if read is None:
        parsed.reject(row.number, column.heading, _("“%(text)s” is not a number.") % {"text": cell[:40]})
        return True
    value, flags = read
    raw = cell if not attribute else f"{cell} {attribute}"
    parsed.take(
        Observation(
            territory,
            column.period,
            column.breakdown[:MAX_CELL],
            value,
            column.unit[:60],
            flags,
            row.number,
            column.heading[:MAX_CELL],
            raw[:MAX_CELL],
        )
    )
    return True
