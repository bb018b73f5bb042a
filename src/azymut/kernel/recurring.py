"""The kernel's own recurring work: the weekly digest and the retention of its tables."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from azymut.kernel import background, digest, retention, schedule


@background.task(label=_("Weekly digest"))
def send_digest(task_id: str) -> None:
    digest.send_to_all(at=timezone.now(), task_id=task_id)


@background.task(label=_("Retention of the trail, mail, tasks and drafts"))
def carry_out_retention(task_id: str) -> None:
    with background.once(task_id) as receipt:
        if receipt.first:
            retention.remove_expired(by=None, at=timezone.now())


def register() -> None:
    """Called once from AppConfig.ready()."""
    schedule.register("kernel.digest", send_digest, schedule.weekly(weekday=0, hour=6))
    schedule.register("kernel.retention", carry_out_retention, schedule.daily(hour=3))
