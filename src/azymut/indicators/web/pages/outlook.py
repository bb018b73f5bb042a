"""Where a figure is going, in words; or why nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.models import Indicator
from azymut.indicators.queries import Value
from azymut.indicators.rules.outlook import Outlook, Silence


@dataclass(frozen=True)
class OutlookView:
    """`text` is the outlook or the reason for silence; `note` says how it came about."""

    text: str
    note: str
    said: bool


def outlook_view(indicator: Indicator, series: Sequence[Value]) -> OutlookView | None:
    """None where no outlook could be expected: no figures, or figures of months."""
    found = queries.outlook_of(indicator, series)
    if found is None:
        return None
    if isinstance(found, Outlook):
        return OutlookView(_said(found, indicator), _how(found), said=True)
    reasons = {
        Silence.TOO_SHORT: _("The series is too short for an outlook."),
        Silence.AFTER_BREAK: _("Since the break in the series there are too few years for an outlook."),
        Silence.UNSTEADY: _("The series moves too much for an outlook: projections from its earlier years failed."),
    }
    return OutlookView(reasons[found], "", said=False) if found in reasons else None


def _said(found: Outlook, indicator: Indicator) -> str:
    value, low, high = (
        formats.with_unit(one, indicator.unit, indicator.decimals) for one in (found.value, found.low, found.high)
    )
    words = {"year": found.year, "value": value, "low": low, "high": high}
    return _("At the present rate %(value)s in %(year)s; the band is from %(low)s to %(high)s.") % words


def _how(found: Outlook) -> str:
    words = {"since": found.since, "until": found.last_year, "held": found.held, "trials": found.trials}
    return (
        _("Median rate of the years %(since)s–%(until)s, slowing from year to year.") % words
        + " "
        + _("Tried on years held back, such bands held %(held)d of %(trials)d figures.") % words
        + " "
        + _("It is no forecast of what will be done or what may happen.")
    )
