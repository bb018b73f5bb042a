"""Eurostat TSV: dimensions joined in the first column, a column for each period, flags behind the number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places, misshapen
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, is_period, join_flags, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, decode, read_table
from azymut.places.rules import Spelling

_FLAGS = {
    "b": Flag.BREAK, "c": Flag.SUPPRESSED, "d": Flag.DIFFERS, "e": Flag.ESTIMATED, "f": Flag.FORECAST,
    "i": Flag.NOTE, "n": Flag.NOTE, "p": Flag.PRELIMINARY, "r": Flag.REVISED, "s": Flag.ESTIMATED,
    "u": Flag.UNRELIABLE, "z": Flag.NOT_APPLICABLE,
}  # fmt: skip
_CELL = re.compile(r"(?P<number>:|[-+]?\d+(?:\.\d+)?)\s*(?P<flags>[a-z]*)\Z")
_HEADING = re.compile(r"(?P<dimensions>[A-Za-z_]+(?:,[A-Za-z_]+)*)\\(?:TIME_PERIOD|time|TIME)\Z")
# Countries and aggregates: their figures are kept to compare with, though the register of places has no such units.
_COUNTRIES = re.compile(
    r"(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PT|RO|SE|SI|SK"
    r"|CH|IS|LI|NO|UK|AL|BA|ME|MK|RS|TR|XK|MD|UA|GE|US|JP)[A-Z0-9]{0,3}\Z"
)
_AGGREGATE = re.compile(r"(?:EU(?:\d\d(?:_\d{4})?|28|27_2020)?|EA(?:\d\d)?|EFTA|EEA)\Z")
# Regions of Poland that the register of places has no unit for: NUTS 1, and NUTS 2 within Mazowieckie.
_POLISH_REGIONS = re.compile(r"PL(?:[1-9]|91|92)\Z")


def code_of(stem: str) -> str:
    """The dataset that a file's name begins with: trng_lfse_04_PL_T is trng_lfse_04."""
    parts = []
    for part in stem.removeprefix("estat_").split("_"):
        if not re.fullmatch(r"[a-z]+|\d+|[a-z]+\d+", part):
            break
        parts.append(part)
    return "_".join(parts)[:60]


def read_tsv(content: bytes, stem: str) -> Parsed:
    """Bulk download of a dataset, whole or in part."""
    table = read_table(decode(content), delimiter="\t", quotechar=None)
    heading = _HEADING.match(table.columns[0])
    if not heading or len(table.columns) < 2:  # noqa: PLR2004  # dimensions and at least one period
        raise FileRefusedError(
            _("This is not a table of Eurostat: its first heading does not name dimensions and time."),
            place=_("row %(line)d") % {"line": 1},
        )
    names = heading["dimensions"].split(",")
    periods = {column: period_of(column) for column in table.columns[1:]}
    fault = _fault(names, periods)
    if fault:
        raise FileRefusedError(fault, place=_("row %(line)d") % {"line": 1})
    parsed = Parsed(code=code_of(stem), title=code_of(stem), dimensions=BREAKDOWN_SIGN.join(names))
    last = max([row.number for row in table.rows[-1:]] + [number for number, _ in table.misshapen])
    misshapen(parsed, table.misshapen, len(table.columns), last=last)
    places = Places()
    for row in table.rows:
        _row(parsed, places, row, names, table.columns[0], periods)
    return parsed


def _fault(names: list[str], periods: dict[str, str]) -> str:
    """Why the heading cannot be trusted; empty when it can."""
    wrong = [column for column, period in periods.items() if not is_period(period)]
    if wrong:
        return _("Headings that are not periods: %(names)s.") % {"names": ", ".join(wrong)[:120]}
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        return _("Dimensions named twice: %(names)s.") % {"names": ", ".join(twice)[:120]}
    repeated = _repeated(periods)
    if repeated:
        return _("Periods named twice: %(names)s.") % {"names": ", ".join(repeated)[:120]}
    return "" if "geo" in names else _("The dimension “geo” is missing.")


def _repeated(periods: dict[str, str]) -> list[str]:
    """Periods that two headings stand for, such as 2020M01 and 2020-01."""
    named = list(periods.values())
    return sorted(period for period, times in Counter(named).items() if times > 1)


def period_of(column: str) -> str:
    """A period in our spelling: 2020M01 is 2020-01."""
    text = column.strip()
    month = re.fullmatch(r"(\d{4})M(\d\d)", text)
    return f"{month[1]}-{month[2]}" if month else text


def _row(parsed: Parsed, places: Places, row: Row, names: list[str], first: str, periods: dict[str, str]) -> None:
    values = row[first].split(",")
    if len(values) != len(names):
        parsed.reject(row.number, first, _("“%(text)s” does not fit the dimensions.") % {"text": row[first][:80]})
        return
    dimensions = dict(zip(names, values, strict=True))
    geo = dimensions.pop("geo").strip()
    territory = territory_of(places, geo)
    if not territory:
        parsed.reject(row.number, first, no_territory(places, geo))
        return
    breakdown = breakdown_of(dimensions)
    unit = dimensions.get("unit", "")
    parsed.unit = parsed.unit or unit
    for column, period in periods.items():
        read = value_of(row[column])
        if read is None:
            parsed.reject(row.number, column, _("“%(text)s” is not a number.") % {"text": row[column][:40]})
            continue
        value, flags = read
        parsed.take(
            Observation(
                territory,
                period,
                breakdown,
                value,
                unit[:60],
                flags,
                row.number,
                column,
                row[column][:MAX_CELL],
            )
        )


def territory_of(places: Places, geo: str) -> str:
    """The canonical code of a place as Eurostat writes it; empty when nobody knows it."""
    found = places.code(geo, "", spelling=Spelling.NUTS) if geo.startswith("PL") else ""
    if found:
        return found
    if _POLISH_REGIONS.match(geo) or _AGGREGATE.match(geo):
        return geo
    return geo if _COUNTRIES.match(geo) else ""


def no_territory(places: Places, geo: str) -> str:
    """Why a place is not known, for people."""
    unknown = _("There is no unit with the code %(code)s in the register of places.") % {"code": geo}
    return places.why_not(geo) or unknown


def breakdown_of(dimensions: Mapping[str, str]) -> str:
    """Our name of a breakdown, the same whatever the order in which a file has its dimensions."""
    return BREAKDOWN_SIGN.join(f"{name}={dimensions[name]}" for name in sorted(dimensions))[:MAX_CELL]


def value_of(cell: str) -> tuple[Decimal | None, str] | None:
    """Value and flags of a cell such as `3.1 b`, `5.0 bu`, `: c` or `:`; None when it is neither."""
    match = _CELL.match(cell.strip())
    if not match:
        return None
    letters = match["flags"]
    if any(letter not in _FLAGS for letter in letters):
        return None
    flags = join_flags(*(_FLAGS[letter] for letter in letters))
    if Flag.SUPPRESSED in flags or Flag.NOT_APPLICABLE in flags:
        return None, flags
    if match["number"] == ":":
        return None, join_flags(flags, Flag.MISSING)
    value = read_number(match["number"], decimal_sign=".")
    return None if value is None else (value, flags)
