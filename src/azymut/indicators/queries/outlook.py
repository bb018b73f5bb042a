"""Where an indicator is going in a place, at the present rate."""

from __future__ import annotations

from collections.abc import Sequence

from azymut.indicators.models import Indicator
from azymut.indicators.queries.values import Value
from azymut.indicators.rules.formula_language import Cells
from azymut.indicators.rules.formulas import formula
from azymut.indicators.rules.outlook import Outlook, Silence, horizon, project


def is_share(indicator: Indicator) -> bool:
    """Whether the figures lie between 0 and 100: shares as a source publishes them, not changes or comparisons."""
    return indicator.unit_pl == "%" and isinstance(formula(indicator.formula), Cells)


def outlook_of(indicator: Indicator, series: Sequence[Value]) -> Outlook | Silence | None:
    """The outlook of a series from `series_of`, or why there is none; None for one without figures or not of years."""
    points = [(one.period, one.value, "".join(one.flags)) for one in series]
    known = [(one.period, one.value) for one in series if one.value is not None]
    if not known or any(len(period) != len("2022") for period, _, _ in points):
        return None
    lowest = 0.0 if min(value for _, value in known) >= 0 else None
    highest = 100.0 if is_share(indicator) else None
    return project(points, horizon(int(known[-1][0])), lowest=lowest, highest=highest)
