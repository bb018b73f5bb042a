"""Counties by code or by name, read once for a whole file."""

from __future__ import annotations

from azymut.kernel.collation import fold
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.queries import known

_PREFIXES = ("powiat ", "wojewodztwo ", "m. st. ", "m.st. ", "m. ")


class CountyFinder:
    """All current voivodeships and counties, looked up without further queries."""

    def __init__(self) -> None:
        current = Territory.objects.current().filter(level__in=[Level.VOIVODESHIP, Level.COUNTY])
        self._by_code = {territory.code: territory for territory in known(current)}
        self._voivodeships = {
            _plain(territory.name): territory
            for territory in self._by_code.values()
            if territory.level == Level.VOIVODESHIP
        }
        self._by_name = {
            (_plain(territory.name), territory.code[:2]): territory
            for territory in self._by_code.values()
            if territory.level == Level.COUNTY
        }

    def by_code(self, code: str) -> Territory | None:
        """A county by its four digits."""
        found = self._by_code.get(code)
        return found if found and found.level == Level.COUNTY else None

    def by_name(self, county: str, voivodeship: str) -> Territory | None:
        """A county by name within a voivodeship named in words."""
        region = self._voivodeships.get(_plain(voivodeship))
        return self._by_name.get((_plain(county), region.code)) if region else None

    def voivodeship_of(self, county: Territory) -> Territory | None:
        return self._by_code.get(county.code[:2])


def _plain(name: str) -> str:
    plain = fold(name).strip()
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain
