"""Periods of one form stand in a row: years, half-years, quarters, months."""

from __future__ import annotations

from azymut.indicators.enums import PeriodForm

A_YEAR = {PeriodForm.YEAR: 1, PeriodForm.HALF_YEAR: 2, PeriodForm.QUARTER: 4, PeriodForm.MONTH: 12}
"""How many of them a year has."""
_FORMS = {"": PeriodForm.YEAR, "-S": PeriodForm.HALF_YEAR, "-Q": PeriodForm.QUARTER}
_SIGNS = {PeriodForm.YEAR: "", PeriodForm.HALF_YEAR: "-S", PeriodForm.QUARTER: "-Q", PeriodForm.MONTH: "-"}


def form_of(period: str) -> PeriodForm:
    """How long a period is: 2022 a year, 2022-S1 a half-year, 2022-Q1 a quarter, 2022-03 a month."""
    return _FORMS.get(period[4:6], PeriodForm.MONTH)


def ordinal_of(period: str) -> int:
    """The period's place in the row of those of its form."""
    form = form_of(period)
    return int(period[:4]) * A_YEAR[form] + int(period[4 + len(_SIGNS[form]) :] or 1) - 1


def period_at(ordinal: int, form: PeriodForm) -> str:
    """The period of a form at a place in the row: what `ordinal_of` answers, turned back."""
    year, place = divmod(ordinal, A_YEAR[form])
    width = 2 if form == PeriodForm.MONTH else 1
    return f"{year}" if form == PeriodForm.YEAR else f"{year}{_SIGNS[form]}{place + 1:0{width}d}"


def previous_period(period: str) -> str:
    """The period before, of the same length: 2021 for 2022, 2021-12 for 2022-01."""
    return period_at(ordinal_of(period) - 1, form_of(period))
