"""Pure decisions about occupations: levels of codes, links to ISCO-08, years and marks in the ministry's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from azymut.occupations.enums import SchoolType

LEVELS = (1, 2, 3, 4, 6)
"""Digits of KZiS codes: four levels of groups, then occupations and specialities."""

KZIS_ONLY = frozenset(
    {
        "2231", "2232", "2251", "2252", "2271", "2272", "2281", "2282", "2291", "2292", "2293", "2294", "2295", "2299",
        "2440", "3144", "3220", "3356", "3357", "3436", "3437", "3439", "7116", "7117", "7129", "7537", "8213",
    }
)  # fmt: skip
"""Elementary groups of KZiS 2022 without a unit group of the same code in ISCO-08: they wait for the official key."""

DEMAND_PANEL = "demand"
"""The key of the panel in which a room above shows the demand for an occupation."""


def parent_code(code: str) -> str:
    """The group just above: "351203" lies in "3512", "3512" in "351", "3" in none."""
    shorter = [length for length in LEVELS if length < len(code)]
    return code[: shorter[-1]] if shorter else ""


def ancestor_codes(code: str) -> tuple[str, ...]:
    """All groups above a code, the widest first."""
    return tuple(code[:length] for length in LEVELS if length < len(code))


def is_code(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) in LEVELS


def isco_unit_of(code: str) -> str:
    """The ISCO-08 unit group with the same four digits; empty where KZiS and ISCO part ways."""
    unit = code[:4]
    return unit if len(unit) == 4 and unit not in KZIS_ONLY else ""  # noqa: PLR2004  # digits of a unit group


def without_school_mark(name: str) -> tuple[str, bool]:
    """KZiS lists mark occupations taught in schools with a trailing "S": "Technik analitykS", "Technik geolog S"."""
    found = re.search(r"(?<=[a-ząćęłńóśźż)])\s?S$", name)
    return (name[: found.start()], True) if found else (name, False)


YEARS_BY_LAW = {SchoolType.TRADE_1: Decimal(3), SchoolType.TRADE_2: Decimal(2), SchoolType.TECHNIKUM: Decimal(5)}
"""How long schools that recruit today teach, by the Education Law; post-secondary schools differ by occupation."""


@dataclass(frozen=True)
class Recruitment:
    """First and last school year of recruitment by school type, as starting years; a type without an entry has none."""

    by_type: Mapping[str, int]
    default: int | None

    def year(self, school_type: str) -> int | None:
        return self.by_type.get(school_type, self.default)


_TYPE_WORDS = (
    (re.compile(r"\bbs\s*II\b", re.IGNORECASE), SchoolType.TRADE_2),
    (re.compile(r"\bbs\s*I\b(?!I)", re.IGNORECASE), SchoolType.TRADE_1),
    (re.compile(r"\btechnik", re.IGNORECASE), SchoolType.TECHNIKUM),
    (re.compile(r"\bs?polic", re.IGNORECASE), SchoolType.POST_SECONDARY),
)
_YEAR = re.compile(r"(\d{4})/(\d{4})$")


def read_recruitment(text: str) -> Recruitment:
    """Read "2016/2017; bs II st. 2018/2019": years with the school types that they hold for.

    Raises ValueError for a text that says something else.
    """
    by_type: dict[str, int] = {}
    default: int | None = None
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = _YEAR.search(part)
        if found is None or int(found[2]) != int(found[1]) + 1:
            raise ValueError(part)
        words = part[: found.start()].strip()
        types = [kind for pattern, kind in _TYPE_WORDS if pattern.search(words)]
        if words and not types:
            raise ValueError(part)
        if not types:
            default = int(found[1])
        by_type.update(dict.fromkeys(types, int(found[1])))
    return Recruitment(by_type, default)


def read_sector(text: str) -> tuple[str, str]:
    """ "górniczo-wiertnicza(GIW)" to (symbol, name). Artistic occupations have none. Raises ValueError otherwise."""
    if text.startswith("ndt") or not text:
        return "", ""
    found = re.fullmatch(r"(.+?)\s*\(([A-Z]{3})\)", text)
    if found is None:
        raise ValueError(text)
    return found[2], found[1]


def read_durations(text: str) -> tuple[Decimal | None, bool]:
    """A cell of a school type: "N" not taught, "T" taught, "2" or "2,5" taught for so many years."""
    if text in {"", "N"}:
        return None, False
    if text == "T":
        return None, True
    if re.fullmatch(r"\d([.,]\d)?", text) is None:
        raise ValueError(text)
    return Decimal(text.replace(",", ".")), True


def read_whole(text: str) -> int | None:
    """A small whole number that a spreadsheet wrote as "4.0"; None for an empty cell."""
    if not text:
        return None
    if re.fullmatch(r"\d{1,2}([.,]0+)?", text) is None:
        raise ValueError(text)
    return int(re.split(r"[.,]", text)[0])


def shared(codes: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Qualification codes that two occupations have in common, in order."""
    return tuple(sorted(set(codes) & set(others)))
