"""Where a figure comes from: formula, inputs, and for each input the release, the file and the row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from azymut.indicators import store
from azymut.indicators.enums import FileFormat
from azymut.indicators.models import Indicator, Release
from azymut.indicators.queries.secrecy import is_guarded
from azymut.indicators.queries.values import Value, as_value, indicators, snapshot
from azymut.indicators.rules.formula_language import Cells, Name, Need, needs
from azymut.indicators.rules.formulas import formula
from azymut.indicators.rules.observations import level_of
from azymut.indicators.store import Snapshot, Stored
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of


@dataclass(frozen=True)
class Cell:
    """One cell of a source file: what it said there, and the line that it stands in where the file was kept."""

    stored: Stored
    release: Release
    line: str


@dataclass(frozen=True)
class Origin:
    """A figure and what went in: other figures, or cells of source files."""

    indicator: Indicator
    value: Value | None
    inputs: tuple[Origin, ...]
    cells: tuple[Cell, ...]
    rolled: bool


def origin_of(
    indicator: Indicator, territory: str, period: str = "", *, as_of: Sequence[str] | None = None
) -> Origin | None:
    """The way from a figure back to its source rows; without a period, from the latest one.

    For a voivodeship that has no figure of its own, the county that has the highest one stands for all. None when
    there is no figure at all.
    """
    now = snapshot(as_of)
    periods = [period] if period else None
    found = now.figures(indicators=[indicator.key], territories=[territory], periods=periods, latest=not period)
    if not found and level_of(territory) == Level.VOIVODESHIP:
        group = store.peers_of(territory, Level.COUNTY)
        known = now.figures(indicators=[indicator.key], peers=group, periods=periods, latest=not period)
        found = tuple(sorted(known, key=lambda one: one.value or Decimal(0), reverse=True))
    return _Tracer(now).trace(indicator.key, found[0].territory, found[0].period) if found else None


def territories_in(origin: Origin) -> set[str]:
    """Codes of all places that the way back passes."""
    own = {cell.stored.territory for cell in origin.cells} | ({origin.value.territory} if origin.value else set())
    return own.union(*(territories_in(one) for one in origin.inputs))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names for people of the territories with these codes: one query."""
    rows = Territory.objects.filter(code__in=set(codes), valid_to__isnull=True)
    return {row.code: name_of(row) for row in rows}


class _Tracer:
    """Follows one figure down; releases are read once at the end."""

    def __init__(self, now: Snapshot) -> None:
        self._now = now
        self._known = indicators()
        self._releases: dict[str, Release] = {}

    def trace(self, key: str, territory: str, period: str) -> Origin:
        indicator = self._known[key]
        found = self._now.figures(indicators=[key], territories=[territory], periods=[period])
        value = as_value(found[0], indicator) if found else None
        inputs: list[Origin] = []
        cells: list[Cell] = []
        for need in needs(formula(indicator.formula), territory, period):
            if isinstance(need.leaf, Name):
                inputs += self._figures(need.leaf.key, need)
            else:
                cells += self._cells(need.leaf, need)
        return Origin(
            indicator=indicator,
            value=value,
            inputs=tuple(inputs),
            cells=tuple(cells),
            rolled=bool(cells and value and value.rolled),
        )

    def _figures(self, key: str, need: Need) -> Iterable[Origin]:
        """The figure that was needed, or those of the counties that stand for a voivodeship."""
        own = self._now.figures(indicators=[key], territories=[need.territory], periods=[need.period])
        if need.counties and not own:
            group = store.peers_of(need.territory, Level.COUNTY)
            own = self._now.figures(indicators=[key], peers=group, periods=[need.period])
            return [self.trace(key, one.territory, one.period) for one in own]
        return [self.trace(key, need.territory, need.period)]

    def _cells(self, leaf: Cells, need: Need) -> Iterable[Cell]:
        stored = self._now.observations(leaf.dataset, need.territory, need.period, leaf.breakdowns)
        rolled = need.counties and not stored
        if rolled:
            stored = self._now.counties_with(leaf.dataset, need.territory, need.period, leaf.breakdowns)
        absent = {one.release for one in stored} - self._releases.keys()
        if absent:
            rows = Release.objects.filter(public_id__in=absent).select_related(
                "dataset__source", "dataset__suppression", "loaded_by"
            )
            self._releases.update({row.public_id: row for row in rows})
        for one in stored:
            release = self._releases[one.release]
            guarded = is_guarded(release.dataset)  # a line of the file may hold what is hidden here
            shown = not rolled and not guarded and FileFormat(release.file_format).in_lines
            yield Cell(one, release, store.source_line(release.sha256, one.row) if shown else "")
