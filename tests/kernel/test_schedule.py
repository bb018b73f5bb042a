"""Recurring work runs once in each period, whatever the number of workers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from azymut.kernel import schedule
from azymut.kernel.models import ScheduledRun
from tests.kernel import sample_tasks

RHYTHMS = [schedule.every_minute(), schedule.hourly(), schedule.daily(), schedule.weekly()]
MOMENTS = st.integers(1_600_000_000, 2_200_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(schedule, "_registered", {})

    def register(rhythm):
        schedule.register("test.work", sample_tasks.plain, rhythm)

    return register


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rhythm", "same", "following"),
    [
        (schedule.every_minute(), "2026-11-22 12:00:59", "2026-11-22 12:01"),
        (schedule.hourly(), "2026-11-22 12:59", "2026-11-22 13:00"),
        (schedule.daily(hour=3), "2026-11-23 02:59", "2026-11-23 03:00"),
    ],
)
def test_work_is_queued_once_a_period(registered, rhythm, same, following):
    registered(rhythm)
    assert schedule.enqueue_due(at=local("2026-11-22 12:00")) == ["test.work"]
    assert schedule.enqueue_due(at=local("2026-11-22 12:00")) == []
    assert schedule.enqueue_due(at=local(same)) == []
    assert schedule.enqueue_due(at=local(following)) == ["test.work"]
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_weekly_work_waits_for_the_first_monday(registered):
    registered(schedule.weekly(weekday=0, hour=6))
    assert schedule.enqueue_due(at=local("2026-11-22 12:00")) == []
    assert schedule.enqueue_due(at=local("2026-11-23 05:59")) == []
    assert schedule.enqueue_due(at=local("2026-11-24 09:00")) == ["test.work"]
    assert schedule.enqueue_due(at=local("2026-11-25 09:00")) == []
    assert schedule.enqueue_due(at=local("2026-11-30 06:00")) == ["test.work"]


@pytest.mark.django_db
def test_clock_that_goes_back_repeats_nothing(registered):
    registered(schedule.daily())
    schedule.enqueue_due(at=local("2026-11-22 12:00"))
    assert schedule.enqueue_due(at=local("2026-11-20 12:00")) == []


@pytest.mark.django_db
def test_second_worker_finds_the_period_taken(registered, monkeypatch):
    registered(schedule.daily())
    schedule.enqueue_due(at=local("2026-11-21 12:00"))
    before = dict(ScheduledRun.objects.values_list("name", "period"))
    schedule.enqueue_due(at=local("2026-11-22 12:00"))
    # The other worker read the table before the first one wrote it.
    monkeypatch.setattr(schedule.ScheduledRun.objects, "values_list", lambda *_: list(before.items()))
    assert schedule.enqueue_due(at=local("2026-11-22 12:00")) == []
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_nothing_due_costs_one_query(registered, django_assert_num_queries):
    registered(schedule.daily())
    schedule.enqueue_due(at=local("2026-11-22 12:00"))
    with django_assert_num_queries(1):
        schedule.enqueue_due(at=local("2026-11-22 12:00"))


@given(st.sampled_from(RHYTHMS), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_periods_never_go_back_with_time(rhythm, moment, later):
    first, second = timezone.localtime(moment), timezone.localtime(moment + later)
    if rhythm.name in {"minute", "hour"} or first.utcoffset() == second.utcoffset():
        assert rhythm.key(first) <= rhythm.key(second)


def test_kernel_registers_its_own_work():
    names = [entry.name for entry in schedule.registered()]
    assert {"kernel.digest", "kernel.retention"} <= set(names)
    assert names == sorted(names)
