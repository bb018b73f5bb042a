"""The Occupational Barometer (Barometr zawodów) as a table: `rok;teryt;grupa;ocena;kody`.

Year, county, the barometer's own group of occupations, one of five assessments, and the codes of the group's
occupations with "|" between them: the barometer's groups are its own, so the file brings their meaning. A file says all
that there is for each county and year that it names. Where two groups assess one code differently in a county, the code
gets no assessment there, both are reported and kept beside each other.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange.occupation_codes import OccupationCodes
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places
from azymut.indicators.rules.demand import ASSESSMENT_NUMBERS, GROUP_SIGN, Told, agreed, read_assessment
from azymut.indicators.rules.observations import Key, Observation, is_period, level_of
from azymut.kernel.intake import Row, decode, read_table

DATASET = "BAROMETR_ZAWODOW"
COLUMNS = ("rok", "teryt", "grupa", "ocena", "kody")
CODES = "|"
UNIT = "ocena"


def read(content: bytes, stem: str) -> Parsed:  # noqa: ARG001  # every reader is told the file's name
    """An observation for each county, year and code, with the name of its group kept as the source writes it."""
    table = read_table(decode(content, encodings=("utf-8-sig", "cp1250")), delimiter=";", required=COLUMNS)
    parsed = Parsed(code=DATASET, title="Barometr zawodów", unit=UNIT, whole=True)
    for number, cells in table.misshapen:
        words = {"cells": cells, "expected": len(table.columns)}
        parsed.reject(number, "", _("The row has %(cells)d cells instead of %(expected)d.") % words)
    places, codes = Places(), OccupationCodes()
    told: dict[Key, list[Told]] = {}
    for row in table.rows:
        _hear(parsed, told, row, places, codes)
    for key, said in told.items():
        _take(parsed, key, said)
    return parsed


def _hear(parsed: Parsed, told: dict[Key, list[Told]], row: Row, places: Places, codes: OccupationCodes) -> None:
    year, group, assessment = row["rok"], " ".join(row["grupa"].split()), read_assessment(row["ocena"])
    territory = places.code(row["teryt"], year)
    if not (is_period(year) and year.isdigit()):
        parsed.reject(row.number, "rok", _("“%(text)s” is not a year.") % {"text": year[:40]})
    elif level_of(territory) != "county":
        parsed.reject(row.number, "teryt", _("“%(text)s” is no county.") % {"text": row["teryt"][:40]})
    elif assessment is None:
        parsed.reject(
            row.number, "ocena", _("“%(text)s” is no assessment of the barometer.") % {"text": row["ocena"][:40]}
        )
    elif not group:
        parsed.reject(row.number, "grupa", _("There is no name of a group."))
    else:
        for code in _codes(parsed, row, codes):
            told.setdefault((territory, year, code), []).append(Told(group, row["ocena"], assessment, row.number))


def _codes(parsed: Parsed, row: Row, codes: OccupationCodes) -> list[str]:
    """The codes of a group that there are, each once; the others are rejected one by one."""
    named = list(dict.fromkeys(code.strip() for code in row["kody"].split(CODES) if code.strip()))
    if not named:
        parsed.reject(row.number, "kody", _("The group has no codes of occupations."))
    for code in named:
        if not codes.stands(code):
            parsed.reject(row.number, "kody", _("There is no occupation with the code %(code)s.") % {"code": code[:20]})
    return [code for code in named if codes.stands(code)]


def _take(parsed: Parsed, key: Key, said: list[Told]) -> None:
    assessment = agreed(said)
    if assessment is not None:
        groups = GROUP_SIGN.join(dict.fromkeys(one.group for one in said))
        value = Decimal(ASSESSMENT_NUMBERS[assessment])
        parsed.take(Observation(*key, value, UNIT, "", said[0].row, "ocena", groups[:MAX_CELL]))
        return
    both = GROUP_SIGN.join(f"{one.group}: {one.word}" for one in said)
    for one in said[1:]:
        reason = _("Contradiction in %(place)s for the code %(code)s: %(said)s. Neither was taken.")
        parsed.reject(one.row, "ocena", reason % {"place": key[0], "code": key[2], "said": both[:300]})
    parsed.take(Observation(*key, None, UNIT, Flag.NOTE.value, said[0].row, "ocena", both[:MAX_CELL]))
