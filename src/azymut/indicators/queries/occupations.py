"""What sources say of the demand for an occupation: the minister's forecast and the Occupational Barometer.

Each statement keeps its year, its source and the release that it stands in. Nothing is added up or averaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from azymut.indicators import store
from azymut.indicators.enums import Assessment, Demand
from azymut.indicators.models import Release, SettledName
from azymut.indicators.rules.demand import UNSETTLED, assessment_of, breakdown_of, demand_of
from azymut.indicators.store import Stored, breakdowns

FORECAST = "MEN_PROGNOZA"
BAROMETER = "BAROMETR_ZAWODOW"
COUNTRY = "PL"


@dataclass(frozen=True)
class Backing:
    """The release that a statement stands in, and whose it is."""

    release: str
    file: str
    source: str
    licence: str
    origin: str
    published_on: date | None
    sample: bool


@dataclass(frozen=True)
class Forecast:
    """The degree of demand that the forecast of a year gives an occupation; `name` is its name word for word.

    `demand` None: the territory's list of that year, told by `standing`, does not name the occupation.
    """

    territory: str
    year: str
    demand: Demand | None
    name: str
    standing: Backing


@dataclass(frozen=True)
class Judgement:
    """The barometer's assessment of an occupation in a county and year.

    `assessment` None: groups that hold the occupation contradict each other, and `group` tells what each says.
    """

    territory: str
    year: str
    assessment: Assessment | None
    group: str
    standing: Backing


@dataclass(frozen=True)
class Outlook:
    """For one occupation the newest lists and the newest barometer, for a list of occupations.

    `counties` counts the region's counties by assessment; those whose groups contradict each other stand under None.
    """

    forecasts: Mapping[str, Forecast]
    year: str
    counties: Mapping[Assessment | None, int]
    sample: bool


@dataclass(frozen=True)
class ForecastList:
    """One list of the forecast: a territory's, of a year, with so many occupations."""

    territory: str
    year: str
    occupations: int
    standing: Backing


@dataclass(frozen=True)
class Unsettled:
    """A name of the forecast that nobody has given a code yet, and where it stands."""

    name: str
    places: tuple[tuple[str, str], ...]


def forecasts_of(code: str, territories: Sequence[str] = ()) -> tuple[Forecast, ...]:
    """The forecast for a school occupation, the newest year first, for these territories or all: three queries.

    A territory's list that does not name the occupation is told too: to be left out is a statement of its own.
    """
    now = store.current()
    found = breakdowns.with_breakdowns(now, FORECAST, _breakdowns_for(code))
    said = {(one.territory, one.period): one for one in found}
    lists = [row for row in breakdowns.lists_of(now, FORECAST) if not territories or row[0] in territories]
    standing = _standing([*(one.release for one in found), *(release for *_key, _rows, release in lists)])
    return tuple(
        _forecast(said[place, year], standing)
        if (place, year) in said
        else Forecast(place, year, None, "", standing[release])
        for place, year, _rows, release in lists
    )


def _forecast(one: Stored, standing: Mapping[str, Backing]) -> Forecast:
    return Forecast(one.territory, one.period, demand_of(one.value), one.raw, standing[one.release])


def judgements_of(code: str, county: str = "") -> tuple[Judgement, ...]:
    """The barometer for an occupation, the newest year first, for a county or for all of them: two queries."""
    found = breakdowns.with_breakdowns(store.current(), BAROMETER, [code])
    wanted = [one for one in found if not county or one.territory == county]
    standing = _standing(one.release for one in wanted)
    return tuple(
        Judgement(one.territory, one.period, assessment_of(one.value), one.raw, standing[one.release]) for one in wanted
    )


def outlooks(region: str, counties: Sequence[str]) -> dict[str, Outlook]:
    """For every occupation that a source names, by code: the newest lists of country and region, the newest barometer.

    A constant number of queries, whatever the number of occupations.
    """
    now = store.current()
    lists = breakdowns.newest_of(now, FORECAST, [COUNTRY, region])
    judged = breakdowns.newest_of(now, BAROMETER, list(counties))
    newest = max((one.period for one in judged), default="")
    judged = [one for one in judged if one.period == newest]
    standing, settled = _standing(one.release for one in (*lists, *judged)), _settled()
    forecasts: dict[str, dict[str, Forecast]] = {}
    for one in lists:
        code = settled.get(one.breakdown, one.breakdown)
        forecasts.setdefault(code, {})[one.territory] = _forecast(one, standing)
    counts: dict[str, Counter[Assessment | None]] = {}
    samples = {one.breakdown for one in judged if standing[one.release].sample}
    for one in judged:
        counts.setdefault(one.breakdown, Counter())[assessment_of(one.value)] += 1
    return {
        code: Outlook(forecasts.get(code, {}), newest, counts.get(code, Counter()), code in samples)
        for code in {*forecasts, *counts}
        if not code.startswith(UNSETTLED)
    }


def newest_lists() -> dict[str, ForecastList]:
    """The newest list of each territory that has one: two queries."""
    newest: dict[str, ForecastList] = {}
    for one in forecast_lists():
        newest.setdefault(one.territory, one)
    return newest


def has_forecast() -> bool:
    """Whether any list of the forecast is published: one small query, asked before figures are opened."""
    return Release.objects.published().filter(dataset__code=FORECAST).exists()


def forecast_lists() -> tuple[ForecastList, ...]:
    """The lists of the forecast that stand, the newest first: two queries."""
    found = breakdowns.lists_of(store.current(), FORECAST)
    standing = _standing(release for _place, _year, _rows, release in found)
    return tuple(ForecastList(place, year, rows, standing[release]) for place, year, rows, release in found)


def forecast_list(territory: str, year: str) -> tuple[tuple[Demand, str, str], ...]:
    """What a list says in its order: degree, name word for word, code where there is one."""
    found = breakdowns.of_list(store.current(), FORECAST, territory, year)
    said = ((demand_of(one.value), one.raw, one.breakdown) for one in found)
    return tuple(
        (demand, name, "" if code.startswith(UNSETTLED) else code) for demand, name, code in said if demand is not None
    )


def unsettled_names() -> tuple[Unsettled, ...]:
    """Names that stand in published forecasts without a code, and that no person has settled: two queries."""
    settled = _settled()
    found: dict[str, list[Stored]] = {}
    for one in breakdowns.starting_with(store.current(), FORECAST, UNSETTLED):
        if one.breakdown not in settled:
            found.setdefault(one.breakdown, []).append(one)
    return tuple(Unsettled(rows[0].raw, tuple((one.territory, one.period) for one in rows)) for rows in found.values())


def settled_names() -> list[SettledName]:
    """Names that a person has given a code."""
    return list(SettledName.objects.select_related("created_by"))


def _breakdowns_for(code: str) -> list[str]:
    """The code itself, and the names that a person has said to mean it."""
    return [code, *(breakdown for breakdown, means in _settled().items() if means == code)]


def _settled() -> dict[str, str]:
    return {breakdown_of(name, ""): code for name, code in SettledName.objects.values_list("name", "code")}


def _standing(releases: Iterable[str]) -> dict[str, Backing]:
    """Releases by their public ids: one query."""
    rows = Release.objects.filter(public_id__in=set(releases)).select_related("dataset__source")
    return {
        row.public_id: Backing(
            release=row.public_id,
            file=row.file_name,
            source=row.dataset.source.name,
            licence=row.licence,
            origin=row.origin,
            published_on=timezone.localdate(row.published_at) if row.published_at else None,
            sample=row.is_sample,
        )
        for row in rows
    }
