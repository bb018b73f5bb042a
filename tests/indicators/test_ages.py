"""How old a figure is: rhythm, delay and day decide."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators.enums import Freshness
from azymut.indicators.rules.ages import Age, age
from azymut.indicators.rules.observations import is_period

CURRENT, DUE, STALE = Freshness.CURRENT, Freshness.DUE, Freshness.STALE


@pytest.mark.parametrize(
    ("period", "day", "delay", "expected"),
    [
        ("2024", date(2026, 4, 30), 4, Age(CURRENT, "2024", "2024", 0)),
        ("2024", date(2026, 5, 1), 4, Age(DUE, "2024", "2025", 1)),
        ("2023", date(2026, 5, 1), 4, Age(STALE, "2023", "2025", 2)),
        ("2022", date(2026, 11, 23), 4, Age(STALE, "2022", "2025", 3)),
        ("2025", date(2026, 11, 23), 4, Age(CURRENT, "2025", "2025", 0)),
        ("2026", date(2026, 11, 23), 4, Age(CURRENT, "2026", "2026", 0)),
        ("2024", date(2026, 12, 31), None, Age(CURRENT, "2024", "2024", 0)),
        ("2024", date(2027, 1, 1), None, Age(DUE, "2024", "2025", 1)),
        ("2024", date(2026, 1, 1), 0, Age(DUE, "2024", "2025", 1)),
        ("2025-S2", date(2026, 12, 31), 6, Age(CURRENT, "2025-S2", "2025-S2", 0)),
        ("2025-S2", date(2027, 1, 1), 6, Age(DUE, "2025-S2", "2026-S1", 1)),
        ("2025-S1", date(2027, 1, 1), None, Age(STALE, "2025-S1", "2026-S1", 2)),
        ("2025-Q4", date(2026, 8, 1), 4, Age(DUE, "2025-Q4", "2026-Q1", 1)),
        ("2025-Q4", date(2026, 7, 31), None, Age(CURRENT, "2025-Q4", "2025-Q4", 0)),
        ("2025-12", date(2026, 3, 31), None, Age(CURRENT, "2025-12", "2025-12", 0)),
        ("2025-12", date(2026, 4, 1), None, Age(DUE, "2025-12", "2026-01", 1)),
        ("2024-03", date(2026, 11, 23), 4, Age(STALE, "2024-03", "2026-06", 27)),
    ],
)
def test_age_is_decided_by_day_and_delay(period, day, delay, expected):
    assert age(period, today=day, delay=delay) == expected


PERIODS = st.one_of(
    st.integers(1990, 2099).map(str),
    st.tuples(st.integers(1990, 2099), st.integers(1, 2)).map(lambda one: f"{one[0]}-S{one[1]}"),
    st.tuples(st.integers(1990, 2099), st.integers(1, 4)).map(lambda one: f"{one[0]}-Q{one[1]}"),
    st.tuples(st.integers(1990, 2099), st.integers(1, 12)).map(lambda one: f"{one[0]}-{one[1]:02d}"),
)
DAYS = st.dates(date(1991, 1, 1), date(2099, 12, 31))


@given(period=PERIODS, day=DAYS, delay=st.integers(0, 36))
def test_the_newest_that_can_be_expected_is_current_itself(period, day, delay):
    found = age(period, today=day, delay=delay)
    assert is_period(found.newest)
    assert age(found.newest, today=day, delay=delay) == Age(CURRENT, found.newest, found.newest, 0)
    assert found.newest >= period
    assert found.state == {0: CURRENT, 1: DUE}.get(found.missing, STALE)


@given(period=PERIODS, days=st.tuples(DAYS, DAYS), delay=st.integers(0, 36))
def test_figures_do_not_grow_younger(period, days, delay):
    early, late = sorted(days)
    assert age(period, today=early, delay=delay).missing <= age(period, today=late, delay=delay).missing
    assert age(period, today=late, delay=delay + 1).missing <= age(period, today=late, delay=delay).missing
