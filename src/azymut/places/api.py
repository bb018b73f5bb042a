"""The room's part of the read API: territorial units."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from azymut.kernel import read_api
from azymut.places import queries
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

router = Router()
MOST = 5_000


class TerritoryOut(Schema):
    """A territorial unit. `code` is TERYT (2, 4 or 7 digits, a text with its zeros), NUTS 3, or PL."""

    code: str
    level: str
    name: str
    parent: str | None
    nuts: str | None
    url: str


class TerritoriesOut(Schema):
    """One page of units, in Polish order."""

    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None
    items: list[TerritoryOut]


LevelIn = Annotated[Level | None, Query(description=gettext_noop("Only this territorial level."))]
WithinIn = Annotated[
    str, Query(max_length=7, description=gettext_noop("Only units of the unit with this code, itself included."))
]
CodeIn = Annotated[str, Path(description=gettext_noop("TERYT of 2, 4 or 7 digits, NUTS 3, or PL."))]
LimitIn = Annotated[int, Query(ge=1, le=MOST, description=gettext_noop("How many on a page."))]
OffsetIn = Annotated[int, Query(ge=0, le=10**7, description=gettext_noop("How many to pass over."))]


@router.get(
    "/territories",
    response=TerritoriesOut,
    url_name="territories",
    summary=gettext_noop("Territories"),
    description=gettext_noop("Units that stand now: country, voivodeships, subregions, counties, communes."),
)
def territories(
    request: HttpRequest,
    level: LevelIn = None,
    within: WithinIn = "",
    limit: LimitIn = 1000,
    offset: OffsetIn = 0,
) -> TerritoriesOut:
    found = queries.standing(level=level.value if level else "", within=within)
    total = found.count()
    before, after = read_api.neighbouring_pages(request, total=total, limit=limit, offset=offset)
    return TerritoriesOut(
        total=total,
        limit=limit,
        offset=offset,
        next=after,
        previous=before,
        items=[_told(one) for one in found[offset : offset + limit]],
    )


@router.get(
    "/territories/{code}",
    response=TerritoryOut,
    url_name="territory",
    summary=gettext_noop("One territory"),
    description=gettext_noop("A unit by its code."),
)
def territory(request: HttpRequest, code: CodeIn) -> TerritoryOut:  # noqa: ARG001  # ninja's signature
    found = queries.territory(code)
    if found is None:
        raise Http404
    return _told(found)


def _told(one: Territory) -> TerritoryOut:
    return TerritoryOut(
        code=one.code,
        level=one.level,
        name=name_of(one),
        parent=one.parent.code if one.parent else None,
        nuts=one.nuts or None,
        url=read_api.link("territory", one.code),
    )


def register() -> None:
    """Called once when the room is ready."""
    read_api.add(router, gettext_noop("Territories"))
