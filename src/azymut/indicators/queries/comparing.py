"""Values side by side: several indicators for several places, and a place among its peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from azymut.indicators import store
from azymut.indicators.models import Dataset, Indicator
from azymut.indicators.queries.releases import datasets_by_indicator
from azymut.indicators.queries.values import Value, as_value, indicators
from azymut.indicators.rules.comparing import Spread, spread
from azymut.indicators.store import comparing


def series_side_by_side(
    wanted: Iterable[Indicator], territories: Sequence[str], *, since: str = "", until: str = ""
) -> dict[tuple[str, str], tuple[Value, ...]]:
    """Series by indicator key and territory code, oldest first, those without a value included; absent without any.

    `since` and `until` are years, both included. One query of the store.
    """
    known = {one.key: one for one in wanted}
    found: dict[tuple[str, str], list[Value]] = {}
    for figure in store.current().figures(indicators=list(known), territories=list(territories)):
        if (not since or figure.period[:4] >= since) and (not until or figure.period[:4] <= until):
            value = as_value(figure, known[figure.indicator])
            found.setdefault((figure.indicator, figure.territory), []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def years_of(wanted: Iterable[Indicator]) -> tuple[str, ...]:
    """Years for which any of the indicators has a figure anywhere, oldest first."""
    return comparing.years(store.current(), [one.key for one in wanted])


def sources_side_by_side(wanted: Iterable[Indicator]) -> dict[str, str]:
    """The sources and datasets that go into each indicator, as one line by its key. Two queries."""
    reads = datasets_by_indicator(indicators())
    named = {one.code: f"{one.source.name}, {one.code}" for one in Dataset.objects.select_related("source")}
    return {one.key: "; ".join(named[code] for code in sorted(reads[one.key]) if code in named) for one in wanted}


def spreads(territory: str, level: str) -> Mapping[str, Spread]:
    """How the peers of a territory lie in the period of its own last value, by indicator key. One query of the store.

    Indicators for which it has no value, or no peers have one, are absent.
    """
    group = store.peers_of(territory, level)
    found = comparing.peers_at_last(store.current(), territory, group)
    return {key: made for key, values in found.items() if (made := spread(values))}
