"""Figures of BDL's API as we keep them: JSON lines, a variable's description and then a line for each unit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange.parsed import MAX_CELL, YEAR, Parsed, Places, period_of
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, join_flags, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import decode
from azymut.places.rules import Spelling

ATTRIBUTES: dict[int, tuple[Flag, ...]] = {
    0: (), 1: (), 94: (),
    3: (Flag.INCOMPLETE,),
    4: (Flag.SUPPRESSED,), 91: (Flag.SUPPRESSED,),
    7: (Flag.NOTE,), 97: (Flag.NOTE,),
    9: (Flag.PRELIMINARY,),
    11: (Flag.BREAK,), 98: (Flag.BREAK,),
    13: (Flag.BREAK, Flag.INCOMPLETE),
    14: (Flag.BREAK, Flag.SUPPRESSED),
    15: (Flag.MISSING,), 50: (Flag.MISSING,),
    17: (Flag.BREAK, Flag.NOTE),
    20: (Flag.UNRELIABLE,), 21: (Flag.UNRELIABLE,),
}  # fmt: skip
"""What BDL says of a value by `attrId` (its list `attributes`). A suppressed value often arrives as 0."""


def read(content: bytes, stem: str) -> Parsed:
    """Read the kept file; one dataset a file. A value with an attribute that nobody knows is rejected."""
    parsed = Parsed(code=stem.removesuffix("_API"))
    places = Places()
    known: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(decode(content).splitlines(), start=1):
        found = _line(line, number)
        if "breakdown" in found:
            variable = found["variable"]
            known[int(variable["id"])] = str(found["breakdown"]), str(variable["measureUnitName"])
            parsed.code = str(variable["subjectId"])
            parsed.unit = parsed.unit or str(variable["measureUnitName"])
        elif found.get("variable") in known:
            _unit(parsed, places, number, found["unit"], *known[found["variable"]])
        else:
            raise FileRefusedError(_("The table is damaged: %(error)s.") % {"error": "variable"}, place=str(number))
    parsed.title = parsed.code
    return parsed


def _line(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_float=Decimal)
    except ValueError as error:
        raise FileRefusedError(
            _("The table is damaged: %(error)s.") % {"error": error}, place=_("row %(line)d") % {"line": number}
        ) from error
    if not isinstance(found, dict):
        raise FileRefusedError(
            _("The table is damaged: %(error)s.") % {"error": "JSON"}, place=_("row %(line)d") % {"line": number}
        )
    return found


def _unit(parsed: Parsed, places: Places, row: int, unit: dict[str, Any], breakdown: str, measure: str) -> None:
    for one in unit["values"]:
        year = str(one["year"])
        if not YEAR.match(year):
            parsed.reject(row, year[:40], _("“%(text)s” is not a year.") % {"text": year[:40]})
            continue
        period, rest = period_of(year, breakdown.split(BREAKDOWN_SIGN))
        territory = places.code(unit["id"], period, spelling=Spelling.BDL)
        if not territory:
            # "000000000000" is the country in every spelling.
            territory = places.code(unit["id"], period)
        if not territory:
            parsed.reject(row, "id", places.why_not(unit["id"]))
            return
        read = value_of(one["val"], one["attrId"])
        if read is None:
            text = f"{one['val']} (attrId {one['attrId']})"
            parsed.reject(row, year, _("“%(text)s” is not a number.") % {"text": text[:40]})
            continue
        raw = f"{one['val']} (attrId {one['attrId']})"
        parsed.take(
            Observation(
                territory,
                period,
                BREAKDOWN_SIGN.join(rest)[:MAX_CELL],
                read[0],
                measure[:60],
                read[1],
                row,
                year,
                raw[:MAX_CELL],
            )
        )


def value_of(value: object, attribute: object) -> tuple[Decimal | None, str] | None:
    """Value and flags of a cell, decided by its attribute and never by its number; None when it is neither."""
    flags = ATTRIBUTES.get(attribute) if isinstance(attribute, int) else None
    if flags is None:
        return None
    joined = join_flags(*flags)
    if Flag.SUPPRESSED in flags or Flag.MISSING in flags:
        return None, joined
    if value is None:
        return None, join_flags(joined, Flag.MISSING)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = read_number(f"{Decimal(value):f}", decimal_sign=".")
    return None if number is None else (number, joined)
