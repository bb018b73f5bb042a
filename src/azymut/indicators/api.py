"""The room's part of the read API: indicators with all that must be said of them, their values, published releases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from azymut.indicators import queries
from azymut.indicators.models import Indicator
from azymut.indicators.queries import Description, Extract, ReleaseNote, SourceNote
from azymut.indicators.store import OpenFigure
from azymut.kernel import read_api
from azymut.places.enums import Level

router = Router()
MOST = 10_000


class SourceOut(Schema):
    """A dataset that goes in, with who publishes it and on which terms."""

    dataset: str
    dataset_name: str
    source: str
    licence: str
    address: str


class ReleaseOut(Schema):
    """One published release of a dataset: the file, its checksum, its days."""

    id: str
    dataset: str
    file: str
    sha256: str
    made_on: date | None
    published_on: date
    periods: str
    licence: str


class IndicatorOut(Schema):
    """An indicator in short."""

    key: str
    name: str
    unit: str
    theme: str
    levels: list[str]
    url: str
    values: str
    page: str


class IndicatorFullOut(IndicatorOut):
    """An indicator with its method, caveats, sources, releases, and what the flags of its values mean."""

    description: str
    decimals: int
    kind: str
    direction: str
    method: str
    caveats: list[str]
    sources: list[SourceOut]
    releases: list[ReleaseOut]
    flags: dict[str, str]


class ValueOut(Schema):
    """One figure. `value` null means no value, and `flags` say why; it never means zero."""

    indicator: str
    territory: str
    territory_name: str
    level: str
    period: str
    value: float | None
    unit: str
    flags: str
    releases: list[str]


class IndicatorsOut(Schema):
    """All indicators."""

    total: int
    items: list[IndicatorOut]


class ReleasesOut(Schema):
    """All releases that stand, newest first."""

    total: int
    items: list[ReleaseOut]


class ValuesOut(Schema):
    """One page of figures, by indicator, territory and period."""

    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None
    flags: dict[str, str]
    items: list[ValueOut]


TheIndicator = Annotated[
    list[str], Query(max_length=50, description=gettext_noop("Keys of indicators; repeat for more than one."))
]
TheTerritory = Annotated[
    list[str], Query(max_length=500, description=gettext_noop("Codes of territories; repeat for more than one."))
]
TheLevel = Annotated[
    list[Level], Query(max_length=10, description=gettext_noop("Territorial levels; repeat for more than one."))
]
ThePeriod = Annotated[
    list[str],
    Query(max_length=200, description=gettext_noop("Periods: 2022, 2022-03, 2022-Q1, 2022-S1; repeat for more.")),
]
Since = Annotated[str, Query(max_length=10, description=gettext_noop("From this period on."))]
Until = Annotated[str, Query(max_length=10, description=gettext_noop("Up to this period, itself included."))]
Limit = Annotated[int, Query(ge=1, le=MOST, description=gettext_noop("How many on a page."))]
Offset = Annotated[int, Query(ge=0, le=10**8, description=gettext_noop("How many to pass over."))]
TheKey = Annotated[str, Path(description=gettext_noop("The key of an indicator, as the list has it."))]
OfDataset = Annotated[str, Query(max_length=60, description=gettext_noop("Only releases of this dataset."))]


@router.get(
    "/indicators",
    response=IndicatorsOut,
    url_name="indicators",
    summary=gettext_noop("Indicators"),
    description=gettext_noop("All indicators in short, each with the address of its description and of its values."),
)
def indicators(request: HttpRequest) -> IndicatorsOut:  # noqa: ARG001  # ninja's signature
    items = [_short(one) for one in queries.indicators().values()]
    return IndicatorsOut(total=len(items), items=items)


@router.get(
    "/indicators/{key}",
    response=IndicatorFullOut,
    url_name="indicator",
    summary=gettext_noop("One indicator"),
    description=gettext_noop("Method, unit, caveats, sources with their licences, releases, and the meaning of flags."),
)
def indicator(request: HttpRequest, key: TheKey) -> IndicatorFullOut:  # noqa: ARG001  # ninja's signature
    found = queries.indicators().get(key)
    if found is None:
        raise Http404
    return _full(found, queries.describe([found])[0])


@router.get(
    "/values",
    response=ValuesOut,
    url_name="values",
    summary=gettext_noop("Values"),
    description=gettext_noop("Figures, narrowed by indicator, territory, level and period, page by page."),
)
def values(  # each is a parameter of the address
    request: HttpRequest,
    response: HttpResponse,
    indicator: TheIndicator,
    territory: TheTerritory = [],  # noqa: B006  # read, never changed
    level: TheLevel = [],  # noqa: B006  # read, never changed
    period: ThePeriod = [],  # noqa: B006  # read, never changed
    since: Since = "",
    until: Until = "",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> ValuesOut:
    read_api.versioned(request, response, queries.edition(request.get_full_path()))
    known = queries.indicators()
    wanted = [known[key] for key in dict.fromkeys(indicator) if key in known]
    if len(wanted) < len(set(indicator)):
        raise Http404
    figures = queries.extract(
        wanted,
        territories=territory,
        levels=[one.value for one in level],
        periods=period,
        since=since,
        until=until,
    )
    total = len(figures)
    before, after = read_api.neighbouring_pages(request, total=total, limit=limit, offset=offset)
    return ValuesOut(
        total=total,
        limit=limit,
        offset=offset,
        next=after,
        previous=before,
        flags=queries.flag_meanings(),
        items=[_value(figures, one) for one in figures.rows(limit=limit, offset=offset)],
    )


@router.get(
    "/releases",
    response=ReleasesOut,
    url_name="releases",
    summary=gettext_noop("Published releases"),
    description=gettext_noop("Files that stand now: what the figures were made from. Samples are not among them."),
)
def releases(request: HttpRequest, dataset: OfDataset = "") -> ReleasesOut:  # noqa: ARG001  # ninja's signature
    items = [_release(one) for one in queries.published_releases(dataset)]
    return ReleasesOut(total=len(items), items=items)


def _short(one: Indicator) -> IndicatorOut:
    return IndicatorOut(
        key=one.key,
        name=one.name,
        unit=one.unit,
        theme=one.theme,
        levels=list(one.level_list),
        url=read_api.link("indicator", one.key),
        values=f"{read_api.link('values')}?indicator={one.key}",
        page=read_api.page(one.get_absolute_url()),
    )


def _full(one: Indicator, described: Description) -> IndicatorFullOut:
    return IndicatorFullOut(
        **_short(one).model_dump(),
        description=described.description,
        decimals=described.decimals,
        kind=described.kind,
        direction=described.direction,
        method=described.method,
        caveats=list(described.caveats),
        sources=[_source(note) for note in described.sources],
        releases=[_release(note) for note in described.releases],
        flags=queries.flag_meanings(),
    )


def _source(note: SourceNote) -> SourceOut:
    return SourceOut.model_validate(note, from_attributes=True)


def _release(note: ReleaseNote) -> ReleaseOut:
    return ReleaseOut.model_validate(note, from_attributes=True)


def _value(figures: Extract, one: OpenFigure) -> ValueOut:
    return ValueOut(
        indicator=one.indicator,
        territory=one.territory,
        territory_name=figures.names.get(one.territory, ""),
        level=one.level,
        period=one.period,
        value=None if one.value is None else float(one.value),
        unit=figures.descriptions[one.indicator].unit,
        flags=one.flags,
        releases=list(one.releases),
    )


def register() -> None:
    """Called once when the room is ready."""
    read_api.add(router, gettext_noop("Indicators"))
