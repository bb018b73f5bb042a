"""A territory's profile: every indicator of the profile with its latest value, its change and its series."""

from __future__ import annotations

from dataclasses import dataclass

from azymut.indicators import store
from azymut.indicators.models import Indicator
from azymut.indicators.queries.values import Value, as_value, indicators
from azymut.indicators.rules.observations import level_of
from azymut.indicators.rules.reading import Change, latest_change


@dataclass(frozen=True)
class ProfileFigure:
    """`latest` None: nothing is loaded for this territory. `series` is oldest first."""

    indicator: Indicator
    latest: Value | None
    change: Change | None
    series: tuple[Value, ...]


def profile(territory_code: str, *, theme: str = "") -> tuple[ProfileFigure, ...]:
    """Indicators that exist for the territory's level, in their order, with or without a value.

    Those of the profile, or all those of a theme.
    """
    level = level_of(territory_code)
    shown = {
        key: one
        for key, one in indicators(on_profile=not theme).items()
        if level in one.level_list and theme in {"", one.theme}
    }
    series: dict[str, list[Value]] = {key: [] for key in shown}
    for figure in store.current().figures(indicators=list(shown), territories=[territory_code]):
        series[figure.indicator].append(as_value(figure, shown[figure.indicator]))
    return tuple(_figure(indicator, tuple(series[key])) for key, indicator in shown.items())


def _figure(indicator: Indicator, series: tuple[Value, ...]) -> ProfileFigure:
    known = [value for value in series if value.value is not None]
    points = [(value.period, value.value, "".join(value.flags)) for value in series]
    return ProfileFigure(
        indicator=indicator,
        latest=known[-1] if known else None,
        change=latest_change(points, indicator.direction),
        series=series,
    )
