"""Work that a page does not wait for: tasks in the database, their progress, and effects that happen once.

A room writes, in its tasks.py,

    @background.task(label=_("Monitoring report"))
    def produce(task_id: str, report_id: int) -> background.Result:
        figures = compute(report_id)                       # long, outside of any transaction
        background.report(task_id, 1, 2, _("Drawing"))
        with background.once(task_id) as receipt:          # short; receipt and effects commit together
            if receipt.first:
                actions.keep(report_id=report_id, ...)
        return background.Result(url=..., label=_("Open the report"))

and starts it from a view with `background.start(produce, report.pk, by=account, at=now)`. The task gets its own id
first. It may run again after a worker was killed; `once` makes sure that its effects do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks import TaskContext, TaskResultStatus
from django_tasks import task as queue_task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from azymut.kernel.models import StartedTask, TaskReceipt, WorkerBeat

P = ParamSpec("P")
Text = str | Promise

PROGRESS_SECONDS = 24 * 3600
LEASE = timedelta(seconds=90)
"""How long a worker may be silent before its tasks are taken from it; it gives a sign every ten seconds."""
ATTEMPTS = 3
_REPORT_EVERY_SECONDS = 0.5


class State(StrEnum):
    """Where a task stands, in words that pages can use."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """What a finished task leads to."""

    url: str = ""
    label: Text = ""


@dataclass(frozen=True)
class Policy:
    """What the worker needs to know of a task besides its code."""

    label: Text
    attempts: int


@dataclass(frozen=True)
class Outcome:
    """A task as its page shows it. `error` is what a rule said; a fault of the program leaves it empty."""

    task_id: str
    state: State
    label: str
    done: int = 0
    total: int = 0
    step: str = ""
    url: str = ""
    url_label: str = ""
    error: str = ""
    queued_at: datetime | None = None

    @property
    def finished(self) -> bool:
        return self.state in {State.DONE, State.FAILED}


class Receipt:
    """True when this is the first time that the work's effects are being made; carries what they led to."""

    def __init__(self, row: TaskReceipt, *, first: bool) -> None:
        self.row = row
        self.first = first
        self.outcome: Any = row.outcome

    def __bool__(self) -> bool:
        return self.first


_policies: dict[str, Policy] = {}
_last_report: dict[str, float] = {}


def task(
    *, label: Text, attempts: int = ATTEMPTS, priority: int = 0
) -> Callable[[Callable[Concatenate[str, P], Result | None]], Task[..., Any]]:
    """Make a module's function a background task. It gets its task id first; further arguments are JSON values.

    A DomainError ends it at once with a message for people; any other error lets it be tried again, `attempts` in all.
    """

    def decorate(function: Callable[Concatenate[str, P], Result | None]) -> Task[..., Any]:
        def run(context: TaskContext, *args: P.args, **kwargs: P.kwargs) -> dict[str, str] | None:
            result = function(context.task_result.id, *args, **kwargs)
            return {"url": result.url, "label": str(result.label)} if result else None

        # Only the name: `wraps` would also copy the signature, in which the queue looks for its context.
        run.__module__, run.__qualname__, run.__doc__ = function.__module__, function.__qualname__, function.__doc__
        run.__name__ = function.__name__
        _policies[f"{run.__module__}.{run.__qualname__}"] = Policy(label, attempts)
        made: Task[..., Any] = queue_task(takes_context=True, priority=priority)(run)
        return made

    return decorate


def policy_of(task_path: str) -> Policy:
    """The label and the patience of a task; a task that is not ours, or is gone, gets its bare name."""
    if task_path not in _policies:
        with suppress(ImportError):
            import_string(task_path)
    return _policies.get(task_path) or Policy(task_path.rpartition(".")[2], ATTEMPTS)


