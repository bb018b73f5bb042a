"""Background work of the room."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from azymut.indicators.actions import publications
from azymut.indicators.models import Release
from azymut.kernel import background, schedule
from azymut.monitoring import actions, queries
from azymut.people.models import Account


@background.task(label=_("Statuses of all actions"))
def record_statuses(task_id: str) -> None:
    """Every morning: note the statuses that turned with the calendar or with new figures."""
    with background.once(task_id) as receipt:
        if receipt.first:
            actions.refresh_statuses(by=None, at=timezone.now())


def register() -> None:
    """Once a day, before the office opens, and whenever figures that an action is measured by change."""
    schedule.register("monitoring.statuses", record_statuses, schedule.daily(hour=5))
    publications.listen(_after_publication)


def _after_publication(release: Release, by: Account | None, at: datetime) -> None:
    if queries.actions_reading(release.dataset.code):
        background.start(record_statuses, by=by, at=at, label=_("Statuses after a change of figures"))
