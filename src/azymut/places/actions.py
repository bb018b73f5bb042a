"""Writes of the room. Territories change only through register files and the tables that ship with the product."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.collation import sort_key
from azymut.kernel.importing import ImportReport
from azymut.places.models import Boundary, Territory

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

BATCH = 500
_BUNDLED_FIELDS = (
    "level", "name", "name_en", "name_genitive", "name_locative", "short_name", "is_city", "nuts", "bdl",
    "tile_column", "tile_row",
)  # fmt: skip


@dataclass(frozen=True)
class BundledUnit:
    """One row of the product's own table of places; parents are named by code."""

    code: str
    level: str
    name: str
    name_en: str
    name_genitive: str
    name_locative: str
    short_name: str
    is_city: bool
    nuts: str
    bdl: str
    parent: str
    subregion: str
    valid_from: date
    valid_to: date | None
    tile_column: int | None
    tile_row: int | None


@dataclass(frozen=True)
class RegisterChanges:
    """What a register file changes: new units, former states to keep, living rows to save, units that ended."""

    new: Sequence[Territory]
    former: Sequence[Territory]
    living: Sequence[Territory]
    ended: Sequence[Territory]


@action(gettext_lazy("Bundled territories loaded"), facts={"neighbourhoods": gettext_lazy("neighbourhoods")})
def load_bundled(
    *,
    units: Sequence[BundledUnit],
    neighbours: Collection[tuple[str, str]],
    by: AbstractBaseUser | None,
    at: datetime,
) -> ImportReport:
    """Bring the bundled units and their neighbourhood into the register; what later register files said stands.

    Units must come with parents before their children. A second call changes nothing.
    """
    report = ImportReport()
    standing = {(place.code, place.valid_from): place for place in Territory.objects.all()}
    changed: list[Territory] = []
    for level_units in _by_generation(units):
        _join(level_units, standing, changed, report)
    Territory.objects.bulk_update(
        changed, [*_BUNDLED_FIELDS, "name_sort", "parent", "subregion", "valid_to"], batch_size=BATCH
    )
    pairs = _load_neighbours(neighbours)
    if report.touched or pairs:
        audit.happened(None, by=by, at=at, facts={**report.counts(), "neighbourhoods": pairs})
    else:
        audit.unchanged()
    return report


@action(gettext_lazy("Register of territories imported"), facts={"state_on": gettext_lazy("state of the register on")})
def apply_register(
    *,
    changes: RegisterChanges,
    report: ImportReport,
    source: Mapping[str, str],
    by: AbstractBaseUser | None,
    at: datetime,
) -> ImportReport:
    """Write what a register file (TERC) brought: `source` names the file, its SHA-256 and the day it speaks of."""
    for place in [*changes.new, *changes.former, *changes.living]:
        place.name_sort = sort_key(place.sorted_name)
    # Living rows move to their new first day before former states take the old one: both are unique per code.
    Territory.objects.bulk_update(
        changes.living, ["name", "name_en", "name_genitive", "name_locative", "short_name", "name_sort", "valid_from",
                         "start_known"], batch_size=BATCH,
    )  # fmt: skip
    Territory.objects.bulk_update(changes.ended, ["valid_to"], batch_size=BATCH)
    Territory.objects.bulk_create([*changes.former, *changes.new], batch_size=BATCH)
    if report.touched:
        audit.happened(None, by=by, at=at, label=source.get("file", ""), facts={**source, **report.counts()})
    else:
        audit.unchanged()
    return report


@action(gettext_lazy("Boundaries replaced"))
def replace_boundaries(
    *,
    outlines: Mapping[int, object],
    report: ImportReport,
    source: Mapping[str, str],
    by: AbstractBaseUser | None,
    at: datetime,
) -> ImportReport:
    """Keep these outlines (by primary key of their territory) in place of earlier ones; others stay as they are."""
    Boundary.objects.filter(territory_id__in=outlines).delete()
    label = source.get("file", "")[:200]
    Boundary.objects.bulk_create(
        [Boundary(territory_id=key, geometry=shape, source=label, loaded_at=at) for key, shape in outlines.items()],
        batch_size=BATCH,
    )
    if outlines:
        audit.happened(None, by=by, at=at, label=label, facts={**source, **report.counts()})
    else:
        audit.unchanged()
    return report


def _by_generation(units: Sequence[BundledUnit]) -> list[list[BundledUnit]]:
    """Country, voivodeships, subregions, counties: each generation's parents lie in those before it."""
    generations: dict[str, list[BundledUnit]] = {}
    for unit in units:
        generations.setdefault(unit.level, []).append(unit)
    return list(generations.values())


def _join(
    units: list[BundledUnit],
    standing: dict[tuple[str, date], Territory],
    changed: list[Territory],
    report: ImportReport,
) -> None:
    living = {place.code: place for place in standing.values() if place.valid_to is None}
    new: list[Territory] = []
    for unit in units:
        values: dict[str, object] = {field: getattr(unit, field) for field in _BUNDLED_FIELDS}
        values["parent_id"] = living[unit.parent].pk if unit.parent else None
        values["subregion_id"] = living[unit.subregion].pk if unit.subregion else None
        place = standing.get((unit.code, unit.valid_from))
        if place is None:
            place = Territory(code=unit.code, valid_from=unit.valid_from, valid_to=unit.valid_to, **values)
            place.name_sort = sort_key(place.sorted_name)
            new.append(place)
            report.created += 1
            continue
        if unit.valid_to is not None:
            values["valid_to"] = unit.valid_to
        if all(getattr(place, key) == value for key, value in values.items()):
            report.unchanged += 1
            continue
        for key, value in values.items():
            setattr(place, key, value)
        place.name_sort = sort_key(place.sorted_name)
        changed.append(place)
        report.changed += 1
    Territory.objects.bulk_create(new, batch_size=BATCH)
    standing.update({(place.code, place.valid_from): place for place in new})


def _load_neighbours(neighbours: Collection[tuple[str, str]]) -> int:
    """Add missing neighbourhoods of living units, in both directions; answers how many rows were added."""
    living = dict(Territory.objects.filter(valid_to__isnull=True).values_list("code", "pk"))
    through = Territory.neighbours.through
    known = set(through.objects.values_list("from_territory_id", "to_territory_id"))
    wanted = {
        (living[left], living[right])
        for pair in neighbours
        for left, right in (pair, pair[::-1])
        if left in living and right in living
    }
    through.objects.bulk_create(
        [through(from_territory_id=left, to_territory_id=right) for left, right in sorted(wanted - known)],
        batch_size=BATCH,
    )
    return len(wanted - known)
