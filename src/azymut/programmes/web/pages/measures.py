"""An action's indicator as a small chart: the plan dashed, the values drawn, its finding as the title."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.charts import Chart, ChartKind, Point, Series
from azymut.indicators.queries import Value, series_of
from azymut.programmes.enums import PeriodPart
from azymut.programmes.models import ActionIndicator

HALF = Decimal("0.5")


def indicator_chart(indicator: ActionIndicator, *, sample: bool) -> Chart:
    """Baseline and targets against what was measured, or against the observatory's figures."""
    plan = {Decimal(target.year): target.value for target in indicator.targets.all()}
    if indicator.baseline is not None and indicator.baseline_year is not None:
        plan[Decimal(indicator.baseline_year)] = indicator.baseline
    observed = _observed(indicator, min(plan, default=Decimal(0)))
    measured = (
        _measured(indicator)
        if not indicator.is_linked
        else {place: value.value for place, value in observed.items() if value.value is not None}
    )
    every = {*plan, *measured}
    years = range(int(min(every)), int(max(every)) + 1) if every else ()
    places = sorted({*every, *(Decimal(year) for year in years)})
    breaks = {place for place, value in observed.items() if value.breaks}
    broken = any(place > min(plan, default=place) for place in breaks)
    title = _title(indicator, {} if broken and measured else plan, measured)
    latest = observed[max(observed)] if observed else None
    reached = [Point(_label(place), _number(measured.get(place)), breaks=place in breaks) for place in places]
    expected = [Point(_label(place), _number(_planned(plan, place))) for place in places]
    return Chart(
        kind=ChartKind.LINE,
        title=title,
        alt=_("Line chart. %(finding)s. %(values)s") % {"finding": title, "values": _told(indicator, measured)},
        unit=indicator.unit,
        series=(
            Series(_("measured"), tuple(reached), emphasised=True),
            Series(_("plan"), tuple(expected), dashed=True),
        ),
        source=_source(indicator, measured=bool(measured)),
        source_url=latest.origin_url if latest else "",
        caveats=(_("Values are states at the end of each period."),) if not indicator.is_linked else (),
        sample=sample,
        decimals=indicator.decimals,
    )


def _source(indicator: ActionIndicator, *, measured: bool) -> str:
    if indicator.is_linked:
        return _("figures of the observatory")
    return _("lead organisation's own counts") if measured else _("the programme's plan; nothing measured yet")


def _measured(indicator: ActionIndicator) -> dict[Decimal, Decimal]:
    return {Decimal(m.year) - (HALF if m.part == PeriodPart.HALF else 0): m.value for m in indicator.measurements.all()}


def _observed(indicator: ActionIndicator, first: Decimal) -> dict[Decimal, Value]:
    """The observatory's yearly values from the first planned year on."""
    if not indicator.is_linked or indicator.territory is None:
        return {}
    series = series_of(indicator.indicator_key, indicator.territory.code)
    years = {Decimal(value.period): value for value in series if value.period.isdigit()}
    return {year: value for year, value in years.items() if year >= first}


def _title(indicator: ActionIndicator, plan: Mapping[Decimal, Decimal], measured: Mapping[Decimal, Decimal]) -> str:
    """The finding: the latest value against what was planned for its own period."""
    if not measured:
        last = max(plan, default=None)
        if last is None:
            return _("%(name)s: nothing planned yet") % {"name": indicator.label}
        return _("%(name)s: no value yet, %(target)s planned for %(year)s") % {
            "name": indicator.label,
            "target": formats.with_unit(plan[last], indicator.unit, indicator.decimals),
            "year": int(last),
        }
    latest = max(measured)
    expected = _planned(plan, latest)
    told = {
        "name": indicator.label,
        "value": formats.with_unit(measured[latest], indicator.unit, indicator.decimals),
        "period": _label(latest),
        "expected": formats.with_unit(expected, indicator.unit, indicator.decimals),
    }
    if expected is None:
        return _("%(name)s: %(value)s (%(period)s)") % told
    return _("%(name)s: %(value)s (%(period)s), %(expected)s planned") % told


def _told(indicator: ActionIndicator, measured: Mapping[Decimal, Decimal]) -> str:
    return "; ".join(
        f"{_label(place)}: {formats.with_unit(value, indicator.unit, indicator.decimals)}"
        for place, value in sorted(measured.items())
    )


def _label(place: Decimal) -> str:
    """2026 for a year, the half of it for the first half."""
    if place % 1:
        return _("H1 %(year)d") % {"year": int(place + HALF)}
    return str(int(place))


def _planned(plan: Mapping[Decimal, Decimal], place: Decimal) -> Decimal | None:
    """Straight lines between the planned points; None outside them."""
    if place in plan:
        return plan[place]
    before = max((point for point in plan if point < place), default=None)
    after = min((point for point in plan if point > place), default=None)
    if before is None or after is None:
        return None
    return plan[before] + (plan[after] - plan[before]) * (place - before) / (after - before)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
