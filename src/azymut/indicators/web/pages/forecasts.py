"""The editor's page of the minister's forecast: lists that stand, names that wait for a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.exchange.occupation_codes import OccupationCodes


@dataclass(frozen=True)
class ListRow:
    territory: str
    year: str
    occupations: str
    release: str
    release_url: str
    sample: bool
    correct_url: str


@dataclass(frozen=True)
class NameRow:
    name: str
    lists: str
    suggestions: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class SettledRow:
    name: str
    code: str
    url: str


@dataclass(frozen=True)
class ForecastsPage:
    lists: tuple[ListRow, ...]
    names: tuple[NameRow, ...]
    settled: tuple[SettledRow, ...]
    enter_url: str
    settle_url: str


def forecasts_page() -> ForecastsPage:
    lists, names = queries.forecast_lists(), queries.unsettled_names()
    places = queries.names_of({one.territory for one in lists})
    codes = OccupationCodes()
    return ForecastsPage(
        lists=tuple(_list_row(one, places) for one in lists),
        names=tuple(
            NameRow(
                name=one.name,
                lists=", ".join(f"{places.get(place, place)} {year}" for place, year in one.places),
                suggestions=tuple(f"{code} {name}" for code, name in codes.suggestions(one.name)),
                field=f"code-{number}",
            )
            for number, one in enumerate(names)
        ),
        settled=tuple(
            SettledRow(one.name, one.code, reverse("indicators:demand-detail", args=[one.code]))
            for one in queries.settled_names()
        ),
        enter_url=reverse("indicators:forecast-enter"),
        settle_url=reverse("indicators:forecast-settle"),
    )


def _list_row(one: queries.ForecastList, places: Mapping[str, str]) -> ListRow:
    query = urlencode({"rok": one.year, "teren": one.territory})
    return ListRow(
        territory=places.get(one.territory, one.territory),
        year=one.year,
        occupations=formats.number(one.occupations),
        release=one.standing.file,
        release_url=reverse("indicators:release", args=[one.standing.release]),
        sample=one.standing.sample,
        correct_url=f"{reverse('indicators:forecast-enter')}?{query}",
    )


def standing_list(territory: str, year: str) -> dict[str, str]:
    """The list that stands, as the form that corrects it starts; empty when there is none."""
    lines: dict[str, list[str]] = {}
    for demand, name, code in queries.forecast_list(territory, year):
        lines.setdefault(demand.value, []).append(f"{name}; {code}" if code else name)
    texts = {key: "\n".join(names) for key, names in lines.items()}
    return texts | {"territory": territory, "year": year} if texts else {}
