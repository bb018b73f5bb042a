"""Writes of the room. Classifications change only through files; editions never touch one another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.collation import fold, sort_key
from azymut.kernel.importing import ImportReport
from azymut.occupations.enums import SchemeKind
from azymut.occupations.models import (
    IscoGroup,
    Occupation,
    Qualification,
    Scheme,
    SchoolOccupation,
    SchoolPath,
    Sector,
)
from azymut.occupations.rules import LEVELS, isco_unit_of, parent_code
from azymut.people.models import Account
from azymut.search import index

Closable = TypeVar("Closable", Occupation, IscoGroup, SchoolOccupation)
Grouped = TypeVar("Grouped", Occupation, IscoGroup)

BATCH = 500
SEARCH_KIND = "occupation"
GROUP_KIND = "occupation-group"
_SCHOOL_FIELDS = (
    "scheme", "name", "name_sort", "folded", "sector", "prk_level", "qualification_count", "limits", "closed_on",
)  # fmt: skip


@dataclass(frozen=True)
class Edition:
    """Which edition of which classification a file holds, and where the file comes from."""

    kind: SchemeKind
    year: int
    title: str
    legal_basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    state: str = ""


@dataclass(frozen=True)
class KzisRow:
    code: str
    name: str
    is_school: bool = False


@dataclass(frozen=True)
class IscoRow:
    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class PathRow:
    """One way to learn; years as in SchoolPath."""

    school_type: str
    years: Decimal | None = None
    recruits_from: int | None = None
    recruits_to: int | None = None


@dataclass(frozen=True)
class SchoolRow:
    code: str
    name: str
    sector_symbol: str = ""
    sector_name: str = ""
    prk_level: int | None = None
    qualification_count: int | None = None
    limits: str = ""
    paths: tuple[PathRow, ...] = ()
    qualifications: tuple[str, ...] = field(default=())


Row = TypeVar("Row", KzisRow, IscoRow)


@action(gettext_lazy("Classification of occupations imported"))
def apply_kzis(
    *,
    edition: Edition,
    rows: Sequence[KzisRow],
    spare: Collection[str] | None,
    report: ImportReport,
    source: Mapping[str, str],
    by: Account | None,
    at: datetime,
) -> ImportReport:
    """Bring one KZiS edition to what the rows say. What they leave out is closed on this day, save the codes to spare;
    None closes nothing.

    Every row's parent group must stand already or be among the rows.
    """
    scheme = _scheme(edition)
    standing = {one.code: one for one in Occupation.objects.filter(scheme=scheme)}
    isco = dict(IscoGroup.objects.filter(level=4).values_list("code", "pk"))

    def values_of(row: KzisRow) -> dict[str, object]:
        return {"name": row.name, "is_school": row.is_school, "closed_on": None}

    def made(row: KzisRow, level: int) -> Occupation:
        return Occupation(
            scheme=scheme,
            parent=standing.get(parent_code(row.code)),
            isco_id=isco.get(isco_unit_of(row.code)) if level == 4 else None,  # noqa: PLR2004  # unit groups
        )

    known = set(standing)
    changed = _bring(rows, LEVELS, standing, values_of, made, report)
    if spare is not None:
        changed += _close(standing.values(), {*spare, *(row.code for row in rows)}, timezone.localdate(at), report)
    Occupation.objects.bulk_update(changed, ["name", "name_sort", "is_school", "closed_on"], batch_size=BATCH)
    touched = [one.code for one in changed] + [code for code in standing if code not in known]
    if touched:
        index.refresh(GROUP_KIND, touched)
    _tell(scheme, report, source, by=by, at=at)
    return report


@action(gettext_lazy("ISCO-08 imported"))
def apply_isco(
    *,
    edition: Edition,
    rows: Sequence[IscoRow],
    spare: Collection[str] | None,
    report: ImportReport,
    source: Mapping[str, str],
    by: Account | None,
    at: datetime,
) -> ImportReport:
    """Bring ISCO-08 to what the rows say and link the elementary groups of KZiS that share a unit group's code."""
    scheme = _scheme(edition)
    standing = {one.code: one for one in IscoGroup.objects.all()}

    def values_of(row: IscoRow) -> dict[str, object]:
        named = {"name_en": row.name_en} if row.name_en else {}
        return {"name": row.name, "closed_on": None, **named}

    def made(row: IscoRow, _level: int) -> IscoGroup:
        return IscoGroup(parent=standing.get(row.code[:-1]))

    changed = _bring(rows, (1, 2, 3, 4), standing, values_of, made, report)
    if spare is not None:
        levels = {len(row.code) for row in rows}
        among = [one for one in standing.values() if one.level in levels]
        changed += _close(among, {*spare, *(row.code for row in rows)}, timezone.localdate(at), report)
    IscoGroup.objects.bulk_update(changed, ["name", "name_en", "name_sort", "closed_on"], batch_size=BATCH)
    if report.touched:
        _link_kzis()
    _tell(scheme, report, source, by=by, at=at)
    return report


