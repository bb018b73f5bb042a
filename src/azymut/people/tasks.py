"""Background work of the room."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from azymut.kernel import background, schedule
from azymut.people import actions


@background.task(label=_("Retention of accounts, invitations and consents"))
def carry_out_retention(task_id: str) -> None:
    """Every night: erase or anonymise what has been kept long enough."""
    with background.once(task_id) as receipt:
        if receipt.first:
            actions.carry_out_retention(by=None, at=timezone.now())


def register() -> None:
    """Called once when the room is ready."""
    schedule.register("people.retention", carry_out_retention, schedule.daily(hour=3))
