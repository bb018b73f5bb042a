"""MRPiPS-01, annex 3: unemployed and offers by occupation and county, each half-year, in our own loader's lines.

`2025H2;1061;711204;bezrobotni_koniec=41;w_tym_kobiety=0;naplyw=58;oferty_w_okresie=63;oferty_koniec=9`: half-year,
county, occupation (KZiS, six digits), then every measure of the bundled layout in any order. Nothing after the sign "="
is no data.
"""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange import layouts
from azymut.indicators.exchange.parsed import Parsed, Places
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, decode
from azymut.occupations import queries as occupations
from azymut.occupations.enums import SchemeKind

CODE = "MRPIPS_01_ZAWODY"
_HALF = re.compile(r"((?:19|20)[0-9]{2})H([12])\Z")
_COUNTY = re.compile(r"[0-9]{4}\Z")
_OCCUPATION = re.compile(r"[0-9]{6}\Z")
_KEYS = 3


def read(content: bytes, _stem: str) -> Parsed:
    """Read the lines. Occupations are those of any loaded edition of the classification."""
    parsed = Parsed(code=CODE, title=CODE, dimensions="Zawód | Miara", unit="osoba")
    measures = {one["key"]: one for one in layouts.table("mrpips_occupations")}
    known, places = _known(), Places()
    lines = [(number, line) for number, line in enumerate(decode(content).splitlines(), start=1) if line.strip()]
    _check_form(lines, measures)
    for number, line in lines:
        cells = [cell.strip() for cell in line.rstrip("; ").split(";")]
        key = _key(parsed, places, known, number, cells)
        if key:
            _take(parsed, number, cells[_KEYS:], measures, *key)
    return parsed


def _known() -> set[str]:
    """Codes of occupations in the loaded editions. Refuses to go on without any."""
    codes: set[str] = set()
    for scheme in occupations.schemes().filter(kind=SchemeKind.KZIS):
        codes.update(occupations.standing_codes(SchemeKind.KZIS, scheme.year))
    codes = {code for code in codes if _OCCUPATION.match(code)}
    if not codes:
        raise FileRefusedError(_("Load the classification of occupations first: there is no code to check against."))
    return codes


def _check_form(lines: list[tuple[int, str]], measures: dict[str, Row]) -> None:
    """Refuse a file of another form by its first line, and one that was cut off by its last."""
    if not lines:
        raise FileRefusedError(_("The file is empty."))
    first, last = lines[0], lines[-1]
    if not re.match(r"[^;]+;[^;]+;[^;]+;[^;=]+=", first[1]):
        raise FileRefusedError(
            _("The lines are not of the form “2025H2;1061;711204;measure=number;…”."),
            place=_("row %(line)d") % {"line": first[0]},
        )
    if any(f"{key}=" not in last[1] for key in measures):
        raise FileRefusedError(
            _("The file was cut off: its last line is not whole."), place=_("row %(line)d") % {"line": last[0]}
        )


def _key(parsed: Parsed, places: Places, known: set[str], number: int, cells: list[str]) -> tuple[str, str, str] | None:
    """Territory, period and occupation of a line; None when the line was rejected."""
    half, county, occupation = (cells + [""] * _KEYS)[:_KEYS]
    found = _HALF.match(half)
    if not found:
        parsed.reject(number, "1", _("“%(text)s” is not a half-year.") % {"text": half[:40]})
        return None
    period = f"{found[1]}-S{found[2]}"
    territory = places.code(county, period) if _COUNTY.match(county) else ""
    if not territory:
        parsed.reject(number, "2", places.why_not(county[:40]))
        return None
    if occupation not in known:
        reason = _("%(code)s is no occupation of the classification.") % {"code": occupation[:40]}
        parsed.reject(number, "3", reason)
        return None
    return territory, period, occupation


def _take(
    parsed: Parsed, number: int, pairs: list[str], measures: dict[str, Row], territory: str, period: str, code: str
) -> None:
    stated = [pair.partition("=") for pair in pairs]
    times = Counter(name for name, _sign, _value in stated)
    for name, times_stated in times.items():
        if name not in measures or times_stated > 1:
            parsed.reject(number, name[:40], _("“%(text)s” is not a measure, or stands twice.") % {"text": name[:40]})
    for key, one in measures.items():
        if times[key] != 1:
            if not times[key]:
                parsed.reject(number, key, _("The measure is not stated."))
            continue
        cell = next(value.strip() for name, _sign, value in stated if name == key)
        value = read_number(cell) if cell else None
        if cell and (value is None or value < 0 or value % 1):
            parsed.reject(number, key, _("“%(text)s” is not a count.") % {"text": cell[:40]})
            continue
        parsed.take(
            Observation(
                territory, period, f"{code}{BREAKDOWN_SIGN}{one['breakdown']}", value, one["unit"],
                "" if cell else Flag.MISSING.value, number, key, cell,
            )
        )  # fmt: skip
