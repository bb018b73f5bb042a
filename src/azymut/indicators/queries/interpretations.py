"""Readings of figures, with word of whether the figures have changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from azymut.indicators.models import Indicator, Interpretation
from azymut.indicators.queries.values import Value


@dataclass(frozen=True)
class Reading:
    """An interpretation that stands. `overtaken`: newer figures have come since it was written."""

    interpretation: Interpretation
    overtaken: bool


def readings_of(indicator: Indicator, territory: str, series: Sequence[Value]) -> tuple[Reading, ...]:
    """Interpretations of a place's series that were not withdrawn, newest first. One query."""
    now = releases_in(series)
    rows = Interpretation.objects.filter(indicator=indicator, territory=territory, withdrawn_at=None)
    return tuple(Reading(row, overtaken=row.releases != now) for row in rows)


def interpretation_by_id(public_id: str) -> Interpretation | None:
    return Interpretation.objects.select_related("indicator").filter(public_id=public_id).first()


def releases_in(series: Sequence[Value]) -> list[str]:
    """Public ids of all releases that a series rests on, in order."""
    return sorted({release for value in series for release in value.releases})
