"""The education minister's yearly forecast of demand for occupations (art. 46b of the Education Law Act), as a table.

`rok;teryt_woj;stopien;zawod;kod`: year, voivodeship (PL for the national list), degree, the occupation's name word for
word, and its code where it is known. A file is the full list for each year and territory that it names. Announcements
carry names only: what no school occupation is called stays under its name until a person settles it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.indicators.exchange.occupation_codes import OccupationCodes
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places
from azymut.indicators.rules.demand import DEMAND_NUMBERS, breakdown_of, read_demand, speaks_of
from azymut.indicators.rules.observations import Observation, is_period, level_of
from azymut.kernel.intake import Row, decode, read_table

DATASET = "MEN_PROGNOZA"
COLUMNS = ("rok", "teryt_woj", "stopien", "zawod")
OPTIONAL = "kod"
UNIT = "stopień zapotrzebowania"


def read(content: bytes, stem: str) -> Parsed:  # noqa: ARG001  # every reader is told the file's name
    """All rows of a list; those that cannot be taken are rejected with row, column and reason."""
    table = read_table(decode(content, encodings=("utf-8-sig", "cp1250")), delimiter=";", required=COLUMNS)
    parsed = Parsed(code=DATASET, title="Prognoza zapotrzebowania na pracowników w zawodach", unit=UNIT, whole=True)
    for number, cells in table.misshapen:
        words = {"cells": cells, "expected": len(table.columns)}
        parsed.reject(number, "", _("The row has %(cells)d cells instead of %(expected)d.") % words)
    places, codes = Places(), OccupationCodes()
    for row in table.rows:
        _take(parsed, row, places, codes)
    return parsed


def _take(parsed: Parsed, row: Row, places: Places, codes: OccupationCodes) -> None:
    year, demand, name = row["rok"], read_demand(row["stopien"]), " ".join(row["zawod"].split())
    territory = places.code(row["teryt_woj"], year)
    code = row.get(OPTIONAL) or codes.named(name)
    if not (is_period(year) and year.isdigit()):
        parsed.reject(row.number, "rok", _("“%(text)s” is not a year.") % {"text": year[:40]})
    elif level_of(territory) not in {"country", "voivodeship"}:
        text = _("“%(text)s” is neither a voivodeship nor PL for the whole country.")
        parsed.reject(row.number, "teryt_woj", text % {"text": row["teryt_woj"][:40]})
    elif demand is None:
        parsed.reject(row.number, "stopien", _("“%(text)s” is no degree of demand.") % {"text": row["stopien"][:40]})
    elif not speaks_of(demand, territory):
        parsed.reject(row.number, "stopien", _("Special demand belongs to the national list, others to voivodeships."))
    elif not name:
        parsed.reject(row.number, "zawod", _("There is no name of an occupation."))
    elif code and not codes.stands(code):
        parsed.reject(row.number, "kod", _("There is no occupation with the code %(code)s.") % {"code": code[:20]})
    else:
        value = Decimal(DEMAND_NUMBERS[demand])
        breakdown = breakdown_of(name, code)
        parsed.take(Observation(territory, year, breakdown, value, UNIT, "", row.number, "zawod", name[:MAX_CELL]))


def as_table(rows: Iterable[tuple[str, str, str, str, str]]) -> bytes:
    """A list that was typed on screen as the table that it would be: year, territory, degree, name, code."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow((*COLUMNS, OPTIONAL))
    writer.writerows(rows)
    return text.getvalue().encode()
