"""Codes of any spelling to territories: the register is read once, then every question is answered from memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from azymut.kernel.collation import sort_key
from azymut.kernel.errors import FileRefusedError
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules.codes import REGISTER_START, Reading, Spelling, is_valid_on, readings

_KINDS_OF_COMMUNES = ("1", "2", "3")


class Resolver:
    """Answers `resolve(code, on)` for importers of many rows. Made by `resolver()`; holds the register of that moment.

    `on` is the day that the figure or record speaks of (for a year, its last day); None asks for what stands now. Days
    before the reform of 1999 count as its first day, since offices recount older figures to the present division.
    """

    def __init__(self, territories: Iterable[Territory]) -> None:
        self._states: dict[str, list[Territory]] = defaultdict(list)
        self._by_bdl: dict[str, str] = {}
        self._by_nuts: dict[str, str] = {}
        self._communes: dict[str, list[str]] = defaultdict(list)
        self._answers: dict[tuple[str, date | None, Spelling | None], Territory | None] = {}
        for place in territories:
            self._states[place.code].append(place)
            if place.bdl:
                self._by_bdl[place.bdl] = place.code
            if place.nuts and place.level in {Level.COUNTRY, Level.VOIVODESHIP, Level.SUBREGION}:
                self._by_nuts[place.nuts] = place.code
            if place.level == Level.COMMUNE:
                self._communes[place.code[:6]].append(place.code)
        for states in self._states.values():
            states.sort(key=lambda place: place.valid_from)

    def resolve(self, code: str, on: date | None = None, *, spelling: Spelling | None = None) -> Territory | None:
        """The one unit that the code means on that day; None when it means none, or more than one.

        `spelling` settles codes whose lost leading zero makes them ambiguous ("201000").
        """
        key = (code, on, spelling)
        if key not in self._answers:
            found = self._found(code, on, spelling)
            self._answers[key] = next(iter(found.values())) if len(found) == 1 else None
        return self._answers[key]

    def why_not(self, code: str, on: date | None = None, *, spelling: Spelling | None = None) -> str:
        """For people: why `resolve` answered None. Empty when it did not."""
        found = self._found(code, on, spelling)
        if len(found) == 1:
            return ""
        if found:
            names = ", ".join(sorted((place.name for place in found.values()), key=sort_key))
            return _("The code %(code)s may mean several units: %(names)s.") % {"code": code, "names": names}
        if not self._meant(code, spelling):
            return _("%(code)s is not a territorial code.") % {"code": code}
        if any(self._states.get(self._canonical(reading, None)) for reading in self._meant(code, spelling)):
            return _("The unit %(code)s did not stand on that day.") % {"code": code}
        return _("There is no unit with the code %(code)s in the register of places.") % {"code": code}

    def _found(self, code: str, on: date | None, spelling: Spelling | None) -> dict[str, Territory]:
        found: dict[str, Territory] = {}
        for reading in self._meant(code, spelling):
            place = self._state(self._canonical(reading, on), on)
            if place is not None and place.level == reading.level:
                found[place.code] = place
        return found

    def _meant(self, code: str, spelling: Spelling | None) -> list[Reading]:
        return [reading for reading in readings(code) if spelling in {None, reading.spelling}]

    def _canonical(self, reading: Reading, on: date | None) -> str:
        if reading.spelling == Spelling.NUTS:
            return self._by_nuts.get(reading.code, "")
        if reading.spelling == Spelling.BDL and reading.level == Level.SUBREGION:
            return self._by_bdl.get(reading.code, "")
        if reading.level == Level.COMMUNE and len(reading.code) == 6:  # noqa: PLR2004  # wwppgg without the kind
            standing = [code for code in self._communes[reading.code] if self._state(code, on)]
            whole = [code for code in standing if code[6] in _KINDS_OF_COMMUNES]
            return whole[0] if len(whole) == 1 else ""
        return reading.code

    def _state(self, code: str, on: date | None) -> Territory | None:
        states = self._states.get(code, [])
        if on is None:
            return next((place for place in reversed(states) if place.valid_to is None), None)
        day = max(on, REGISTER_START)
        for place in states:
            if is_valid_on(place.valid_from, place.valid_to, day):
                return place
        if states and day < states[0].valid_from and not states[0].start_known:
            return states[0]
        return None


def resolver() -> Resolver:
    """Reads the whole register in one query. Raises FileRefusedError when there is none to read."""
    return Resolver(known(Territory.objects.all()))


def known(places: Iterable[Territory]) -> list[Territory]:
    """The places that an import is to look up in.

    Raises FileRefusedError for an empty register: every row of every file would be wrong, and none would be at fault.
    """
    found = list(places)
    if not found:
        raise FileRefusedError(_("The register of places is empty. Load it first: bin/azymut load_places."))
    return found
