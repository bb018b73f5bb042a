"""What the kernel forgets, and that it says so."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from azymut.kernel import attachments, background, filetypes, outbox, recurring, retention, worker
from azymut.kernel.enums import MailState
from azymut.kernel.models import AuditEntry, Mail, StartedTask, TaskReceipt, WorkerBeat
from azymut.kernel.personal import NOTHING_PERSONAL
from tests.kernel import sample_tasks

pytestmark = pytest.mark.django_db


def test_old_rows_go_and_young_ones_stay(now):
    long_ago = now - timedelta(days=91)
    states = (MailState.SENT, MailState.FAILED, MailState.QUEUED)
    for moment, state in (*((long_ago, state) for state in states), (now, MailState.SENT)):
        mail = outbox.send(to="a@example.org", subject="S", text="T", at=moment)
        Mail.objects.filter(pk=mail.pk).update(state=state)
    TaskReceipt.objects.create(task_id="old", done_at=long_ago)
    TaskReceipt.objects.create(task_id="young", done_at=now)
    WorkerBeat.objects.create(worker_id="old", started_at=long_ago, seen_at=long_ago)
    for year in (11, 9):
        AuditEntry.objects.create(
            at=now - timedelta(days=366 * year), action="kernel.x", object_type="", object_id="", object_label=""
        )
    removed = retention.remove_expired(by=None, at=now)
    assert removed == {
        "mail": 2, "tasks": 0, "task_starters": 0, "drafts": 0, "receipts": 1, "workers": 1, "stray_files": 0,
        "audit_entries": 1,
    }  # fmt: skip
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["queued", "sent"]
    noted = AuditEntry.objects.get(action="kernel.remove_expired")
    assert noted.after == {"mail": 2, "receipts": 1, "workers": 1, "audit_entries": 1}
    assert AuditEntry.objects.count() == 2


def test_nothing_to_remove_is_no_entry(now):
    retention.remove_expired(by=None, at=now)
    assert not AuditEntry.objects.exists()


def test_tasks_go_a_week_after_their_end_with_their_starters(now):
    old, waiting = (background.start(sample_tasks.plain, by=None, at=now - timedelta(days=30)) for _ in range(2))
    DBTaskResult.objects.filter(pk=old).update(finished_at=now - timedelta(days=8), status="SUCCESSFUL")
    removed = retention.remove_expired(by=None, at=now)
    assert (removed["tasks"], removed["task_starters"]) == (1, 1)
    assert StartedTask.objects.get().task_id == waiting


def test_stray_files_go_when_they_are_old(now):
    kept = attachments.store(
        upload=ContentFile(b"Text", name="a.txt"), by=None, at=now, allowed=frozenset({filetypes.TEXT})
    )
    old = default_storage.save("attachments/2026/01/stray.txt", ContentFile(b"x"))
    fresh = default_storage.save("attachments/2026/02/fresh.txt", ContentFile(b"x"))
    ages = {kept.file.name: 90, old: 3, fresh: 1}
    for name, days in ages.items():
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(default_storage.path(name), (moment, moment))
    assert attachments.sweep_strays(at=now) == 1
    assert [default_storage.exists(name) for name in ages] == [True, False, True]
    default_storage.delete(fresh)


def test_no_files_at_all_is_no_fault(now):
    assert attachments.sweep_strays(at=now) == 0


def test_table_without_period_is_a_fault():
    with pytest.raises(ValueError, match="period"):
        retention._kept(NOTHING_PERSONAL)


def test_retention_runs_as_a_task():
    TaskReceipt.objects.create(task_id="old", done_at="2020-01-01T00:00:00Z")
    recurring.carry_out_retention.enqueue()
    assert worker.run_until_idle() == 1
    assert not TaskReceipt.objects.filter(task_id="old").exists()
    assert AuditEntry.objects.get().action == "kernel.remove_expired"


def test_retention_that_was_cut_off_after_its_work_is_not_repeated(monkeypatch):
    row = recurring.carry_out_retention.enqueue()
    TaskReceipt.objects.create(task_id=row.id, done_at="2026-11-22T11:00:00Z")
    monkeypatch.setattr(retention, "remove_expired", None)
    worker.run_until_idle()
    assert background.outcome(row.id).state == "done"
