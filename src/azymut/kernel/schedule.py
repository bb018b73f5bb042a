"""Recurring work. Rooms register it in their AppConfig.ready(); each period runs once, whatever the number of workers.

schedule.register("people.retention", tasks.carry_out_retention, schedule.daily(hour=3))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from azymut.kernel.models import ScheduledRun

PeriodKey = Callable[[datetime], str]


@dataclass(frozen=True)
class Rhythm:
    """How often: `key` names the period that a local moment belongs to, and the names sort by time."""

    name: str
    key: PeriodKey
    waits_for_next: bool = False
    """A new installation waits for the next period instead of catching up on the current one."""


@dataclass(frozen=True)
class Recurring:
    """A registered piece of recurring work."""

    name: str
    task: Task[..., Any]
    rhythm: Rhythm


_registered: dict[str, Recurring] = {}


def every_minute() -> Rhythm:
    return Rhythm("minute", lambda local: f"{local.astimezone(UTC):%Y-%m-%dT%H:%M}")


def hourly() -> Rhythm:
    # In UTC, so that the hour that comes twice in October counts twice.
    return Rhythm("hour", lambda local: f"{local.astimezone(UTC):%Y-%m-%dT%H}")


def daily(*, hour: int = 2) -> Rhythm:
    """Once a day, from the given local hour on; a day on which no worker lived is made up for."""
    return Rhythm("day", lambda local: f"{local - timedelta(hours=hour):%Y-%m-%d}")


def weekly(*, weekday: int = 0, hour: int = 6) -> Rhythm:
    """Once a week, from the given local hour of the weekday on (0 is Monday)."""

    def key(local: datetime) -> str:
        year, week, _ = (local - timedelta(days=weekday, hours=hour)).isocalendar()
        return f"{year}-W{week:02d}"

    return Rhythm("week", key, waits_for_next=True)


def register(name: str, task: Task[..., Any], rhythm: Rhythm) -> None:
    """Called from AppConfig.ready(); `task` is a background task without arguments of its own."""
    _registered[name] = Recurring(name, task, rhythm)


def registered() -> tuple[Recurring, ...]:
    return tuple(_registered[name] for name in sorted(_registered))


def enqueue_due(*, at: datetime) -> list[str]:
    """Queue whatever has not run in the current period; returns the names. Two queries when nothing is due."""
    local = timezone.localtime(at)
    known = dict(ScheduledRun.objects.values_list("name", "period"))
    due = []
    for entry in registered():
        period = entry.rhythm.key(local)
        if known.get(entry.name, "") >= period:
            continue
        if entry.name not in known:
            first = "" if not entry.rhythm.waits_for_next else period
            ScheduledRun.objects.get_or_create(name=entry.name, defaults={"period": first, "enqueued_at": at})
        with transaction.atomic():
            taken = ScheduledRun.objects.filter(name=entry.name, period__lt=period).update(
                period=period, enqueued_at=at
            )
            if taken:
                entry.task.enqueue()
                due.append(entry.name)
    return due
