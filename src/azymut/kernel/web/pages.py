"""What the kernel's pages show, prepared so that the templates only print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_tasks_db.models import DBTaskResult

from azymut.kernel import background, outbox, trail
from azymut.kernel.background import Outcome, State
from azymut.kernel.enums import MailState
from azymut.kernel.models import AuditEntry, Mail
from azymut.kernel.registries import Mark, Tone
from azymut.kernel.trail import Line, Names
from azymut.kernel.web.forms import TrailForm

ROWS = 50
TASK_ROWS = 30
POLL_SECONDS = 2


@dataclass(frozen=True)
class EntryRow:
    at: datetime
    person: str
    action: str
    title: str
    object_type: str
    object_label: str
    history: str
    """Address of all that happened to the same thing."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class AuditPage:
    form: TrailForm
    page: Page[Any]
    rows: tuple[EntryRow, ...]
    address: str
    export: str
    reset: str
    filtered: bool
    total: int


def audit_page(query: dict[str, str], number: str) -> AuditPage:
    form = TrailForm(query or None)
    filters = form.filters() if query else trail.Filters()
    page = Paginator(trail.entries(filters), ROWS).get_page(number)
    given = urlencode(query)
    names = trail.names_of(page)
    return AuditPage(
        form=form,
        page=page,
        rows=tuple(_entry_row(entry, names) for entry in page),
        address=f"?{given}&" if given else "?",
        export=reverse("kernel:audit-export") + (f"?{given}" if given else ""),
        reset=reverse("kernel:audit") if given else "",
        filtered=bool(given),
        total=page.paginator.count,
    )


def _entry_row(entry: AuditEntry, names: Names) -> EntryRow:
    return EntryRow(
        at=entry.at,
        person=str(entry.by) if entry.by else _("the system"),
        action=entry.action,
        title=trail.title_of(entry.action),
        object_type=trail.object_type_name(entry.object_type) if entry.object_type else "",
        object_label=entry.object_label or entry.object_id,
        history=f"?{urlencode({'thing': entry.object_id})}" if entry.object_id else "",
        lines=tuple(trail.lines_of(entry, names)),
    )


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class MailRow:
    recipient: str
    subject: str
    queued_at: datetime
    mark: Mark
    uncertain: bool
    attempts: int
    error: str
    next_at: datetime | None
    retry: str


@dataclass(frozen=True)
class TaskRow:
    label: str
    mark: Mark
    queued_at: datetime
    finished_at: datetime | None
    attempts: int
    error: str
    url: str


@dataclass(frozen=True)
class OutboxPage:
    tabs: tuple[Tab, ...]
    page: Page[Any]
    mails: tuple[MailRow, ...]
    address: str
    tasks: tuple[TaskRow, ...]
    worker_seen_at: datetime | None
    worker_alive: bool


def outbox_page(shown: str, number: str, *, at: datetime) -> OutboxPage:
    kinds = _kinds()
    shown = shown if shown in kinds else "waiting"
    counts = outbox.counts()
    page = Paginator(_mails(shown), ROWS).get_page(number)
    seen = background.worker_seen_at()
    return OutboxPage(
        tabs=tuple(_tab(key, label, counts, current=key == shown) for key, label in kinds.items()),
        page=page,
        mails=tuple(_mail_row(mail) for mail in page),
        address=f"?{urlencode({'show': shown})}&",
        tasks=tuple(_task_row(row) for row in DBTaskResult.objects.order_by("-enqueued_at")[:TASK_ROWS]),
        worker_seen_at=seen,
        worker_alive=seen is not None and seen > at - background.LEASE,
    )


def _kinds() -> dict[str, str]:
    return {
        "waiting": pgettext("mails", "Waiting"),
        "failed": pgettext("mails", "Failed"),
        "uncertain": pgettext("mails", "Uncertain"),
        "sent": pgettext("mails", "Sent"),
    }


def _tab(key: str, label: str, counts: dict[str, int], *, current: bool) -> Tab:
    number = {
        "waiting": counts[MailState.QUEUED] + counts[MailState.SENDING],
        "failed": counts[MailState.FAILED],
        "uncertain": counts["uncertain"],
        "sent": counts[MailState.SENT],
    }[key]
    return Tab(label=label, url=f"{reverse('kernel:outbox')}?show={key}", count=number, current=current)


def _mails(shown: str) -> QuerySet[Mail]:
    wanted = {
        "waiting": Q(state__in=(MailState.QUEUED, MailState.SENDING)),
        "failed": Q(state=MailState.FAILED),
        "uncertain": Q(uncertain=True),
        "sent": Q(state=MailState.SENT),
    }[shown]
    order = ("queued_at", "pk") if shown == "waiting" else ("-queued_at", "-pk")
    return Mail.objects.filter(wanted).defer("text", "html").order_by(*order)


_MAIL_TONES = {
    MailState.QUEUED: Tone.WAIT,
    MailState.SENDING: Tone.RISK,
    MailState.SENT: Tone.DONE,
    MailState.FAILED: Tone.OFF,
}


def _mail_row(mail: Mail) -> MailRow:
    state = MailState(mail.state)
    failed = state == MailState.FAILED
    return MailRow(
        recipient=mail.recipient,
        subject=mail.subject,
        queued_at=mail.queued_at,
        mark=Mark(tone=_MAIL_TONES[state], label=state.label),
        uncertain=mail.uncertain,
        attempts=mail.attempts,
        error=mail.last_error,
        next_at=mail.not_before if state == MailState.QUEUED and mail.attempts else None,
        retry=reverse("kernel:mail-retry", args=[mail.pk]) if failed else "",
    )


def state_mark(state: State) -> Mark:
    """The mark of a task's state."""
    tone, label = {
        State.WAITING: (Tone.WAIT, pgettext("task", "waiting")),
        State.RUNNING: (Tone.RISK, pgettext("task", "running")),
        State.DONE: (Tone.DONE, pgettext("task", "done")),
        State.FAILED: (Tone.OFF, pgettext("task", "failed")),
    }[state]
    return Mark(tone=tone, label=label)


def _task_row(row: DBTaskResult[..., Any]) -> TaskRow:
    return TaskRow(
        label=str(background.policy_of(row.task_path).label),
        mark=state_mark(background.state_of(row)),
        queued_at=row.enqueued_at,
        finished_at=row.finished_at,
        attempts=len(row.worker_ids),
        error=row.exception_class_path.rpartition(".")[2],
        url=reverse("kernel:task", args=[row.pk]),
    )


@dataclass(frozen=True)
class TaskPage:
    outcome: Outcome
    mark: Mark
    address: str
    poll_seconds: int
    known: bool
    """Whether the task has said how far it is."""

    @property
    def finished(self) -> bool:
        return self.outcome.finished


def task_page(outcome: Outcome) -> TaskPage:
    return TaskPage(
        outcome=outcome,
        mark=state_mark(outcome.state),
        address=reverse("kernel:task", args=[outcome.task_id]),
        poll_seconds=POLL_SECONDS,
        known=outcome.total > 0,
    )
