"""What the database itself holds to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from azymut.kernel.enums import MailState, ScanState
from azymut.kernel.models import (
    Attachment,
    AuditEntry,
    Mail,
    NotificationPreference,
    ScheduledRun,
    StartedTask,
    TaskReceipt,
    WorkerBeat,
)
from azymut.people.models import Organisation
from tests.factories.people import AccountFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_attachment_is_never_empty():
    refused(lambda: Attachment.objects.create(name="a", file="a", content_type="x", size=0, sha256="x"))


def test_keys_are_unique(now):
    account = AccountFactory()
    for make in (
        lambda: TaskReceipt.objects.create(task_id="a", done_at=now),
        lambda: StartedTask.objects.create(task_id="a", started_at=now),
        lambda: ScheduledRun.objects.create(name="a", period="x", enqueued_at=now),
        lambda: WorkerBeat.objects.create(worker_id="a", started_at=now, seen_at=now),
        lambda: NotificationPreference.objects.create(account=account),
    ):
        make()
        refused(make)


def test_sort_column_follows_the_name():
    school = OrganisationFactory(name="Łąka")
    school.name = "Zorza"
    school.save(update_fields=["name"])
    assert Organisation.objects.get().name_sort == school.name_sort
    assert OrganisationFactory(name="Ala").name_sort < school.name_sort
    school.town = "Łódź"
    school.save(update_fields=["town"])
    assert Organisation.objects.get(pk=school.pk).town == "Łódź"


def test_rows_name_themselves(now):
    account = AccountFactory(name="Anna")
    mail = Mail(subject="Subject", recipient="a@example.org", state=MailState.QUEUED)
    assert str(mail) == "Subject → a@example.org"
    assert str(AuditEntry(at=now, action="kernel.x", object_label="A")) == "2026-11-22 11:00 kernel.x A"
    assert str(Attachment(name="a.pdf", scan=ScanState.CLEAN)) == "a.pdf"
    assert str(TaskReceipt(task_id="t")) == "t"
    assert (str(StartedTask(task_id="t")), str(StartedTask(task_id="t", label="L"))) == ("t", "L")
    assert str(WorkerBeat(worker_id="w")) == "w"
    assert str(ScheduledRun(name="n", period="p")) == "n p"
    assert str(NotificationPreference(account=account)) == "Anna"
