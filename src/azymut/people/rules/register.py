"""How the school register's words map onto ours: types to kinds, texts to days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from azymut.kernel.collation import fold
from azymut.people.enums import OrganisationKind

_SCHOOL_STARTS = (
    "szkola",
    "technikum",
    "liceum",
    "branzowa szkola",
    "gimnazjum",
    "policealna szkola",
    "ogolnoksztalcaca szkola",
    "zespol szkol",
    "kolegium",
)
_TRAINING = (
    "placowka ksztalcenia ustawicznego",
    "niepubliczna placowka ksztalcenia ustawicznego",
    "centrum ksztalcenia zawodowego",
    "centrum ksztalcenia ustawicznego",
)
_GUIDANCE = ("poradnia",)
_SKILLS = ("branzowe centrum umiejetnosci",)


def kind_of(subtype: str) -> OrganisationKind:
    """Our kind for the register's "Typ": schools and their complexes, training, guidance; the rest educate otherwise.

    >>> kind_of("Technikum").value
    'school'
    """
    name = fold(subtype)
    for starts, kind in (
        (_SKILLS, OrganisationKind.SKILLS_CENTRE),
        (_TRAINING, OrganisationKind.TRAINING_PROVIDER),
        (_GUIDANCE, OrganisationKind.GUIDANCE_CENTRE),
        (_SCHOOL_STARTS, OrganisationKind.SCHOOL),
    ):
        if name.startswith(starts):
            return kind
    return OrganisationKind.OTHER_EDUCATION


def day_of(text: str) -> date:
    """A register day: 2019-09-01, with a time after it or not. Raises ValueError for anything else."""
    return date.fromisoformat(text[:10])


@dataclass(frozen=True)
class Entry:
    """One row of the register in our words: field values that the row states, and its parent's number."""

    row: int
    rspo: str
    values: dict[str, Any] = field(default_factory=dict)
    parent_rspo: str = ""


def heading(text: str) -> str:
    """A column name as layouts of all years agree on it: lower case, no diacritics, single spaces."""
    return " ".join(fold(text).split())


def website_of(text: str) -> str:
    """An address that can be linked; the register writes a lone "http://" for none."""
    address = text.strip()
    if not address or address.casefold() in {"http://", "https://", "brak", "-"}:
        return ""
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = f"https://{address}"
    return address if re.fullmatch(r"https?://[^\s/]+\.[^\s]+", address, re.IGNORECASE) else ""


def street_of(street: str, number: str, flat: str) -> str:
    """Street and number on one line; a village without streets has a number only."""
    house = " lok. ".join(part for part in (number.strip(" -"), flat.strip(" -")) if part)
    return " ".join(part for part in (street.strip(), house) if part)
