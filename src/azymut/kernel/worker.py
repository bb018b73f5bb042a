"""The worker: takes tasks one by one, gives signs of life, and takes over what dead workers left unfinished."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from azymut.kernel import background, outbox, schedule
from azymut.kernel.errors import DomainError
from azymut.kernel.models import StartedTask, WorkerBeat

logger = logging.getLogger(__name__)

BEAT_SECONDS = 10
LOOK_AFTER_EVERY = timedelta(seconds=15)
"""How often the worker looks at the schedule and for dead workers."""
BACKOFF_SECONDS = 10
_RUNNING, _READY = TaskResultStatus.RUNNING, TaskResultStatus.READY


def new_worker_id() -> str:
    """Names machine and process, so that a worker on the same machine can tell at once that this one is gone."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(8)}"


class Worker:
    """One loop for tasks, mail and the schedule. `stop` lets the current task end and then leaves the loop."""

    def __init__(self, worker_id: str | None = None) -> None:
        self.worker_id = worker_id or new_worker_id()
        self.stopping = threading.Event()
        self.looked_after: datetime | None = None

    def stop(self, *_: Any) -> None:
        self.stopping.set()

    def run(self, *, interval: float = 1.0, until_idle: bool = False) -> None:
        """Work until stopped, or, with `until_idle`, until nothing is left to do."""
        with self._signs_of_life():
            while not self.stopping.is_set():
                worked = self._round()
                if worked:
                    continue
                if until_idle:
                    return
                self.stopping.wait(interval)

    def _round(self) -> bool:
        """One round; a database that is away or locked for a moment does not end the worker."""
        try:
            moment = timezone.now()
            if self.looked_after is None or moment - self.looked_after >= LOOK_AFTER_EVERY:
                self.looked_after = moment
                take_over_from_dead(at=moment)
                schedule.enqueue_due(at=moment)
            mails = outbox.deliver_due(limit=10)
            return self.run_one() or bool(mails)
        except DatabaseError:
            logger.exception("the database did not answer as expected; the worker goes on")
            connection.close()
            self.stopping.wait(BEAT_SECONDS)
            return False

    def run_one(self) -> bool:
        """Take the next task and carry it out; False when there is none."""
        row = claim_next(self.worker_id)
        if row is None:
            return False
        carry_out(row)
        return True

    @contextmanager
    def _signs_of_life(self) -> Iterator[None]:
        """Beats from a thread of its own, so that a long task does not look like death."""
        over = threading.Event()
        beat(self.worker_id, at=timezone.now())

        def keep_beating() -> None:
            while not over.wait(BEAT_SECONDS):
                try:
                    beat(self.worker_id, at=timezone.now())
                except DatabaseError:
                    logger.warning("a sign of life could not be written")
            connection.close()

        thread = threading.Thread(target=keep_beating, name="signs-of-life", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(timeout=BEAT_SECONDS)
            WorkerBeat.objects.filter(worker_id=self.worker_id).update(stopped_at=timezone.now())


def beat(worker_id: str, *, at: datetime) -> None:
    """Note that the worker lives."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
    )


def run_until_idle() -> int:
    """Carry out every task that is ready, in this process; for commands and tests. Returns how many."""
    worker, number = Worker(), 0
    while worker.run_one():
        number += 1
    return number


def claim_next(worker_id: str) -> DBTaskResult[..., Any] | None:
    """Mark the next ready task as this worker's; nothing is locked while the queue is empty."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return None
    with transaction.atomic():
        row = ready.select_for_update(skip_locked=True).first()
        if row is not None:
            row.claim(worker_id)
    return row


def carry_out(row: DBTaskResult[..., Any]) -> None:
    """Run one claimed task in its starter's language and write down how it ended."""
    started = StartedTask.objects.select_related("by").filter(task_id=str(row.pk)).first()
    language = getattr(started.by, "language", "") if started and started.by else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        try:
            result: Any = row.task_result
            context = TaskContext(task_result=result)
            row.set_successful(row.task.call(context, *result.args, **result.kwargs))
        except DomainError as error:
            if started:
                StartedTask.objects.filter(pk=started.pk).update(error=str(error.message))
            row.set_failed(error)
        except Exception as error:
            logger.exception("task %s (%s) failed", row.pk, row.task_path)
            if not put_back(row, at=timezone.now()):
                row.set_failed(error)
    background.forget_progress(str(row.pk))


def put_back(row: DBTaskResult[..., Any], *, at: datetime) -> bool:
    """Queue the task once more after a growing pause; False when its attempts are used up."""
    attempts = len(row.worker_ids)
    if attempts >= background.policy_of(row.task_path).attempts:
        return False
    changed = DBTaskResult.objects.filter(pk=row.pk, status=_RUNNING).update(
        status=_READY, run_after=at + pause_after(attempts)
    )
    return bool(changed)


def pause_after(attempts: int) -> timedelta:
    """How long a task waits after so many attempts: 10, 40, 160 seconds and so on."""
    unit = getattr(settings, "TASK_BACKOFF_SECONDS", BACKOFF_SECONDS)
    return timedelta(seconds=unit * 4 ** (attempts - 1))


def take_over_from_dead(*, at: datetime) -> int:
    """Put back the running tasks of workers that give no sign of life; those out of attempts fail. Returns how many."""
    running = list(DBTaskResult.objects.filter(status=_RUNNING))
    if not running:
        return 0
    living = _living(at)
    number = 0
    for row in running:
        holder = row.worker_ids[-1] if row.worker_ids else ""
        if holder in living:
            continue
        number += 1
        logger.warning("task %s was left unfinished by %s", row.pk, holder)
        with transaction.atomic():
            still = DBTaskResult.objects.select_for_update().filter(pk=row.pk, status=_RUNNING).first()
            if still is not None and still.worker_ids == row.worker_ids and not put_back(still, at=at):
                still.set_failed(LostWorkerError(gettext("The work was cut off several times and was given up.")))
    return number


class LostWorkerError(RuntimeError):
    """Every worker that took this task died while working on it."""


def _living(at: datetime) -> set[str]:
    beats = WorkerBeat.objects.filter(seen_at__gt=at - background.LEASE, stopped_at__isnull=True)
    return {row.worker_id for row in beats if not _is_gone_here(row.worker_id)}


def _is_gone_here(worker_id: str) -> bool:
    """Whether the worker was a process of this machine that no longer exists; no need to wait for its lease then."""
    host, _, rest = worker_id.partition(":")
    process = rest.partition(":")[0]
    if host != socket.gethostname()[:30] or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
