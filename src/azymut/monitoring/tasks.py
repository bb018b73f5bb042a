"""Background work of the room."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from azymut.kernel import background, schedule
from azymut.monitoring import actions


@background.task(label=_("Statuses of all actions"))
def record_statuses(task_id: str) -> None:
    """Every morning: note the statuses that turned with the calendar or with new figures."""
    with background.once(task_id) as receipt:
        if receipt.first:
            actions.refresh_statuses(by=None, at=timezone.now())


def register() -> None:
    """Once a day, before the office opens."""
    schedule.register("monitoring.statuses", record_statuses, schedule.daily(hour=5))
