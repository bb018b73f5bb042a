"""Workers that are killed in the middle: effects in the database happen once, mail goes out again and is marked."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from azymut.kernel import background, outbox
from azymut.kernel.background import State
from azymut.kernel.enums import MailState
from azymut.kernel.models import Mail, TaskReceipt, WorkerBeat
from tests.kernel import processes, sample_tasks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("point", ["before", "inside", "after"])
def test_effects_happen_once_whenever_the_worker_is_killed(point, tmp_path):
    nowhere = f"file://{tmp_path}"
    task_id = background.start(sample_tasks.write_mail, "Hello", by=None, at=timezone.now())
    assert processes.work_once(die_at=point, smtp=nowhere) == -signal.SIGKILL
    assert DBTaskResult.objects.get(pk=task_id).status == "RUNNING"
    assert Mail.objects.count() == (1 if point == "after" else 0)
    assert processes.work_once(smtp=nowhere) == 0
    outcome = background.outcome(task_id)
    assert (outcome.state, outcome.url_label) == (State.DONE, "Open Hello")
    assert Mail.objects.filter(subject="Hello").count() == 1
    assert TaskReceipt.objects.filter(task_id=task_id).count() == 1


def test_mail_is_sent_again_under_its_message_id_after_a_kill(mail_server, settings):
    settings.SMTP_URL = mail_server.address
    mail = outbox.send(to="a@example.org", subject="Once or twice", text="text", at=timezone.now())
    killed = processes.start(
        "import os, signal\n"
        "from azymut.kernel import outbox\n"
        "outbox._mark_sent = lambda mail, at: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from django.core.management import call_command; call_command('work', once=True)",
        smtp=mail_server.address,
    )
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    mail.refresh_from_db()
    assert (mail.state, mail.uncertain, len(mail_server.message_ids)) == (MailState.SENDING, False, 1)
    assert outbox.deliver_due() == 0
    later = timezone.now() + outbox.LEASE + timedelta(seconds=1)
    assert outbox.deliver_due(clock=lambda: later) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.uncertain, mail.attempts) == (MailState.SENT, True, 2)
    assert mail_server.message_ids == [mail.message_id] * 2


def test_worker_ends_gracefully_on_sigterm(tmp_path):
    process = processes.start(
        "from django.core.management import call_command; call_command('work', interval=0.1)", smtp=f"file://{tmp_path}"
    )
    deadline = time.monotonic() + 40
    while not WorkerBeat.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert background.worker_is_alive(at=timezone.now())
    os.kill(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert WorkerBeat.objects.get().stopped_at is not None
    assert background.worker_seen_at() is None
