"""Pure decisions about provision: school years, kinds of school, cells of a table, sums over what is known, gaps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from azymut.kernel.collation import fold
from azymut.occupations.enums import SchoolType
from azymut.offers.enums import Meaning

SEPTEMBER = 9
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_PUPILS = 5000
"""No school teaches so many one occupation: a larger number is a slip of the hand."""
FEW = 50
"""So many offers may be missing from a new reading without a question."""

_TYPES = (
    ("branzowa szkola ii stopnia", SchoolType.TRADE_2),
    ("branzowa szkola i stopnia", SchoolType.TRADE_1),
    ("technikum", SchoolType.TECHNIKUM),
    ("szkola policealna", SchoolType.POST_SECONDARY),
    ("policealna szkola", SchoolType.POST_SECONDARY),
)
_MEANINGS: Mapping[str, Meaning] = {
    "zgloszony": Meaning.DECLARED,
    "declared": Meaning.DECLARED,
    "nabor": Meaning.RECRUITING,
    "recruiting": Meaning.RECRUITING,
    "uczniowie": Meaning.TAUGHT,
    "nauka": Meaning.TAUGHT,
    "taught": Meaning.TAUGHT,
}


def school_year_of(day: date) -> int:
    """The year in which the school year of this day began; it runs from 1 September to 31 August (Education Law)."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def year_text(year: int) -> str:
    """2026 stands for the school year 2026/2027."""
    return f"{year}/{year + 1}"


def read_year(text: str) -> int:
    """ "2026/2027", "2026/27" or "2026" to 2026. Raises ValueError for anything else."""
    found = re.fullmatch(r"(\d{4})(?:\s*[/–-]\s*(\d{2}|\d{4}))?(?:\.0)?", text.strip())
    if found is None:
        raise ValueError(text)
    year = int(found[1])
    following = found[2] and int(found[2]) % 100
    if not FIRST_YEAR <= year <= LAST_YEAR or (found[2] and following != (year + 1) % 100):
        raise ValueError(text)
    return year


def read_pupils(text: str) -> int | None:
    """A whole number of pupils; None where the cell is empty or says that it is not known. Zero stays zero.

    Raises ValueError for anything else.
    """
    said = text.strip().replace("\xa0", "")
    if said.casefold() in {"", "b.d.", "bd", "n/a"}:
        return None
    found = re.fullmatch(r"(\d{1,5})(?:[.,]0+)?", said)
    if found is None or int(found[1]) > MOST_PUPILS:
        raise ValueError(text)
    return int(found[1])


def read_meaning(text: str, pupils: int | None) -> Meaning:
    """What a row says: its own word, else "taught" where pupils are counted and "declared" where they are not.

    Raises ValueError for a word that is none of ours.
    """
    if not text.strip():
        return Meaning.DECLARED if pupils is None else Meaning.TAUGHT
    try:
        return _MEANINGS[fold(text)]
    except KeyError:
        raise ValueError(text) from None


def school_type_of(subtype: str) -> SchoolType | None:
    """The kind of school that the register's word means; None for what teaches no occupation by itself.

    >>> school_type_of("Branżowa szkoła I stopnia").value
    'bs1'
    """
    words = " ".join(fold(subtype).split())
    return next((kind for start, kind in _TYPES if words.startswith(start)), None)


def name_key(name: str) -> str:
    """What two spellings of an occupation's name share: letters without accents, single spaces, no case."""
    return " ".join(fold(name).split())[:200]


def is_code(text: str) -> bool:
    """Whether a text is a six-digit code of an occupation."""
    return re.fullmatch(r"[0-9]{6}", text) is not None


def looks_hollow(standing: int, gone: int) -> bool:
    """Whether a reading leaves out so much that it rather lost a page than saw schools stop teaching."""
    return gone > max(FEW, standing // 10)


@dataclass(frozen=True)
class Pupils:
    """A sum of pupils, and of how many offers the number is not known. Without any known number there is no sum."""

    known: int | None
    unknown: int


def pupils_of(numbers: Iterable[int | None]) -> Pupils:
    given = list(numbers)
    known = [number for number in given if number is not None]
    return Pupils(sum(known) if known else None, len(given) - len(known))


def nearest_teaching(
    place: str, neighbours: Mapping[str, Collection[str]], teaching: Collection[str]
) -> tuple[int, tuple[str, ...]]:
    """How many county borders away the nearest counties lie where it is taught, and which they are, by code.

    (0, …) is the place itself; (-1, ()) where no way leads to any.
    """
    seen, ring, steps = {place}, {place}, 0
    while ring:
        found = sorted(ring & set(teaching))
        if found:
            return steps, tuple(found)
        ring = {other for one in ring for other in neighbours.get(one, ())} - seen
        seen |= ring
        steps += 1
    return -1, ()