@action(gettext_lazy("School occupations imported"))
def apply_school(
    *,
    edition: Edition,
    rows: Sequence[SchoolRow],
    spare: Collection[str] | None,
    report: ImportReport,
    source: Mapping[str, str],
    by: Account | None,
    at: datetime,
) -> ImportReport:
    """Bring the school occupations to what the rows say, with their sectors and ways to learn.

    Rows without qualification codes leave known ones as they are: the ministry's tables seldom carry them.
    """
    scheme = _scheme(edition)
    sectors = _sectors(rows)
    standing = {one.code: one for one in SchoolOccupation.objects.prefetch_related("paths", "qualifications")}
    new: list[SchoolOccupation] = []
    changed: list[SchoolOccupation] = []
    ways: list[tuple[SchoolOccupation, SchoolRow]] = []
    for row in rows:
        one = standing.get(row.code)
        values = _school_values(row, scheme, sectors)
        if one is None:
            new.append(SchoolOccupation(code=row.code, **values))
            ways.append((new[-1], row))
            continue
        other_ways = _paths(one) != set(row.paths) or _other_qualifications(one, row)
        if _differs(one, values) or other_ways:
            changed.append(one)
            ways += [(one, row)] if other_ways else []
    report.created += len(new)
    report.changed += len(changed)
    report.unchanged += len(rows) - len(new) - len(changed)
    if spare is not None:
        changed += _close(standing.values(), {*spare, *(row.code for row in rows)}, timezone.localdate(at), report)
    for one in [*new, *changed]:
        one.name_sort = sort_key(one.name)[:600]
    SchoolOccupation.objects.bulk_create(new, batch_size=BATCH)
    SchoolOccupation.objects.bulk_update(changed, _SCHOOL_FIELDS, batch_size=BATCH)
    _replace_ways(ways)
    touched = [one.code for one in [*new, *changed]]
    if touched:
        index.refresh(SEARCH_KIND, touched)
    _tell(scheme, report, source, by=by, at=at)
    return report


def _scheme(edition: Edition) -> Scheme:
    """The edition's record; facts that its first file brought are kept, missing ones filled in."""
    facts = {
        key: getattr(edition, key) for key in ("title", "legal_basis", "valid_from", "valid_to", "source", "state")
    }
    scheme, _new = Scheme.objects.get_or_create(kind=edition.kind, year=edition.year, defaults=facts)
    gaps = {key: value for key, value in facts.items() if value and not getattr(scheme, key)}
    if gaps:
        Scheme.objects.filter(pk=scheme.pk).update(**gaps)
    return scheme


