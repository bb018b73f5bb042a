"""What a register file means for the units that stand: which are new, renamed, ended, or already known."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.places.actions import RegisterChanges
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.queries import known
from azymut.places.rules import county_forms, is_valid_on, register_name

Outcome = Literal["created", "changed", "unchanged"]
_COPIED = (
    "code", "level", "name", "name_en", "name_genitive", "name_locative", "short_name", "is_city", "nuts", "bdl",
    "parent_id", "subregion_id", "commune_kind", "valid_from", "start_known",
)  # fmt: skip
_TOWN = "1"


class Refusal(Exception):  # noqa: N818  # a row's refusal, caught row by row
    """One row cannot be taken: its column and the reason, for people."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Register:
    """The units that stand, confronted with a file unit by unit; nothing is written here."""

    def __init__(self, places: list[Territory]) -> None:
        self._states: dict[str, list[Territory]] = defaultdict(list)
        for place in sorted(places, key=lambda place: place.valid_from):
            self._states[place.code].append(place)
        self._counties_with_communes = {place.code[:4] for place in places if place.level == Level.COMMUNE}
        self._named: dict[str, set[str]] = {}
        self._last_county = ""
        self._new: list[Territory] = []
        self._former: list[Territory] = []
        self._living: list[Territory] = []
        self._ended: list[Territory] = []

    @classmethod
    def read(cls) -> Register:
        return cls(known(Territory.objects.exclude(level=Level.SUBREGION)))

    def changes(self) -> RegisterChanges:
        return RegisterChanges(new=self._new, former=self._former, living=self._living, ended=self._ended)

    def take(self, *, code: str, level: Level, name: str, kind: str, day: date) -> Outcome:
        """What this unit of the file means. Raises Refusal where the register knows better or not enough."""
        place = self._on(code, day)
        if level == Level.COMMUNE:
            self._note(code, day)
        elif level == Level.COUNTY:
            self._named.setdefault(code, set())
            self._last_county = code
        if place is not None:
            return self._compare(place, name, kind, day)
        if level == Level.VOIVODESHIP:
            raise Refusal("WOJ", _("There is no voivodeship %(code)s on that day.") % {"code": code})
        if level == Level.COUNTY:
            raise Refusal("POW", _("There is no county %(code)s on that day.") % {"code": code})
        if any(state.valid_to is None or state.valid_to > day for state in self._states[code]):
            raise Refusal("STAN_NA", _("The register already holds a later state of %(code)s.") % {"code": code})
        self._create(code, name, kind, day)
        return "created"

    def spare(self, code: str) -> None:
        """A rejected row still names its unit: it must not be closed as absent."""
        if code[:4] in self._named:
            self._named[code[:4]].add(code)

    def close_absent(self, day: date, report: ImportReport) -> None:
        """End the communes that the file leaves out, within the counties that it names.

        Raises FileRefusedError when the file looks cut off: several communes missing from the last county of an
        incomplete voivodeship.
        """
        for county, named in self._named.items():
            absent = [
                place
                for place in self._communes_of(county)
                if place.code not in named and place.valid_from < day and named
            ]
            gone = [place for place in absent if not any(code[:6] == place.code[:6] for code in named)]
            if len(gone) > 1 and county == self._last_county and not self._is_whole(county[:2]):
                raise FileRefusedError(
                    _("%(n)d communes are missing at the end of the file; it looks cut off.") % {"n": len(gone)},
                    place=county,
                )
            for place in absent:
                place.valid_to = day
                self._ended.append(place)
            report.removed += len(absent)

    def _note(self, code: str, day: date) -> None:
        if self._on(code[:4], day) is None:
            raise Refusal("POW", _("There is no county %(code)s on that day.") % {"code": code[:4]})
        self._named.setdefault(code[:4], set()).add(code)
        self._last_county = code[:4]

    def _on(self, code: str, day: date) -> Territory | None:
        states = self._states[code]
        found = next((place for place in states if is_valid_on(place.valid_from, place.valid_to, day)), None)
        if found is None and states and not states[0].start_known and day < states[0].valid_from:
            return states[0]
        return found

    def _compare(self, place: Territory, name: str, kind: str, day: date) -> Outcome:
        if register_name(place.level, place.name) == name:
            return "unchanged"
        if place.valid_to is not None or day < place.valid_from:
            raise Refusal("STAN_NA", _("The register already holds a later state of %(code)s.") % {"code": place.code})
        if place.level == Level.VOIVODESHIP:
            raise Refusal("NAZWA", _("Voivodeship %(code)s is called otherwise.") % {"code": place.code})
        if day > place.valid_from:
            self._former.append(Territory(**{field: getattr(place, field) for field in _COPIED}, valid_to=day))
            place.valid_from = day
            place.start_known = True
        _rename(place, name, kind)
        self._living.append(place)
        return "changed"

    def _create(self, code: str, name: str, kind: str, day: date) -> None:
        county = self._on(code[:4], day)
        place = Territory(
            code=code,
            level=Level.COMMUNE,
            parent=county,
            commune_kind=kind,
            valid_from=day,
            start_known=code[:4] in self._counties_with_communes,
        )
        _rename(place, name, kind)
        self._states[code].append(place)
        self._new.append(place)

    def _communes_of(self, county: str) -> list[Territory]:
        return [
            states[-1]
            for code, states in self._states.items()
            if len(code) == 7 and code.startswith(county) and states and states[-1].valid_to is None  # noqa: PLR2004
        ]

    def _is_whole(self, voivodeship: str) -> bool:
        counties = {
            code
            for code, states in self._states.items()
            if len(code) == 4 and code.startswith(voivodeship) and states and states[-1].valid_to is None  # noqa: PLR2004
        }
        return counties <= set(self._named)


def _rename(place: Territory, name: str, kind: str) -> None:
    """All forms of a name from the one that the register gives. Cities are not declined by machine."""
    if place.level == Level.COUNTY:
        place.name_genitive, place.name_locative = ("", "") if place.is_city else county_forms(name)
        place.name = name if place.is_city else f"powiat {name}"
        place.name_en = name if place.is_city else f"{name.title()} County"
    elif kind == _TOWN:
        place.name, place.name_en = f"miasto {name}", f"the town of {name}"
        place.name_genitive, place.name_locative = f"miasta {name}", f"mieście {name}"
    else:
        place.name, place.name_en = f"gmina {name}", f"{name} Commune"
        place.name_genitive, place.name_locative = f"gminy {name}", f"gminie {name}"
    place.short_name = name
