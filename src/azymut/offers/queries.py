"""Reads of the room: offers as lists, by occupation and county, of a school; what importers look up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from azymut.kernel.collation import fold
from azymut.occupations.models import SchoolOccupation, Sector
from azymut.offers.enums import Origin, ReadingState
from azymut.offers.models import KnownName, Offer, Reading
from azymut.offers.rules import Pupils, name_key, nearest_teaching, pupils_of
from azymut.people.models import Organisation
from azymut.places.models import Territory

Standing = tuple[int, int, str]
"""Key of a school, school year, and the occupation's code or folded name."""

ORDERS = {
    "school": ("organisation__name_sort", "occupation__name_sort"),
    "occupation": ("occupation__name_sort", "organisation__name_sort"),
    "county": ("organisation__territory__name_sort", "organisation__name_sort", "occupation__name_sort"),
    "pupils": ("pupils", "occupation__name_sort", "organisation__name_sort"),
}
"""What a list may be ordered by; a leading minus turns the order, and an unknown number of pupils comes last."""


@dataclass(frozen=True)
class Filters:
    """What a visitor asks of the list; empty fields ask nothing, no year means the newest that is known."""

    text: str = ""
    occupation: str = ""
    sector: str = ""
    county: str = ""
    school_type: str = ""
    year: int | None = None
    order: str = "school"


def school_years() -> list[int]:
    """School years of which anything is known, the newest first."""
    years = _told().order_by().values_list("school_year", flat=True).distinct()
    return sorted(years, reverse=True)


def offers(filters: Filters) -> QuerySet[Offer]:
    """Offers that stand in a school year, with school, county, occupation and reading at hand (one query)."""
    found = _told().filter(occupation__isnull=False)
    if filters.year is not None:
        found = found.filter(school_year=filters.year)
    for word in fold(filters.text).split()[:8]:
        found = found.filter(Q(organisation__found_by__contains=word) | Q(occupation__folded__contains=word))
    asked = {
        "occupation__code": filters.occupation,
        "occupation__sector__symbol": filters.sector,
        "organisation__territory__code": filters.county,
        "school_type": filters.school_type,
    }
    found = found.filter(**{name: value for name, value in asked.items() if value})
    first, *rest = ORDERS[filters.order.removeprefix("-")]
    turned = filters.order.startswith("-")
    lead = F(first).desc(nulls_last=True) if turned else F(first).asc(nulls_last=True)
    return found.select_related("organisation__territory", "occupation__sector", "reading").order_by(lead, *rest, "pk")


def _told() -> QuerySet[Offer]:
    """Offers that stand, of schools that were open in that school year; where an office's table speaks of a school's
    occupation and year, the register's bare declaration of the same is left out."""
    better = Offer.objects.filter(
        organisation=OuterRef("organisation"), occupation=OuterRef("occupation"),
        school_year=OuterRef("school_year"), origin=Origin.OFFICE, ended_on__isnull=True,
    )  # fmt: skip
    was_open = Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__year__gt=F("school_year"))
    standing = Offer.objects.filter(was_open, ended_on__isnull=True)
    return standing.filter(~Q(origin=Origin.RSPO) | ~Exists(better))


def taught_occupations() -> list[SchoolOccupation]:
    """School occupations that any school is said to teach, in Polish order."""
    taught = _told().order_by().values("occupation")
    return list(SchoolOccupation.objects.filter(pk__in=taught).order_by("name_sort", "pk"))


def taught_sectors() -> list[Sector]:
    """Sectors of the occupations that are taught."""
    taught = _told().order_by().values("occupation__sector")
    return list(Sector.objects.filter(pk__in=taught).order_by("name_sort", "pk"))


def teaching_counties() -> list[Territory]:
    """Counties in which a school is said to teach anything."""
    places = _told().order_by().values("organisation__territory")
    return list(Territory.objects.filter(pk__in=places).order_by("name_sort", "pk"))


@dataclass(frozen=True)
class CountyProvision:
    """What one county has of an occupation: its schools' offers, and their pupils."""

    county: Territory
    offers: tuple[Offer, ...]

    @property
    def schools(self) -> int:
        return len({one.organisation_id for one in self.offers})

    @property
    def pupils(self) -> Pupils:
        return pupils_of(one.pupils for one in self.offers)


@dataclass(frozen=True)
class Gap:
    """A county where nobody teaches the occupation, and the nearest ones that do: `steps` county borders away."""

    county: Territory
    nearest: tuple[Territory, ...]
    steps: int


