"""Periods of one form in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators.enums import PeriodForm
from azymut.indicators.rules.observations import is_period
from azymut.indicators.rules.periods import A_YEAR, form_of, ordinal_of, period_at, previous_period


@pytest.mark.parametrize(
    ("period", "before", "form"),
    [("2022", "2021", "year"), ("2022-01", "2021-12", "month"), ("2022-10", "2022-09", "month"),
     ("2022-Q1", "2021-Q4", "quarter"), ("2022-Q3", "2022-Q2", "quarter"), ("2022-S1", "2021-S2", "half-year")],
)  # fmt: skip
def test_the_period_before_is_of_the_same_length(period, before, form):
    assert previous_period(period) == before
    assert form_of(period) == form


@given(st.integers(1900, 2099), st.sampled_from(sorted(PeriodForm)), st.integers(0, 11))
def test_a_place_in_the_row_leads_back_to_its_period(year, form, within):
    ordinal = year * A_YEAR[form] + within % A_YEAR[form]
    period = period_at(ordinal, form)
    assert is_period(period)
    assert (ordinal_of(period), form_of(period)) == (ordinal, form)
