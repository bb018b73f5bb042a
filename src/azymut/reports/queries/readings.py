"""Values that an action's indicator reached: the lead's own counts, or the observatory's series where it is linked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from azymut.design.charts import Point
from azymut.indicators import queries as observatory
from azymut.programmes.enums import PeriodPart
from azymut.programmes.models import ActionIndicator


def points_of(indicator: ActionIndicator) -> tuple[Point, ...]:
    """Measured points in order of time. A value that the source withholds stays a gap, never a zero."""
    if indicator.is_linked and indicator.territory is not None:
        return _linked(indicator.indicator_key, indicator.territory.code)
    return tuple(
        Point(_period(measurement.year, measurement.part), float(measurement.value))
        for measurement in indicator.measurements.all()
    )


def source_of(indicator: ActionIndicator) -> str:
    """Who counted: the organisation that leads the action, or the observatory's source."""
    if indicator.is_linked:
        return _("Regional observatory: %(indicator)s") % {"indicator": indicator.label}
    return _("Counted by the lead organisation")


def _period(year: int, part: str) -> str:
    return _("%(year)d, half-year") % {"year": year} if part == PeriodPart.HALF else str(year)


def _linked(key: str, territory: str) -> tuple[Point, ...]:
    return tuple(
        Point(
            value.when,
            float(value.value) if value.value is not None else None,
            flag=", ".join(value.notes) if value.value is not None else value.number,
            breaks=value.breaks,
        )
        for value in observatory.series_of(key, territory)
    )