@dataclass(frozen=True)
class Provision:
    """An occupation in a school year over the counties of a region: where it is taught, and where not."""

    year: int
    counties: tuple[CountyProvision, ...]
    gaps: tuple[Gap, ...]

    @property
    def taught(self) -> tuple[CountyProvision, ...]:
        return tuple(one for one in self.counties if one.offers)

    @property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(offer for one in self.counties for offer in one.offers)

    @property
    def schools(self) -> int:
        return sum(one.schools for one in self.counties)

    @property
    def pupils(self) -> Pupils:
        return pupils_of(one.pupils for one in self.offers)


def provision_of(occupation: SchoolOccupation, year: int, region: Territory) -> Provision:
    """Where in the region an occupation is taught in a school year, and where the gaps are (four queries)."""
    found = offers(Filters(occupation=occupation.code, year=year))
    by_county: dict[str, list[Offer]] = defaultdict(list)
    for one in found:
        by_county[one.organisation.territory.code].append(one)
    counties = list(Territory.objects.counties_of(region.code).order_by("name_sort", "pk"))
    told = tuple(CountyProvision(county, tuple(by_county.get(county.code, ()))) for county in counties)
    return Provision(year, told, _gaps(counties, by_county) if by_county else ())


def _gaps(counties: Sequence[Territory], taught: Collection[str]) -> tuple[Gap, ...]:
    named = {county.code: county for county in counties}
    borders: dict[str, list[str]] = defaultdict(list)
    through = Territory.neighbours.through.objects.filter(
        from_territory__in=counties, to_territory__in=counties
    ).values_list("from_territory__code", "to_territory__code")
    for here, there in through:
        borders[here].append(there)
    gaps = []
    for county in counties:
        steps, codes = nearest_teaching(county.code, borders, taught)
        if steps:
            nearest = sorted((named[code] for code in codes if code in named), key=attrgetter("name_sort"))
            gaps.append(Gap(county, tuple(nearest), steps))
    return tuple(gaps)


@dataclass(frozen=True)
class YearTotal:
    """An occupation in one school year over everything that is known: schools, and pupils where they are counted."""

    year: int
    schools: int
    pupils: Pupils


def totals_of(occupation: SchoolOccupation, region: str) -> list[YearTotal]:
    """How many schools of a region (by its code) teach an occupation to how many, year by year, oldest first."""
    rows = _told().filter(occupation=occupation, organisation__territory__code__startswith=region)
    by_year: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for year, school, pupils in rows.values_list("school_year", "organisation_id", "pupils"):
        by_year[year].append((school, pupils))
    return [
        YearTotal(year, len({school for school, _ in told}), pupils_of(pupils for _, pupils in told))
        for year, told in sorted(by_year.items())
    ]


def offers_of_school(school: Organisation) -> list[Offer]:
    """Everything that any source has ever said that a school teaches, the newest school year first, and in it what
    stands before what ended, an office's table before the register."""
    found = Offer.objects.filter(organisation=school).select_related("occupation", "reading")
    return list(found.order_by("-school_year", F("ended_on").desc(nulls_first=True), "origin", "said_key", "pk"))


def occupation(code: str) -> SchoolOccupation | None:
    return SchoolOccupation.objects.select_related("sector").filter(code=code).first()


def standing_offers(
    origin: str, named: Collection[tuple[int, int]], covered: Collection[Standing]
) -> dict[Standing, Offer]:
    """Offers of one source that stand, of the schools and years that a reading names or covers."""
    schools = {school for school, _ in named} | {school for school, _, _ in covered}
    years = {year for _, year in named} | {year for _, year, _ in covered}
    found = Offer.objects.filter(origin=origin, ended_on__isnull=True, school_year__in=years)
    return {(one.organisation_id, one.school_year, one.key): one for one in found if one.organisation_id in schools}


def standing_keys(origin: str, *, years: Collection[int], within: str = "") -> set[Standing]:
    """What stands of one source in some school years, in a territory or anywhere."""
    found = Offer.objects.filter(origin=origin, ended_on__isnull=True, school_year__in=years)
    if within:
        found = found.filter(organisation__territory__code__startswith=within)
    return set(found.values_list("organisation_id", "school_year", "key"))


def offers_called(said: str) -> QuerySet[Offer]:
    """Offers whose source uses this name, while it is not recognised or was recognised by a person."""
    known = KnownName.objects.filter(key=name_key(said)).values("occupation")
    return Offer.objects.filter(Q(occupation__isnull=True) | Q(occupation__in=known), said_key=name_key(said)).order_by(
        "pk"
    )


