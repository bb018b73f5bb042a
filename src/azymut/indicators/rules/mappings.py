"""How an analyst's mapping reads a table: which column is what, and what its cells say."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import Across, ColumnRole, Flag
from azymut.indicators.rules.observations import VALUE_LIMIT, VALUE_PLACES, is_period, join_flags, read_number
from azymut.kernel.collation import fold
from azymut.kernel.sheets import letter_of

Cell = str | Decimal
"""A cell as read: text, or a number that a spreadsheet holds as one."""

MISSING_WORDS = ("b.d.", "bd", "n", ".", ":", "brak danych")
SUPPRESSED_WORDS = ("x", "#", "tajemnica")
FORMULA_STARTS = ("=", "@")
LONGEST_COLUMN = 120

_MONTHS = (
    "styczen", "luty", "marzec", "kwiecien", "maj", "czerwiec",
    "lipiec", "sierpien", "wrzesien", "pazdziernik", "listopad", "grudzien",
)  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_YEAR = r"(?P<year>(?:1[89]|20|21)\d{2})"
_SPELLINGS = (
    (re.compile(rf"{_YEAR}(?: ?r(?:ok)?\.?)?\Z"), "{year}"),
    (re.compile(rf"{_YEAR}[-./ ](?P<part>0?[1-9]|1[0-2])\Z"), "{year}-{part:0>2}"),
    (re.compile(rf"(?P<part>0?[1-9]|1[0-2])[-./ ]{_YEAR}\Z"), "{year}-{part:0>2}"),
    (re.compile(rf"{_YEAR}-(?P<part>0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z"), "{year}-{part:0>2}"),
    (re.compile(rf"(?:0?[1-9]|[12]\d|3[01])\.(?P<part>0[1-9]|1[0-2])\.{_YEAR}\Z"), "{year}-{part:0>2}"),
    (re.compile(rf"{_YEAR}[- ]?[qk] ?(?P<part>[1-4])\Z"), "{year}-Q{part}"),
    (re.compile(rf"(?P<part>[1-4]|i{{1,3}}|iv) ?(?:q|kw\.?|kwartal) ?{_YEAR}(?: ?r\.?)?\Z"), "{year}-Q{part}"),
    (re.compile(rf"{_YEAR}[- ]?[sh] ?(?P<part>[12])\Z"), "{year}-S{part}"),
    (re.compile(rf"(?P<part>[12]|i{{1,2}}) ?(?:polrocze|pol\.) ?{_YEAR}(?: ?r\.?)?\Z"), "{year}-S{part}"),
    (re.compile(rf"(?P<part>{'|'.join(_MONTHS)}) {_YEAR}(?: ?r\.?)?\Z"), "{year}-{part:0>2}"),
)
_SCHOOL_YEAR = re.compile(rf"{_YEAR}/(?P<next>\d{{2}}|\d{{4}})\Z")


@dataclass(frozen=True)
class Layout:
    """What a mapping says of a table. `columns` pairs each heading with its role, in the file's order.

    `territory`, `period` and `unit` are those of the whole file where no column gives them. `heading_row` counts from
    one; an empty `sheet` is the first.
    """

    columns: tuple[tuple[str, str], ...]
    heading_row: int = 1
    sheet: str = ""
    territory: str = ""
    period: str = ""
    unit: str = ""
    decimal_sign: str = ","
    missing: tuple[str, ...] = MISSING_WORDS
    suppressed: tuple[str, ...] = SUPPRESSED_WORDS
    across: str = Across.BREAKDOWN

    def of(self, role: ColumnRole) -> tuple[int, ...]:
        """Positions of the columns that have this role."""
        return tuple(index for index, (_name, given) in enumerate(self.columns) if given == role)

    def name(self, index: int) -> str:
        return self.columns[index][0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _role in self.columns)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Layout:
        lists = ("missing", "suppressed")
        return cls(
            **{
                **kept,
                "columns": tuple((name, role) for name, role in kept["columns"]),
                **{name: tuple(kept[name]) for name in lists},
            }
        )


@dataclass(frozen=True)
class Fault:
    """Why a layout cannot be read by: the part of it that is wrong, and the reason for people."""

    part: str
    reason: str


@dataclass(frozen=True)
class Words:
    """The words of a layout for cells without a number, ready to be compared with."""

    missing: frozenset[str] = field(default_factory=frozenset)
    suppressed: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, layout: Layout) -> Words:
        return cls(frozenset(map(_plain, layout.missing)), frozenset(map(_plain, layout.suppressed)))


def columns_of(heading: Sequence[Cell]) -> tuple[str, ...]:
    """Names for the columns of a heading: one without a name is called by its letter, a second one is numbered."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for index, cell in enumerate(heading):
        name = text_of(cell)[:LONGEST_COLUMN] or _("column %(letter)s") % {"letter": letter_of(index)}
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def digest_of(names: Sequence[str]) -> str:
    """What two files of the same shape share: their columns in their order, whatever the capitals and accents."""
    return hashlib.sha256("\n".join(_plain(name) for name in names).encode()).hexdigest()


def fault_of(layout: Layout) -> Fault | None:
    """The first thing that keeps a table from being read by this layout; None when nothing does."""
    return _fault_of_axes(layout) or _fault_of_values(layout)


