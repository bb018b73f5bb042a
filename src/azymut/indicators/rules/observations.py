"""An observation as a value, and what a new file changes in those that stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from azymut.indicators.enums import Flag

VALUE_LIMIT = Decimal(10) ** 12
VALUE_PLACES = 6
BREAKDOWN_SIGN = " | "

_PERIOD = re.compile(r"(?:1[89]|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2])|-Q[1-4]|-S[12])?\Z")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?\Z")
_GROUPING = str.maketrans("", "", "\u00a0\u202f ")

Key = tuple[str, str, str]
"""Territory, period, breakdown: what makes an observation of a dataset the same one in two releases."""

Says = tuple[Decimal | None, str, str]
"""Value, flags, unit: what two releases must agree in to be said not to differ."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One cell of a source's table. `value` None always comes with a flag that says why."""

    territory: str
    period: str
    breakdown: str
    value: Decimal | None
    unit: str
    flags: str
    row: int
    column: str
    raw: str

    @property
    def key(self) -> Key:
        return self.territory, self.period, self.breakdown

    @property
    def says(self) -> Says:
        return self.value, self.flags, self.unit


@dataclass(frozen=True)
class Difference:
    """A new file against what stands: keys by what would happen to them."""

    created: tuple[Key, ...]
    changed: tuple[Key, ...]
    unchanged: tuple[Key, ...]
    removed: tuple[Key, ...]

    @property
    def empty(self) -> bool:
        return not (self.created or self.changed or self.removed)

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("created", "changed", "unchanged", "removed")}


def compare(coming: Iterable[Observation], standing: Mapping[Key, Says], *, whole: bool = False) -> Difference:
    """What publishing the coming observations would do.

    A file removes only within what it covers: the pairs of territory and period that it names, for the breakdowns
    that it holds. So a file for one year, or for three counties, removes no other year and no other county. A `whole`
    file is the full list for its places and periods: what it does not name there is removed, whatever its breakdown.
    """
    new = {observation.key: observation.says for observation in coming}
    covered = {(territory, period) for territory, period, _ in new}
    breakdowns = {breakdown for _, _, breakdown in new}
    removed = [
        key
        for key, (_, flags, _) in standing.items()
        if key not in new and key[:2] in covered and (whole or key[2] in breakdowns) and Flag.WITHDRAWN not in flags
    ]
    created, changed, unchanged = [], [], []
    for key, says in new.items():
        old = standing.get(key)
        if old is None or Flag.WITHDRAWN in old[1]:
            created.append(key)
        elif old == says:
            unchanged.append(key)
        else:
            changed.append(key)
    return Difference(tuple(created), tuple(changed), tuple(unchanged), tuple(removed))


def withdrawal(key: Key) -> Observation:
    """Stands in a release for an observation that its file no longer holds."""
    return Observation(*key, value=None, unit="", flags=Flag.WITHDRAWN.value, row=0, column="", raw="")


def is_period(text: str) -> bool:
    """A year (2022), a month (2022-03), a quarter (2022-Q1) or a half-year (2022-S1)."""
    return bool(_PERIOD.match(text))


def read_number(text: str, *, decimal_sign: str = ",") -> Decimal | None:
    """The number that a cell holds, exactly; None when it is not a number, or larger or finer than we keep."""
    plain = text.translate(_GROUPING)
    if decimal_sign != ".":
        if "." in plain:
            return None
        plain = plain.replace(decimal_sign, ".")
    if not plain.isascii() or not _NUMBER.match(plain):
        return None
    value = Decimal(plain)
    if abs(value) >= VALUE_LIMIT or value != round(value, VALUE_PLACES):
        return None
    return value


def join_flags(*flags: str) -> str:
    """Flags of several inputs, each once, in one order."""
    return "".join(sorted(set("".join(flags))))


def level_of(code: str) -> str:
    """The territorial level that a code's form gives away; empty for regions outside our levels (NUTS 1, Europe)."""
    if code == "PL":
        return "country"
    if code.isdigit():
        return {2: "voivodeship", 4: "county", 7: "commune"}.get(len(code), "")
    return "subregion" if re.match(r"PL[0-9A-Z]{3}\Z", code) else ""
