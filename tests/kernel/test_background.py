"""Background work: started, reported, finished, tried again, and done once."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from azymut.kernel import background, worker
from azymut.kernel.background import State
from azymut.kernel.models import Mail, StartedTask, TaskReceipt, WorkerBeat
from tests.factories.people import AccountFactory
from tests.kernel import sample_tasks

pytestmark = pytest.mark.django_db


def start(work=sample_tasks.write_mail, *args, by=None, at=sample_tasks.MOMENT, **options):
    return background.start(
        work, *(args or (("Hello",) if work is sample_tasks.write_mail else ())), by=by, at=at, **options
    )


def test_task_waits_until_a_worker_takes_it():
    account = AccountFactory()
    task_id = start(by=account, label="Mail for November")
    outcome = background.outcome(task_id)
    assert (outcome.state, outcome.label, outcome.finished) == (State.WAITING, "Mail for November", False)
    assert background.started_by(task_id) == account
    assert worker.run_until_idle() == 1
    assert Mail.objects.get().subject == "Hello"


def test_finished_task_leads_to_its_result():
    task_id = start()
    worker.run_until_idle()
    outcome = background.outcome(task_id)
    assert (outcome.state, outcome.url, outcome.url_label) == (State.DONE, "/done/", "Open Hello")
    assert (outcome.label, outcome.finished) == ("Write one mail", True)


def test_task_without_result_is_done():
    task_id = start(sample_tasks.plain)
    worker.run_until_idle()
    assert (background.outcome(task_id).state, background.outcome(task_id).url) == (State.DONE, "")


def test_rule_ends_a_task_at_once_with_its_words():
    task_id = start(sample_tasks.break_rule)
    worker.run_until_idle()
    outcome = background.outcome(task_id)
    assert (outcome.state, outcome.error) == (State.FAILED, "There is nothing to report on.")
    assert len(DBTaskResult.objects.get().worker_ids) == 1


def test_rule_without_starter_fails_too():
    row_id = sample_tasks.break_rule.enqueue().id
    worker.run_until_idle()
    assert (background.outcome(row_id).state, background.outcome(row_id).error) == (State.FAILED, "")
    assert background.started_by(row_id) is None


def test_fault_is_tried_again_until_attempts_are_used_up(settings):
    settings.TASK_BACKOFF_SECONDS = 0
    task_id = start(sample_tasks.fail)
    assert worker.run_until_idle() == 2
    row = DBTaskResult.objects.get(pk=task_id)
    assert (row.status, len(row.worker_ids), row.exception_class_path) == ("FAILED", 2, "builtins.ValueError")
    assert background.outcome(task_id).error == ""


def test_fault_waits_before_the_next_attempt():
    task_id = start(sample_tasks.fail)
    assert worker.run_until_idle() == 1
    row = DBTaskResult.objects.get(pk=task_id)
    assert (row.status, row.run_after > row.started_at) == ("READY", True)


def test_pauses_grow():
    assert [worker.pause_after(number).total_seconds() for number in (1, 2, 3)] == [10, 40, 160]


def test_task_that_no_longer_exists_fails(settings):
    settings.TASK_BACKOFF_SECONDS = 0
    task_id = start(sample_tasks.plain)
    DBTaskResult.objects.update(task_path="azymut.gone.tasks.nothing")
    worker.run_until_idle()
    outcome = background.outcome(task_id)
    assert (outcome.state, outcome.label) == (State.FAILED, "nothing")


def test_unknown_task_has_no_outcome():
    assert background.outcome("00000000-0000-0000-0000-000000000000") is None
    assert background.outcome("not an id") is None


def test_once_lets_effects_happen_once():
    for expected in (True, False):
        with background.once("a task") as receipt:
            assert bool(receipt) is expected
            assert receipt.outcome == (None if expected else {"number": 3})
            if receipt.first:
                receipt.outcome = {"number": 3}
    assert TaskReceipt.objects.get().outcome == {"number": 3}


def test_once_keeps_no_receipt_of_a_failure():
    with pytest.raises(ValueError, match="broken"), background.once("a task"):
        raise ValueError("broken")
    assert not TaskReceipt.objects.exists()


def test_report_is_shown_while_the_task_runs():
    task_id = start()
    background.report(task_id, 3, 10, "Drawing")
    background.report(task_id, 4, 10, "Too soon to be written")
    outcome = background.outcome(task_id)
    assert (outcome.done, outcome.total, outcome.step) == (3, 10, "Drawing")
    background.report(task_id, 10, 10, "Ready")
    assert background.outcome(task_id).done == 10


def test_worker_seen(now):
    assert background.worker_seen_at() is None
    assert not background.worker_is_alive(at=now)
    worker.beat("elsewhere:1:a", at=now - timedelta(minutes=5))
    worker.beat("elsewhere:1:a", at=now)
    WorkerBeat.objects.create(worker_id="gone", started_at=now, seen_at=now + timedelta(hours=1), stopped_at=now)
    assert background.worker_seen_at() == now
    assert background.worker_is_alive(at=now)
    assert not background.worker_is_alive(at=now + background.LEASE)


def claimed_by(worker_id):
    start(sample_tasks.plain)
    return worker.claim_next(worker_id)


def test_task_of_a_silent_worker_is_taken_over(now):
    row = claimed_by("elsewhere:1:a")
    worker.beat("elsewhere:1:a", at=now)
    assert worker.take_over_from_dead(at=now + timedelta(seconds=60)) == 0
    assert worker.take_over_from_dead(at=now + background.LEASE) == 1
    row.refresh_from_db()
    assert (row.status, row.run_after) == ("READY", now + background.LEASE + timedelta(seconds=10))


def test_task_of_a_process_that_is_gone_is_taken_over_at_once(now):
    gone = worker.new_worker_id().split(":")[0] + ":999999999:abc"
    claimed_by(gone)
    worker.beat(gone, at=now)
    assert worker.take_over_from_dead(at=now) == 1


def test_task_of_a_living_process_is_left_alone(now):
    here = worker.new_worker_id()
    claimed_by(here)
    worker.beat(here, at=now)
    assert worker.take_over_from_dead(at=now) == 0


def test_process_of_someone_else_counts_as_living(now, monkeypatch):
    def forbidden(*_):
        raise PermissionError

    monkeypatch.setattr(worker.os, "kill", forbidden)
    here = worker.new_worker_id()
    claimed_by(here)
    worker.beat(here, at=now)
    assert worker.take_over_from_dead(at=now) == 0


def test_task_that_kills_its_workers_is_given_up(now):
    row = claimed_by("elsewhere:1:a")
    DBTaskResult.objects.filter(pk=row.pk).update(worker_ids=["a", "b", "c"])
    assert worker.take_over_from_dead(at=now) == 1
    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("FAILED", "azymut.kernel.worker.LostWorkerError")


def test_stopped_worker_leaves_the_loop():
    start(sample_tasks.plain)
    stopped = worker.Worker()
    stopped.stop()
    stopped.run()
    assert DBTaskResult.objects.get().status == "READY"
    assert WorkerBeat.objects.get().stopped_at is not None


def page(client, task_id, **headers):
    return client.get(f"/zadania/{task_id}/", **headers)


def test_task_page_is_for_who_started_it_and_administrators(client):
    starter = AccountFactory(reporter=True)
    task_id = start(by=starter)
    assert page(client, task_id).status_code == 302
    for account, status in (
        (starter, 200),
        (AccountFactory(administrator=True), 200),
        (AccountFactory(coordinator=True), 404),
    ):
        other = Client()
        other.force_login(account)
        assert page(other, task_id).status_code == status
        assert page(other, "00000000-0000-0000-0000-000000000000").status_code == 404
        assert other.post(f"/zadania/{task_id}/").status_code == 405


def test_task_page_refreshes_until_the_work_is_done(client):
    account = AccountFactory(reporter=True)
    client.force_login(account)
    task_id = start(by=account)
    waiting = page(client, task_id).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 2s"' in waiting
    background.report(task_id, 1, 2, "Half")
    fragment = page(client, task_id, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'value="1" max="2"' in fragment
    worker.run_until_idle()
    done = page(client, task_id).content.decode()
    assert 'href="/done/"' in done
    assert "Open Hello" in done
    assert "hx-get" not in done
    assert "http-equiv" not in done


@pytest.mark.parametrize(
    ("work", "words"), [(sample_tasks.break_rule, "nothing to report on"), (sample_tasks.fail, "alert off")]
)
def test_task_page_says_what_went_wrong(client, settings, work, words):
    settings.TASK_BACKOFF_SECONDS = 0
    account = AccountFactory(reporter=True)
    client.force_login(account)
    task_id = start(work, by=account)
    worker.run_until_idle()
    html = page(client, task_id).content.decode()
    assert words in html
    assert "ValueError" not in html


def test_messages_of_a_task_are_in_its_starters_language(monkeypatch):
    heard = []
    monkeypatch.setattr(sample_tasks, "die_at", lambda _: heard.append(translation.get_language()))
    start(by=AccountFactory(language="en"))
    start(by=None)
    worker.run_until_idle()
    assert (heard[0], heard[-1]) == ("en", "pl")
    assert StartedTask.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_worker_works_until_nothing_is_left(settings, tmp_path, monkeypatch):
    settings.SMTP_URL = f"file://{tmp_path}/mail"
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(sample_tasks, "die_at", lambda _: time.sleep(0.15))
    call_command("work", once=True)
    start()
    call_command("work", once=True)
    assert Mail.objects.get().state == "sent"
    first, second = WorkerBeat.objects.order_by("pk")
    assert first.stopped_at is not None
    assert second.seen_at > second.started_at


@pytest.mark.django_db(transaction=True)
def test_worker_outlives_a_database_that_is_away(monkeypatch):
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    calls = []

    def away(**_):
        calls.append(1)
        if len(calls) == 3:
            living.stop()
        raise OperationalError("database is locked")

    monkeypatch.setattr(worker.schedule, "enqueue_due", away)
    monkeypatch.setattr(worker, "LOOK_AFTER_EVERY", timedelta(0))
    living = worker.Worker()
    living.run(interval=0.01)
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_sign_of_life_that_cannot_be_written_is_no_death(monkeypatch):
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    beats = []

    def broken(worker_id, *, at):
        beats.append(at)
        if len(beats) > 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "beat", broken)
    living = worker.Worker()
    monkeypatch.setattr(living, "_round", lambda: len(beats) < 4)
    living.run(until_idle=True)
    assert len(beats) >= 4


def test_task_that_another_worker_takes_first_is_left_to_it(monkeypatch):
    start(sample_tasks.plain)
    ready = DBTaskResult.objects.ready()
    nothing = DBTaskResult.objects.none()
    monkeypatch.setattr(ready, "select_for_update", lambda **_: nothing, raising=False)
    monkeypatch.setattr(worker.DBTaskResult.objects, "ready", lambda: ready)
    assert worker.claim_next("elsewhere:1:a") is None


def test_task_that_came_back_meanwhile_is_not_put_back_twice(now, monkeypatch):
    row = claimed_by("elsewhere:1:a")

    def finish(_):
        DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
        return set()

    monkeypatch.setattr(worker, "_living", finish)
    worker.take_over_from_dead(at=now)
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
