"""What forms offer to choose from, each one query."""

from __future__ import annotations

from django.db.models import QuerySet

from azymut.people.models import Organisation
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.programmes.enums import NodeKind, TagGroup, VersionState
from azymut.programmes.models import FundingSource, Node, Tag


def funding_sources() -> QuerySet[FundingSource]:
    """Sources of money in their order."""
    return FundingSource.objects.order_by("position", "pk")


def open_organisations() -> QuerySet[Organisation]:
    """Organisations that may lead or take part: those that have not closed, by name."""
    return Organisation.objects.filter(closed_on__isnull=True).order_by("name_sort", "pk")


def territories_below(region: str) -> QuerySet[Territory]:
    """The voivodeship with this code and its counties."""
    return (
        Territory.objects.current()
        .filter(code__startswith=region, level__in=[Level.VOIVODESHIP, Level.COUNTY])
        .order_by("code")
    )


def areas() -> QuerySet[Tag]:
    """Areas of the ZSU 2030."""
    return Tag.objects.filter(group=TagGroup.AREA)


def other_tags() -> QuerySet[Tag]:
    """Target groups, transformations and specialisations."""
    return Tag.objects.exclude(group=TagGroup.AREA)


def parents_in_force() -> QuerySet[Node]:
    """Where a new action may stand: priorities and directions of versions in force."""
    return (
        Node.objects.filter(version__state=VersionState.IN_FORCE)
        .exclude(kind=NodeKind.ACTION)
        .select_related("version__strategy")
        .order_by("version", "number")
    )