def stands_already(one: Offer, occupation: SchoolOccupation) -> bool:
    """Whether the school's offer of this occupation stands beside this one, from the same source and year."""
    same = Offer.objects.filter(
        organisation=one.organisation_id, origin=one.origin, school_year=one.school_year, key=occupation.code,
        ended_on__isnull=True,
    )  # fmt: skip
    return same.exclude(pk=one.pk).exists()


@dataclass(frozen=True)
class UnknownName:
    """A name that no school occupation has, as a source writes it, and how many schools are said to teach it."""

    said: str
    key: str
    schools: int
    first_year: int
    last_year: int


def unknown_names() -> list[UnknownName]:
    """Names that wait for a person, the most frequent first."""
    waiting = Offer.objects.filter(occupation__isnull=True, ended_on__isnull=True).values("said_key")
    rows = waiting.annotate(
        said=Min("said"),
        schools=Count("organisation", distinct=True),
        first=Min("school_year"),
        last=Max("school_year"),
    ).order_by("-schools", "said_key")
    return [UnknownName(row["said"], row["said_key"], row["schools"], row["first"], row["last"]) for row in rows]


def known_names() -> QuerySet[KnownName]:
    """Names that persons have recognised."""
    return KnownName.objects.select_related("occupation", "changed_by").order_by("key")


def readings(limit: int = 20) -> list[Reading]:
    """The newest readings that were taken in."""
    found = Reading.objects.filter(state=ReadingState.APPLIED).select_related("created_by")
    return list(found.order_by("-applied_at", "-pk")[:limit])


def reading(public_id: str) -> Reading | None:
    return Reading.objects.select_related("created_by").filter(public_id=public_id).first()


def was_taken(sha256: str, **facts: object) -> bool:
    """Whether a reading of exactly this content was taken in before."""
    return Reading.objects.filter(sha256=sha256, state=ReadingState.APPLIED, **facts).exists()


def schools_by_number(numbers: Collection[str]) -> dict[str, Organisation]:
    """Organisations by their RSPO number."""
    found: dict[str, Organisation] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), 500):
        rows = Organisation.objects.filter(rspo__in=wanted[start : start + 500])
        found |= {one.rspo: one for one in rows if one.rspo}
    return found


def sample_schools() -> dict[str, Organisation]:
    """The demonstration's invented organisations by name."""
    return {one.name: one for one in Organisation.objects.filter(source="sample")}


class Matcher:
    """Tells the school occupation that a code or a name means. Made by `matcher()`, reads once."""

    def __init__(self, taught: Iterable[SchoolOccupation], known: Iterable[KnownName]) -> None:
        ordered = sorted(taught, key=lambda one: (one.closed_on is not None, one.pk))
        self._by_code = {one.code: one for one in ordered}
        self._by_name: dict[str, list[SchoolOccupation]] = defaultdict(list)
        for one in ordered:
            self._by_name[name_key(one.name)].append(one)
        self._known = {one.key: one.occupation for one in known}

    def find(self, code: str, name: str) -> SchoolOccupation | None:
        """By the exact name, else by code, else as a person has recognised the name; of two namesakes the standing.

        Where name and code disagree the name holds: a register's own number may look like a code.
        """
        key = name_key(name)
        namesakes = self._by_name.get(key, [])
        standing = [one for one in namesakes if one.closed_on is None] or namesakes
        alone = standing[0] if len(standing) == 1 else None
        return alone or self._by_code.get(code) or self._known.get(key)


def matcher() -> Matcher:
    return Matcher(SchoolOccupation.objects.all(), KnownName.objects.select_related("occupation"))


def codes_of(keys: Collection[int]) -> list[str]:
    """Codes of school occupations by their keys."""
    return sorted(SchoolOccupation.objects.filter(pk__in=list(keys)).values_list("code", flat=True))


def for_search(codes: Sequence[str] | None) -> list[tuple[SchoolOccupation, list[Offer]]]:
    """Occupations with the offers of their newest school year, as the site's search wants them."""
    found = _told().filter(occupation__isnull=False).select_related("occupation", "organisation__territory")
    if codes is not None:
        found = found.filter(occupation__code__in=codes)
    told: dict[SchoolOccupation, list[Offer]] = defaultdict(list)
    for one in found.order_by("occupation__code", "-school_year", "organisation__name_sort", "pk"):
        same = told[one.occupation] if one.occupation else []
        if not same or same[0].school_year == one.school_year:
            same.append(one)
    return list(told.items())


def is_sample_only(occupation: SchoolOccupation) -> bool:
    """Whether all that is said of an occupation is invented for the demonstration."""
    told = _told().filter(occupation=occupation)
    return told.exists() and not told.exclude(origin=Origin.SAMPLE).exists()
