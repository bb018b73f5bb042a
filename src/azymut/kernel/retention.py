"""What the kernel forgets by itself, and when. Each table's period stands in its `personal_data` or below."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from azymut.kernel import attachments, audit
from azymut.kernel.audit import action
from azymut.kernel.enums import MailState
from azymut.kernel.models import AuditEntry, Draft, Mail, StartedTask, TaskReceipt, WorkerBeat
from azymut.kernel.personal import PersonalData

RECEIPTS_KEPT = timedelta(days=90)
"""Much longer than any task is tried; a receipt forgotten too early would let effects happen twice."""
WORKERS_KEPT = timedelta(days=7)


@action(
    gettext_lazy("Old technical records removed"),
    facts={
        "mail": gettext_lazy("sent mails"),
        "tasks": gettext_lazy("finished tasks"),
        "task_starters": gettext_lazy("notes on who started a task"),
        "receipts": gettext_lazy("receipts of tasks"),
        "workers": gettext_lazy("signs of life of workers"),
        "stray_files": gettext_lazy("stray files"),
        "drafts": gettext_lazy("drafts of forms"),
        "audit_entries": gettext_lazy("entries of the trail"),
    },
)
def remove_expired(*, by: Any, at: datetime) -> dict[str, int]:
    """Remove what is older than its period, and tell the trail what and how much; nothing removed is no entry."""
    # Once settled, a message's not_before stays within minutes of its last attempt.
    sent = Mail.objects.filter(
        state__in=(MailState.SENT, MailState.FAILED), not_before__lt=at - _kept(Mail.personal_data)
    )
    done = at - _kept(StartedTask.personal_data)
    finished = DBTaskResult.objects.filter(finished_at__lt=done)
    removed = {
        "mail": sent.delete()[0],
        "tasks": finished.delete()[0],
        "task_starters": _starters_without_task(done),
        "drafts": Draft.objects.filter(saved_at__lt=at - _kept(Draft.personal_data)).delete()[0],
        "receipts": TaskReceipt.objects.filter(done_at__lt=at - RECEIPTS_KEPT).delete()[0],
        "workers": WorkerBeat.objects.filter(seen_at__lt=at - WORKERS_KEPT).delete()[0],
        "stray_files": attachments.sweep_strays(at=at),
        "audit_entries": audit.forget_before(at - _kept(AuditEntry.personal_data)),
    }
    facts = {name: number for name, number in removed.items() if number}
    if facts:
        audit.happened(None, by=by, at=at, facts=facts)
    else:
        audit.unchanged()
    return removed


def _kept(classification: PersonalData) -> timedelta:
    if classification.keep_days is None:
        raise ValueError("this table has no period of its own")
    return timedelta(days=classification.keep_days)


def _starters_without_task(before: datetime) -> int:
    """Rows that say who started a task go with the task, never before it."""
    living = {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)}
    old = StartedTask.objects.filter(started_at__lt=before).values_list("pk", "task_id")
    gone = [pk for pk, task_id in old if task_id not in living]
    return StartedTask.objects.filter(pk__in=gone).delete()[0]
