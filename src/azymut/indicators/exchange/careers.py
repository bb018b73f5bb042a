"""Monitoring of careers of secondary-school graduates (Ministry of Education, IBE): `{TERYT}-{indicator}.json`.

A list of rows: kind of school, whether special, occupation, sex, year of leaving school, months since (`czas`), and a
result. The result is either flat (`label`, `value`) or a set as the public dashboard keeps it (`wartosc`: values `w`
with counts of graduates and schools `a`; `cenzura` for a hidden set; `brakDanych` when nobody fits). Figures of fewer
than 10 graduates or 3 schools are hidden: by the source, and by us should counts beside figures say so.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange import layouts
from azymut.indicators.exchange.parsed import MAX_CELL, YEAR, Parsed, Places
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import decode

CODE = "MONITORING_KARIER"
FEWEST_GRADUATES, FEWEST_SCHOOLS = 10, 3
TOTAL = "ogółem"
_NAME = re.compile(r"(?P<teryt>[0-9]{6})-(?P<indicator>[a-z_]+)\Z")
_SPECIAL = {True: "specjalna", "Tak": "specjalna", False: "niespecjalna", "Nie": "niespecjalna"}
_REQUIRED = ("typ_szk", "szk_specjalna", "nazwa_zaw", "plec", "rok_abs")
_MAX_PART = 80

Row = dict[str, Any]


@dataclass
class _Reading:
    """What stays the same for a file, and the labels that its visible sets have, by kind of school."""

    parsed: Parsed
    territory: str
    indicator: str
    unit: str
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def known_labels(self, school: str) -> list[str]:
        """Labels of results: of the kind of school, else of any in the file."""
        return self.labels.get(school) or list(dict.fromkeys(one for many in self.labels.values() for one in many))


def read(content: bytes, stem: str) -> Parsed:
    """Read a file; its name says of which place and indicator it is."""
    units = {one["indicator"]: one["unit"] for one in layouts.table("careers")}
    named = _NAME.match(stem)
    if not named or named["indicator"] not in units:
        raise FileRefusedError(
            _("The file's name must say place and indicator, as in 106100-status.json; indicators: %(known)s.")
            % {"known": ", ".join(units)}
        )
    dimensions = "Wskaźnik | Typ szkoły | Szkoła specjalna | Zawód | Płeć | Czas od ukończenia | Wynik"
    parsed = Parsed(code=CODE, title=CODE, dimensions=dimensions, unit=units[named["indicator"]])
    territory = _territory(named["teryt"])
    reading = _Reading(parsed, territory, named["indicator"], parsed.unit)
    rows = _rows(content)
    _gather_labels(reading, rows)
    for number, row in rows:
        _take(reading, number, row)
    return parsed


def _territory(teryt: str) -> str:
    """100000 is a voivodeship, 106100 a county, 000000 the country. Refuses what no place bears."""
    places = Places()
    code = "PL" if teryt == "000000" else teryt[:2] if teryt.endswith("0000") else teryt[:4]
    found = places.code(code, "") if teryt.endswith("00") else ""
    if not found:
        raise FileRefusedError(places.why_not(teryt) or _("%(code)s is not a territorial code.") % {"code": teryt})
    return found


def _rows(content: bytes) -> list[tuple[int, Row]]:
    try:
        found = json.loads(decode(content), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise FileRefusedError(_("The file is damaged or cut off: it is not JSON.")) from error
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise FileRefusedError(_("The file is not a list of results."))
    missing = [name for name in _REQUIRED if name not in found[0]]
    if missing or not ({"label", "value"} <= found[0].keys() or "wartosc" in found[0]):
        names = ", ".join(missing) or "label, value"
        raise FileRefusedError(
            _("Missing columns: %(names)s.") % {"names": names}, place=_("row %(line)d") % {"line": 1}
        )
    return list(enumerate(found, start=1))


def _gather_labels(reading: _Reading, rows: list[tuple[int, Row]]) -> None:
    for _number, row in rows:
        known = reading.labels[str(row.get("typ_szk"))]
        known.extend(label for label, _value in _visible(row) if label not in known)


def _visible(row: Row) -> Iterator[tuple[str, object]]:
    """Labels and values that a row states, hidden or not."""
    if "wartosc" not in row:
        yield str(row.get("label")), row.get("value")
        return
    result = row["wartosc"]
    shown = result.get("w") if isinstance(result, dict) else None
    for one in shown if isinstance(shown, list) else []:
        if isinstance(one, dict) and "label" in one:
            yield str(one["label"]), one.get("value")


def _take(reading: _Reading, number: int, row: Row) -> None:
    year = str(row.get("rok_abs"))
    if not YEAR.match(year):
        reading.parsed.reject(number, "rok_abs", _("“%(text)s” is not a year.") % {"text": year[:40]})
        return
    months = row.get("czas")
    if months is not None and (isinstance(months, bool) or not isinstance(months, int) or not 0 <= months < 1000):  # noqa: PLR2004  # three digits
        reading.parsed.reject(number, "czas", _("“%(text)s” is not a number of months.") % {"text": str(months)[:40]})
        return
    results = list(_visible(row))
    result = row.get("wartosc", {})
    if isinstance(result, dict) and "brakDanych" in result:
        return
    hidden = _is_hidden(result)
    if hidden and not results:
        results = [(label, None) for label in reading.known_labels(str(row.get("typ_szk")))]
    if not results:
        reading.parsed.reject(number, "wartosc", _("The row has no result that could be named."))
    start = _start(reading.indicator, row, months)
    for label, value in results:
        _take_result(reading, number, year, BREAKDOWN_SIGN.join((*start, _part(label))), None if hidden else value)


def _is_hidden(result: object) -> bool:
    """Whether a set is hidden by the source, or its counts are below what may be shown."""
    if not isinstance(result, dict):
        return False
    counts = result.get("a") if isinstance(result.get("a"), dict) else {}
    return "cenzura" in result or any(
        isinstance(number, int | Decimal) and number < fewest
        for name, fewest in (("lAbs", FEWEST_GRADUATES), ("lSzk", FEWEST_SCHOOLS))
        for number in _listed(counts.get(name) if isinstance(counts, dict) else None)
    )


def _listed(value: object) -> list[object]:
    """A number may come alone or as a list of one."""
    return value if isinstance(value, list) else [value]


def _start(indicator: str, row: Row, months: int | None) -> tuple[str, ...]:
    special = row.get("szk_specjalna")
    return (
        indicator,
        _part(row.get("typ_szk")),
        _SPECIAL.get(special, TOTAL) if isinstance(special, bool | str) else TOTAL,
        _part(row.get("nazwa_zaw")),
        _part(row.get("plec")),
        TOTAL if months is None else f"{months} mies.",
    )


def _part(value: object) -> str:
    """A part of the breakdown; nothing, or the source's word for all, is the total."""
    text = "" if value is None else " ".join(str(value).replace("|", "/").split())
    return TOTAL if text in {"", "Ogółem"} else text[:_MAX_PART]


def _take_result(reading: _Reading, number: int, year: str, breakdown: str, value: object) -> None:
    figure: Decimal | None = None
    if value is not None:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            figure = read_number(f"{Decimal(value):f}", decimal_sign=".")
        if figure is None:
            reason = _("“%(text)s” is not a number.") % {"text": str(value)[:40]}
            reading.parsed.reject(number, "value", reason)
            return
    reading.parsed.take(
        Observation(
            reading.territory, year, breakdown[:MAX_CELL], figure, reading.unit,
            "" if figure is not None else Flag.SUPPRESSED.value, number, "value", "" if value is None else str(value),
        )
    )  # fmt: skip
