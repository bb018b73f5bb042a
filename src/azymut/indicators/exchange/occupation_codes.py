"""Codes of occupations for readers of many rows: which there are, and which one a name of an official list means."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from azymut.indicators.models import SettledName
from azymut.indicators.rules.demand import plain_name
from azymut.occupations import queries as occupations
from azymut.occupations.enums import SchemeKind

SIX = 6
"""Digits of an occupation's code; groups have fewer."""
GROUP = 4
"""Digits of an elementary group."""
SUGGESTED = 3
LIKENESS = 60
"""Of 100; names less alike would only mislead."""


class OccupationCodes:
    """Reads the classifications once; then every question is answered from memory."""

    def __init__(self) -> None:
        standing = {
            (scheme.kind, scheme.year): occupations.standing_codes(SchemeKind(scheme.kind), scheme.year)
            for scheme in occupations.schemes()
            if scheme.kind != SchemeKind.ISCO
        }
        self._codes = set().union(*standing.values())
        kzis = (codes for (kind, _year), codes in standing.items() if kind == SchemeKind.KZIS)
        self._whole = any(len(code) == SIX for codes in kzis for code in codes)
        self._named: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        for one in occupations.school_occupations():
            self._named.setdefault(plain_name(one.name), set()).add(one.code)
            self._names[one.code] = one.name
        taught = set(self._named)
        for other in occupations.groups_for_search(None):
            name = plain_name(other.name)
            if len(other.code) == SIX and name not in taught:
                self._named.setdefault(name, set()).add(other.code)
                self._names[other.code] = other.name
        self._settled = dict(SettledName.objects.values_list("folded", "code"))

    def stands(self, code: str) -> bool:
        """Whether an edition that is loaded has this occupation.

        Where only the groups of KZiS are loaded, its group must stand; where nothing is, it need only look like a code.
        """
        if not (code.isascii() and code.isdigit() and len(code) == SIX):
            return False
        return not self._codes or code in self._codes or (not self._whole and code[:GROUP] in self._codes)

    def named(self, name: str) -> str:
        """The one occupation that is called so, those taught in schools first, or that a person has settled on."""
        found = self._named.get(plain_name(name), set())
        return next(iter(found)) if len(found) == 1 else self._settled.get(plain_name(name), "")

    def suggestions(self, name: str) -> list[tuple[str, str]]:
        """Occupations whose names are most like this one, as (code, name); none is chosen for anybody."""
        close = process.extract(
            plain_name(name), list(self._named), scorer=fuzz.token_sort_ratio, limit=SUGGESTED, score_cutoff=LIKENESS
        )
        return [(code, self._names[code]) for found, _score, _index in close for code in sorted(self._named[found])]
