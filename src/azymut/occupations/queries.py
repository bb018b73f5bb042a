"""Reads of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from azymut.kernel.collation import fold
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
from azymut.occupations.rules import ancestor_codes


@dataclass(frozen=True)
class Filters:
    """What a visitor asks of the list; empty fields ask nothing."""

    text: str = ""
    sector: str = ""
    school_type: str = ""
    open_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.sector or self.school_type or self.open_only)


def school_occupations(filters: Filters | None = None) -> QuerySet[SchoolOccupation]:
    """School occupations that stand, in Polish order, with sector and ways to learn at hand (three queries a page)."""
    asked = filters or Filters()
    found = SchoolOccupation.objects.filter(closed_on__isnull=True)
    for word in fold(asked.text).split()[:8]:
        found = found.filter(folded__contains=word)
    if asked.sector:
        found = found.filter(sector__symbol=asked.sector)
    if asked.school_type or asked.open_only:
        paths = SchoolPath.objects.filter(occupation=OuterRef("pk"))
        if asked.school_type:
            paths = paths.filter(school_type=asked.school_type)
        if asked.open_only:
            paths = paths.filter(recruits_to__isnull=True)
        found = found.filter(Exists(paths))
    return found.select_related("sector").prefetch_related("paths").order_by("name_sort", "pk")


def school_occupation(code: str) -> SchoolOccupation | None:
    """One school occupation, closed ones included, with everything that its page shows."""
    return (
        SchoolOccupation.objects.select_related("sector", "scheme")
        .prefetch_related("paths", "qualifications")
        .filter(code=code)
        .first()
    )


def related_to(occupation: SchoolOccupation) -> QuerySet[SchoolOccupation]:
    """Other standing school occupations of the same elementary group (first four digits)."""
    return (
        SchoolOccupation.objects.filter(closed_on__isnull=True, code__startswith=occupation.code[:4])
        .exclude(pk=occupation.pk)
        .order_by("name_sort", "pk")
    )


def sharing_qualifications(occupation: SchoolOccupation) -> QuerySet[SchoolOccupation]:
    """Other school occupations that are known to share a qualification with this one."""
    codes = Qualification.objects.filter(occupation=occupation).values("code")
    return (
        SchoolOccupation.objects.filter(closed_on__isnull=True, qualifications__code__in=codes)
        .exclude(pk=occupation.pk)
        .order_by("name_sort", "pk")
        .distinct()
    )


def sectors() -> QuerySet[Sector]:
    """Sectors that have occupations, in Polish order."""
    return Sector.objects.filter(occupations__closed_on__isnull=True).distinct().order_by("name_sort", "pk")


def schemes() -> QuerySet[Scheme]:
    """Every loaded edition of every classification."""
    return Scheme.objects.order_by("kind", "year")


def latest_scheme(kind: SchemeKind) -> Scheme | None:
    """The newest loaded edition of a classification."""
    return Scheme.objects.filter(kind=kind).order_by("-year").first()


def standing_codes(kind: SchemeKind, year: int) -> set[str]:
    """Codes of an edition that stand; ISCO-08 and school occupations have one edition each."""
    if kind == SchemeKind.KZIS:
        rows = Occupation.objects.filter(scheme__kind=kind, scheme__year=year, closed_on__isnull=True)
        return set(rows.values_list("code", flat=True))
    if kind == SchemeKind.ISCO:
        return set(IscoGroup.objects.filter(closed_on__isnull=True).values_list("code", flat=True))
    return set(SchoolOccupation.objects.filter(closed_on__isnull=True).values_list("code", flat=True))


def tree_of(code: str, scheme: Scheme | None) -> list[Occupation]:
    """The groups of a KZiS edition that a code lies in, the widest first, ISCO-08 links at hand."""
    if scheme is None:
        return []
    rows = Occupation.objects.filter(scheme=scheme, code__in=[*ancestor_codes(code), code])
    return list(rows.select_related("isco__parent").order_by("level"))


def occupation(code: str, year: int | None = None) -> Occupation | None:
    """A KZiS group or occupation by code, in the edition of a year or in the newest loaded."""
    rows = Occupation.objects.filter(code=code, scheme__kind=SchemeKind.KZIS).select_related("scheme", "isco")
    return (rows.filter(scheme__year=year) if year else rows.order_by("-scheme__year")).first()


def inside(one: Occupation) -> QuerySet[Occupation]:
    """What lies right below a KZiS group."""
    return one.children.filter(closed_on__isnull=True).order_by("code")


def taught_in(code: str) -> QuerySet[SchoolOccupation]:
    """Standing school occupations of a KZiS group, or the one with exactly this code."""
    found = SchoolOccupation.objects.filter(closed_on__isnull=True, code__startswith=code)
    return found.order_by("name_sort", "pk")


def groups_for_search(codes: Sequence[str] | None) -> QuerySet[Occupation]:
    """Elementary groups and occupations of the newest KZiS edition, save those that stand as school occupations."""
    taught = SchoolOccupation.objects.filter(closed_on__isnull=True, code=OuterRef("code"))
    found = Occupation.objects.filter(
        ~Exists(taught), scheme=latest_scheme(SchemeKind.KZIS), closed_on__isnull=True, level__gte=4
    )
    return (found if codes is None else found.filter(code__in=codes)).order_by("code")


def for_search(codes: Sequence[str] | None) -> QuerySet[SchoolOccupation]:
    """School occupations as the site's search wants them."""
    found = SchoolOccupation.objects.filter(closed_on__isnull=True).select_related("sector")
    found = found.prefetch_related("qualifications", "paths")
    return found if codes is None else found.filter(code__in=codes)