def _bring(
    rows: Sequence[Row],
    levels: Iterable[int],
    standing: dict[str, Grouped],
    values_of: Callable[[Row], Mapping[str, object]],
    made: Callable[[Row, int], Grouped],
    report: ImportReport,
) -> list[Grouped]:
    """Level by level, so that parents stand before their children: new rows are saved, those that differ handed back.

    `standing` takes in what is new.
    """
    changed: list[Grouped] = []
    for level in levels:
        new: list[Grouped] = []
        for row in (row for row in rows if len(row.code) == level):
            one = standing.get(row.code)
            if one is None:
                one = made(row, level)
                one.code, one.level = row.code, level
                _differs(one, values_of(row))
                new.append(one)
                report.created += 1
            elif _differs(one, values_of(row)):
                changed.append(one)
                report.changed += 1
            else:
                report.unchanged += 1
                continue
            one.name_sort = sort_key(one.name)[:600]
        if new:
            type(new[0])._default_manager.bulk_create(new, batch_size=BATCH)
        standing.update({one.code: one for one in new})
    return changed


def _differs(one: object, values: Mapping[str, object]) -> bool:
    """Set the values; whether any was another."""
    other = [key for key, value in values.items() if getattr(one, key) != value]
    for key in other:
        setattr(one, key, values[key])
    return bool(other)


def _close(standing: Iterable[Closable], named: set[str], on: date, report: ImportReport) -> list[Closable]:
    gone = [one for one in standing if one.code not in named and one.closed_on is None]
    for one in gone:
        one.closed_on = on
    report.removed += len(gone)
    return gone


def _link_kzis() -> None:
    units = dict(IscoGroup.objects.filter(level=4).values_list("code", "pk"))
    loose = list(Occupation.objects.filter(level=4, isco__isnull=True))
    for one in loose:
        one.isco_id = units.get(isco_unit_of(one.code))
    Occupation.objects.bulk_update([one for one in loose if one.isco_id], ["isco"], batch_size=BATCH)


def _sectors(rows: Sequence[SchoolRow]) -> dict[str, Sector]:
    known = {sector.symbol: sector for sector in Sector.objects.all()}
    for row in rows:
        if row.sector_symbol and row.sector_symbol not in known:
            known[row.sector_symbol] = Sector.objects.create(symbol=row.sector_symbol, name=row.sector_name)
    return known


def _school_values(row: SchoolRow, scheme: Scheme, sectors: Mapping[str, Sector]) -> dict[str, object]:
    sector = sectors.get(row.sector_symbol)
    return {
        "scheme_id": scheme.pk,
        "name": row.name,
        "folded": fold(f"{row.name} {row.code}")[:220],
        "sector_id": sector.pk if sector else None,
        "prk_level": row.prk_level,
        "qualification_count": row.qualification_count,
        "limits": row.limits,
        "closed_on": None,
    }


def _paths(one: SchoolOccupation) -> set[PathRow]:
    return {PathRow(path.school_type, path.years, path.recruits_from, path.recruits_to) for path in one.paths.all()}


def _other_qualifications(one: SchoolOccupation, row: SchoolRow) -> bool:
    known = tuple(qualification.code for qualification in one.qualifications.all())
    return bool(row.qualifications) and known != row.qualifications


def _replace_ways(ways: Sequence[tuple[SchoolOccupation, SchoolRow]]) -> None:
    """Ways to learn as the rows say; qualifications only where the row names them."""
    named = [(one, row) for one, row in ways if row.qualifications]
    SchoolPath.objects.filter(occupation__in=[one for one, _row in ways]).delete()
    Qualification.objects.filter(occupation__in=[one for one, _row in named]).delete()
    SchoolPath.objects.bulk_create(
        [SchoolPath(occupation=one, **asdict(path)) for one, row in ways for path in row.paths], batch_size=BATCH
    )
    Qualification.objects.bulk_create(
        [
            Qualification(occupation=one, code=code, position=position)
            for one, row in named
            for position, code in enumerate(row.qualifications, start=1)
        ],
        batch_size=BATCH,
    )


def _tell(scheme: Scheme, report: ImportReport, source: Mapping[str, str], *, by: Account | None, at: datetime) -> None:
    if not report.touched:
        audit.unchanged()
        return
    audit.happened(scheme, by=by, at=at, facts={**source, **report.counts()})
