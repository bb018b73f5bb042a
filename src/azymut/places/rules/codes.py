"""Reading a territorial code in any of its spellings. What a text may mean is decided here, without the register;
which of the readings names a unit that exists is for `queries.resolver()`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from azymut.places.enums import Level

REGISTER_START = date(1999, 1, 1)
"""The day of the present division into voivodeships and counties. Offices recount older figures to it."""

COUNTRY = "PL"
_VOIVODESHIPS = frozenset(f"{number:02d}" for number in range(2, 33, 2))
_MACROREGIONS = frozenset(f"{number:02d}" for number in range(1, 8))

RETIRED_NUTS = {
    "PL11": "PL71",
    "PL12": "PL9",
    "PL31": "PL81",
    "PL32": "PL82",
    "PL33": "PL72",
    "PL34": "PL84",
    "PL113": "PL711",
    "PL114": "PL712",
    "PL115": "PL713",
    "PL116": "PL714",
    "PL117": "PL715",
}
"""Codes up to NUTS 2013 whose area lives on under another code (Regulation (EU) 2016/2066, in use from 2018).

PL12 was the whole Mazowieckie voivodeship, which is now PL9; PL91 and PL92 are its two parts and name no voivodeship.
"""


class Spelling(StrEnum):
    TERYT = "teryt"
    EXPORT = "export"
    """Seven digits `wwpp000`, as in exports of BDL; communes are TERYT with the kind as the seventh digit."""
    REGISTER = "register"
    """Six digits `wwppgg`, as in RSPO and the monitoring of graduates."""
    BDL = "bdl"
    """Twelve digits: macroregion 2, voivodeship 2, region 1, subregion 2, county 2, commune 2, kind 1."""
    NTS = "nts"
    """Ten digits, before 2018: region 1, voivodeship 2, subregion 2, county 2, commune 2, kind 1."""
    NUTS = "nuts"


@dataclass(frozen=True)
class Reading:
    """One meaning that a text may have. `code` is canonical, except a BDL subregion (12 digits), a NUTS code above
    NUTS 3 and a commune without its kind (6 digits), which only the register can turn into a canonical one."""

    spelling: Spelling
    level: Level
    code: str
    padded: bool = False
    retired: bool = False


def readings(text: str) -> tuple[Reading, ...]:
    """Every meaning of a code, the literal ones before those with a lost leading zero; empty when it is no code."""
    code = text.strip().lstrip("'").upper()
    code = re.sub(r"^(\d+)\.0$", r"\1", code)
    if code.startswith(COUNTRY):
        return tuple(_nuts(code))
    if not (code.isascii() and code.isdigit()):
        return ()
    if not code.strip("0"):
        return (Reading(Spelling.EXPORT, Level.COUNTRY, COUNTRY),) if len(code) in {1, 2, 6, 7, 10, 12} else ()
    found = [*_digits(code)]
    if len(code) in {1, 3, 5, 6, 11}:
        found += [
            Reading(reading.spelling, reading.level, reading.code, padded=True) for reading in _digits(f"0{code}")
        ]
    return tuple(found)


def is_valid_on(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a unit stood on the day; `valid_to` is the first day on which it no longer did."""
    return valid_from <= day and (valid_to is None or day < valid_to)


def _nuts(code: str) -> Iterator[Reading]:
    current = RETIRED_NUTS.get(code, code)
    retired = current != code
    if code == COUNTRY:
        yield Reading(Spelling.NUTS, Level.COUNTRY, COUNTRY)
    elif re.fullmatch(r"PL[1-9][0-9A-Z]{2}", code):
        yield Reading(Spelling.NUTS, Level.SUBREGION, current, retired=retired)
    elif re.fullmatch(r"PL[1-9][0-9]?", code):
        yield Reading(Spelling.NUTS, Level.VOIVODESHIP, current, retired=retired)


def _digits(code: str) -> Iterator[Reading]:
    match len(code):
        case 2 | 4:
            yield from _teryt(Spelling.TERYT, code[:2], code[2:], "", "")
        case 6:
            yield from _teryt(Spelling.REGISTER, code[:2], code[2:4], code[4:], "")
        case 7:
            yield from _teryt(Spelling.EXPORT, code[:2], code[2:4], code[4:6], code[6])
        case 10:
            yield from _nts(code)
        case 12:
            yield from _bdl(code)


def _teryt(spelling: Spelling, voivodeship: str, county: str, commune: str, kind: str) -> Iterator[Reading]:
    if voivodeship not in _VOIVODESHIPS:
        return
    if not commune.strip("0"):
        if kind not in {"", "0"}:
            return
        if not county.strip("0"):
            yield Reading(spelling, Level.VOIVODESHIP, voivodeship)
        else:
            yield Reading(spelling, Level.COUNTY, voivodeship + county)
    elif county != "00" and kind != "0":
        meant = Spelling.TERYT if kind else spelling
        yield Reading(meant, Level.COMMUNE, voivodeship + county + commune + kind)


def _nts(code: str) -> Iterator[Reading]:
    region, voivodeship, subregion, rest = code[0], code[1:3], code[3:5], code[5:]
    if region == "0" or (rest == "00000" and subregion != "00"):
        # Subregions of that time had other borders; their numbers are not today's.
        return
    yield from _teryt(Spelling.NTS, voivodeship, rest[:2], rest[2:4], rest[4])


def _bdl(code: str) -> Iterator[Reading]:
    macroregion, voivodeship, region, subregion, rest = code[:2], code[2:4], code[4], code[5:7], code[7:]
    if macroregion not in _MACROREGIONS or voivodeship not in _VOIVODESHIPS:
        return
    if rest == "00000" and subregion != "00":
        yield Reading(Spelling.BDL, Level.SUBREGION, code)
    elif rest == "00000" and region == "0":
        yield Reading(Spelling.BDL, Level.VOIVODESHIP, voivodeship)
    elif rest[:2] != "00":
        yield from _teryt(Spelling.BDL, voivodeship, rest[:2], rest[2:4], rest[4])
