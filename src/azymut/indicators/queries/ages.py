"""How long the sources of an indicator usually take: what tells whether its figures are old."""

from __future__ import annotations

from collections.abc import Mapping

from azymut.indicators.models import Dataset, Indicator
from azymut.indicators.queries.releases import datasets_by_indicator


def usual_delays(known: Mapping[str, Indicator]) -> dict[str, int | None]:
    """Months from a period's end to the figure of each of all indicators, by key: one query.

    An indicator waits for the slowest of the datasets that it reads; None where nothing is known of any.
    """
    delays = {code: months for code, months in Dataset.objects.values_list("code", "delay") if months is not None}
    return {
        key: max((delays[code] for code in codes if code in delays), default=None)
        for key, codes in datasets_by_indicator(known).items()
    }