def _fault_of_axes(layout: Layout) -> Fault | None:
    across = layout.across == Across.PERIOD
    places, periods = len(layout.of(ColumnRole.TERRITORY)), len(layout.of(ColumnRole.PERIOD))
    if places + bool(layout.territory) != 1:
        return Fault("territory", _("Name one column with territories, or one territory for the whole file."))
    if periods + bool(layout.period) + across != 1:
        return Fault(
            "period", _("Name one column with periods, or one for the whole file, or a value column for each.")
        )
    if layout.period and not read_period(layout.period):
        return Fault("period", _("“%(text)s” is not a period.") % {"text": layout.period[:40]})
    unread = [name for name in map(layout.name, layout.of(ColumnRole.VALUE)) if not read_period(name)]
    if across and unread:
        return Fault("across", _("The heading “%(text)s” is not a period.") % {"text": unread[0][:40]})
    return None


def _fault_of_values(layout: Layout) -> Fault | None:
    values, flags, units = (len(layout.of(role)) for role in (ColumnRole.VALUE, ColumnRole.FLAG, ColumnRole.UNIT))
    if not values:
        return Fault("columns", _("Say which column holds the values."))
    if flags > 1 or (flags and values > 1):
        return Fault("columns", _("A column of flags can stand beside one column of values only."))
    if units + bool(layout.unit) > 1:
        return Fault("unit", _("Name one column with units, or one unit for the whole file."))
    words = Words.of(layout)
    both = sorted(words.missing & words.suppressed)
    if both:
        return Fault("suppressed", _("“%(word)s” cannot mean both missing and suppressed.") % {"word": both[0][:40]})
    return None


def read_period(cell: Cell) -> str:
    """The period that a cell names, as we write it; empty when it names none.

    A day stands for its month, a school year (2023/2024) for the year in which it starts.
    """
    plain = fold(" ".join(text_of(cell).split()))
    school = _SCHOOL_YEAR.match(plain)
    if school:
        year = int(school["year"])
        return str(year) if str(year + 1).endswith(school["next"]) else ""
    for pattern, form in _SPELLINGS:
        found = pattern.match(plain)
        if found:
            parts = found.groupdict()
            part = parts.get("part", "")
            period = form.format(year=parts["year"], part=_part(part))
            return period if is_period(period) else ""
    return ""


def _part(text: str) -> str:
    return str(_MONTHS.index(text) + 1) if text in _MONTHS else _ROMAN.get(text, text)


def read_value(cell: Cell, layout: Layout, words: Words) -> tuple[Decimal | None, str] | None:
    """Value and flag of a cell; None when it is neither a number nor a word that stands for none.

    What a spreadsheet holds as a number is binary and so never exact: it is kept to six places. Typed text is taken
    exactly or not at all.
    """
    if isinstance(cell, Decimal):
        return (round(cell, VALUE_PLACES), "") if abs(cell) < VALUE_LIMIT else None
    plain = _plain(cell)
    if plain in words.suppressed:
        return None, Flag.SUPPRESSED.value
    if not plain or plain in words.missing:
        return None, Flag.MISSING.value
    value = read_number(cell.strip(), decimal_sign=layout.decimal_sign)
    return None if value is None else (value, "")


def read_flags(cell: Cell) -> str:
    """The flags that a cell of a flag column sets: our letters, which are Eurostat's; any other sign is a note."""
    letters = "".join(text_of(cell).casefold().split())
    if not letters:
        return ""
    known = {flag.value for flag in Flag} - {Flag.WITHDRAWN.value}
    return join_flags(letters) if set(letters) <= known else Flag.NOTE.value


def with_flags(value: Decimal | None, own: str, told: str) -> tuple[Decimal | None, str]:
    """A cell's value under the flags that stand beside it: a value said to be suppressed or missing is none."""
    if told and set(told) & {Flag.SUPPRESSED.value, Flag.MISSING.value}:
        return None, join_flags(own.replace(Flag.MISSING.value, ""), told)
    return value, join_flags(own, told)


def text_of(cell: Cell) -> str:
    """A cell as text, spaces tidied; a number without needless zeros."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return " ".join(cell.split())


def is_formula(cell: Cell) -> bool:
    """Whether a text would be taken for a formula by a spreadsheet. A minus or a plus begins numbers, too."""
    return isinstance(cell, str) and cell.lstrip().startswith(FORMULA_STARTS)


def _plain(text: str) -> str:
    return fold(" ".join(text.split()))


_SUGGESTED = (
    (ColumnRole.UNIT, ("jednostka miary", "miano", "unit")),
    (ColumnRole.TERRITORY, ("teryt", "kod", "geo", "powiat", "wojewodztwo", "jednostka terytorialna", "territory")),
    (ColumnRole.PERIOD, ("rok", "okres", "data", "time", "period", "kwartal", "miesiac", "rok szkolny")),
    (ColumnRole.VALUE, ("wartosc", "liczba", "value", "obs_value", "ogolem")),
    (ColumnRole.FLAG, ("atrybut", "flaga", "flag", "uwaga")),
)


def guess_roles(names: Sequence[str]) -> tuple[ColumnRole, ...]:
    """What the headings suggest, each role once; the analyst decides. Everything else is left out."""
    left = dict(_SUGGESTED)
    guessed: list[ColumnRole] = []
    by_period = has_periods(names)
    for name in names:
        plain = _plain(name)
        if by_period and read_period(name):
            guessed.append(ColumnRole.VALUE)
            continue
        role = next((role for role, words in left.items() if plain.startswith(words)), ColumnRole.IGNORED)
        left.pop(role, None)
        guessed.append(role)
    return tuple(guessed)


def has_periods(names: Sequence[str]) -> bool:
    """Whether the headings look like a wide table, one column for each period."""
    return sum(bool(read_period(name)) for name in names) > 1