def start(
    work: Task[..., Any], *args: Any, by: Any, at: datetime | None = None, label: Text = "", **kwargs: Any
) -> str:
    """Queue a task for the account that wants it, within the surrounding transaction; returns the task's id.

    `label` says what this very run is about ("Report for the first half of 2026").
    """
    with transaction.atomic():
        queued = work.enqueue(*args, **kwargs)
        task_id = str(queued.id)
        StartedTask.objects.create(task_id=task_id, by=by, label=str(label)[:200], started_at=at or timezone.now())
    return task_id


@contextmanager
def once(key: str) -> Iterator[Receipt]:
    """A short transaction that holds both the effects made in it and the receipt for them.

    `key` is the task's id, or the id with a step (`f"{task_id}:2"`, at most 64 characters). A second run of the same
    work gets a receipt that is not the first and must make no effects. What is put into `receipt.outcome` (a JSON
    value) is kept and given to later runs.
    """
    with transaction.atomic():
        row = TaskReceipt.objects.select_for_update().filter(task_id=key).first()
        if row is not None:
            yield Receipt(row, first=False)
            return
        row = TaskReceipt.objects.create(task_id=key, done_at=timezone.now())
        receipt = Receipt(row, first=True)
        yield receipt
        if receipt.outcome is not None:
            TaskReceipt.objects.filter(pk=row.pk).update(outcome=receipt.outcome)


def report(task_id: str, done: int, total: int, label: Text = "") -> None:
    """Say how far a task is. Cheap to call often: at most two writes a second reach the cache."""
    moment = time.monotonic()
    if done < total and moment - _last_report.get(task_id, 0.0) < _REPORT_EVERY_SECONDS:
        return
    _last_report[task_id] = moment
    cache.set(_progress_key(task_id), {"done": done, "total": total, "step": str(label)}, PROGRESS_SECONDS)


def forget_progress(task_id: str) -> None:
    """The worker's own note of its reports; the cache forgets by itself."""
    _last_report.pop(task_id, None)


def _progress_key(task_id: str) -> str:
    return f"task-progress:{task_id}"


def outcome(task_id: str) -> Outcome | None:
    """How a task stands, whoever started it; None where there is no such task."""
    try:
        row = DBTaskResult.objects.filter(pk=UUID(task_id)).first()
    except (ValueError, ValidationError):
        return None
    if row is None:
        return None
    return _outcome_of(row, StartedTask.objects.filter(task_id=str(row.pk)).first())


def _outcome_of(row: DBTaskResult[..., Any], started: StartedTask | None) -> Outcome:
    task_id = str(row.pk)
    label = (started.label if started else "") or str(policy_of(row.task_path).label)
    state = state_of(row)
    result = row.return_value if isinstance(row.return_value, dict) else {}
    progress = cache.get(_progress_key(task_id), {}) if state in {State.WAITING, State.RUNNING} else {}
    return Outcome(
        task_id=task_id,
        state=state,
        label=label,
        done=progress.get("done", 0),
        total=progress.get("total", 0),
        step=progress.get("step", ""),
        url=result.get("url", ""),
        url_label=result.get("label", ""),
        error=started.error if started and state == State.FAILED else "",
        queued_at=row.enqueued_at,
    )


def state_of(row: DBTaskResult[..., Any]) -> State:
    """The queue's state in our words."""
    return {
        TaskResultStatus.READY: State.WAITING,
        TaskResultStatus.RUNNING: State.RUNNING,
        TaskResultStatus.SUCCESSFUL: State.DONE,
        TaskResultStatus.FAILED: State.FAILED,
    }[TaskResultStatus(row.status)]


def started_by(task_id: str) -> Any:
    """The account that started the task, or None."""
    row = StartedTask.objects.select_related("by").filter(task_id=task_id).first()
    return row.by if row else None


def worker_seen_at() -> datetime | None:
    """When a working worker last gave a sign of life, for /healthz; None when there is none."""
    seen: datetime | None = WorkerBeat.objects.filter(stopped_at__isnull=True).aggregate(last=Max("seen_at"))["last"]
    return seen


def worker_is_alive(*, at: datetime) -> bool:
    """Whether a worker gave a sign of life within its lease."""
    seen = worker_seen_at()
    return seen is not None and seen > at - LEASE
