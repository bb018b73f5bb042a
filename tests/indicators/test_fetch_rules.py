"""When a source is due again, and what may be done with a fetch in each state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from azymut.indicators.enums import FetchState
from azymut.indicators.rules.fetching import can_begin, can_resume, is_due, next_due

WHEN = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "days", "due"),
    [
        (None, 0, None),
        (WHEN, 0, None),
        (None, 7, WHEN),
        (WHEN - timedelta(days=3), 7, WHEN + timedelta(days=4)),
        (WHEN - timedelta(days=8), 7, WHEN - timedelta(days=1)),
    ],
)
def test_due_is_so_many_days_after_the_last_time(last, days, due):
    assert next_due(last, days=days, now=WHEN) == due
    assert is_due(last, days=days, now=WHEN) == (due is not None and due <= WHEN)


def test_what_may_be_done_in_each_state():
    assert {state for state in FetchState if can_resume(state)} == {
        FetchState.PAUSED,
        FetchState.FAILED,
        FetchState.CANCELLED,
    }
    assert {state for state in FetchState if not can_begin(state)} == {FetchState.DONE, FetchState.CANCELLED}
