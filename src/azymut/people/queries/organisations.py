"""Reads about organisations: the public register, one organisation, what waits for a person's answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from azymut.kernel.collation import fold
from azymut.people.enums import ClosureState, RunState, Scope
from azymut.people.models import Account, Closure, ImportRun, Organisation
from azymut.people.rules.identifiers import tidy
from azymut.people.rules.rights import ROLES, Right
from azymut.places.enums import Level
from azymut.places.models import Territory


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the list of organisations. Empty fields do not narrow."""

    words: str = ""
    kind: str = ""
    county: str = ""
    state: str = "open"


def organisations(wanted: Wanted, *, today: date) -> QuerySet[Organisation]:
    """Organisations in Polish order with their county. Each word must occur in name, town, type or a number."""
    found = Organisation.objects.select_related("territory")
    for word in fold(wanted.words).split()[:8]:
        found = found.filter(found_by__contains=word)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.county:
        found = found.filter(territory__code=wanted.county)
    if wanted.state == "open":
        found = found.open_on(today)
    elif wanted.state == "closed":
        found = found.closed_on_or_before(today)
    return found.order_by("name_sort", "pk")


@dataclass(frozen=True)
class Brief:
    """What a list shows of an organisation; a public list of thousands reads no more than that."""

    name: str
    public_id: str
    kind: str
    subtype: str
    town: str
    closed_on: date | None
    source: str
    county: str
    county_en: str
    is_city: bool


_BRIEF = (
    "name",
    "public_id",
    "kind",
    "subtype",
    "town",
    "closed_on",
    "source",
    "territory__name",
    "territory__name_en",
    "territory__is_city",
)


def brief(found: Iterable[tuple[object, ...]]) -> list[Brief]:
    """Rows of `brief_organisations` as values."""
    return [Brief(*row) for row in found]  # type: ignore[arg-type]  # the columns of _BRIEF, in its order


def brief_organisations(wanted: Wanted, *, today: date) -> QuerySet[Organisation, tuple[object, ...]]:
    """The same list as `organisations`, as plain tuples for `brief`."""
    return organisations(wanted, today=today).select_related(None).values_list(*_BRIEF)


def counties_with_organisations() -> list[Territory]:
    """Every county where an organisation stands, by name."""
    standing = Organisation.objects.order_by().values("territory_id").distinct()
    return list(Territory.objects.filter(pk__in=standing).order_by("name_sort", "pk"))


def places_for_choice(region: str) -> QuerySet[Territory]:
    """The voivodeship and its counties, the region of this installation first."""
    return (
        Territory.objects.current()
        .filter(level__in=[Level.VOIVODESHIP, Level.COUNTY], code__startswith=region)
        .order_by("level", "name_sort")
    )


def organisation(public_id: str) -> Organisation | None:
    return Organisation.objects.select_related("territory", "parent").filter(public_id=public_id).first()


def children_of(parent: Organisation) -> list[Organisation]:
    return list(parent.children.order_by("name_sort", "pk"))


def history_of(thing: Organisation) -> list[Closure]:
    """Closures that were decided or taken back, newest first; proposals are no fact yet."""
    return list(thing.closures.exclude(state__in=[ClosureState.PROPOSED, ClosureState.DISMISSED]))


def last_register_file(thing: Organisation) -> ImportRun | None:
    """The newest register file that covered the organisation's voivodeship."""
    applied = ImportRun.objects.filter(state=RunState.APPLIED, covered__code=thing.territory.code[:2])
    return applied.order_by("-applied_at").first()


def own_organisations(account: Account, right: Right) -> QuerySet[Organisation]:
    """Organisations where the account holds the right: all for a regional role, else those of its memberships."""
    everywhere = any(
        right in ROLES[grant.role].rights and ROLES[grant.role].scope == Scope.REGION for grant in account.grants
    )
    found = Organisation.objects.select_related("territory").order_by("name_sort", "pk")
    if everywhere:
        return found
    keys = {grant.organisation_id or 0 for grant in account.grants if right in ROLES[grant.role].rights}
    return found.filter(pk__in=keys)


def hats(account: Account) -> list[Organisation]:
    """Organisations for which the account acts in some role, by name."""
    keys = {grant.organisation_id for grant in account.grants if grant.organisation_id is not None}
    return list(Organisation.objects.filter(pk__in=keys).order_by("name_sort", "pk")) if keys else []


def waiting_closures() -> QuerySet[Closure]:
    """Absences from the register that a person has not answered, by name of the organisation."""
    waiting = Closure.objects.filter(state=ClosureState.PROPOSED)
    return waiting.select_related("organisation__territory", "run").order_by("organisation__name_sort", "pk")


def import_runs(limit: int = 20) -> list[ImportRun]:
    return list(ImportRun.objects.filter(state=RunState.APPLIED).select_related("created_by")[:limit])


def was_applied(sha256: str) -> bool:
    """Whether a file of exactly this content has been taken in before."""
    return ImportRun.objects.filter(sha256=sha256, state=RunState.APPLIED).exists()


def import_run(public_id: str) -> ImportRun | None:
    return ImportRun.objects.filter(public_id=public_id).first()


def organisation_called(text: str) -> Organisation | None:
    """The one organisation with this RSPO number, else with exactly this name; None when there is none or several."""
    number = tidy(text)
    found = list(Organisation.objects.filter(rspo=number)[:2]) if number.isdigit() else []
    found = found or list(Organisation.objects.filter(name__iexact=text)[:2])
    return found[0] if len(found) == 1 else None


def organisations_among(keys: Iterable[int]) -> QuerySet[Organisation]:
    """The organisations with these keys, by name."""
    return Organisation.objects.filter(pk__in=list(keys)).order_by("name_sort", "pk")


def by_public_ids(keys: Sequence[str] | None) -> Iterable[Organisation]:
    """For the search index: all, or those that still exist among the keys."""
    found = Organisation.objects.select_related("territory").order_by("pk")
    return (found if keys is None else found.filter(public_id__in=keys)).iterator(chunk_size=500)
