"""Background work of the room: fetching from sources over the network, when asked and by the schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import actions, queries
from azymut.indicators.enums import FetchState
from azymut.indicators.exchange import fetching
from azymut.indicators.models import Fetch, Release
from azymut.indicators.rules.fetching import is_due
from azymut.kernel import background, schedule
from azymut.kernel.errors import DomainError
from azymut.people.models import Account

BUSY_PAUSE = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=1)


@background.task(label=gettext_lazy("Fetching of figures"))
def fetch(task_id: str, fetch_pk: int) -> background.Result:
    """Carry a fetch out. When the source wants no more requests, a task that goes on later is queued."""
    found = queries.fetch_by_pk(fetch_pk)
    try:
        ended = fetching.carry_out(
            found, task_id=task_id, say=lambda done, total, label: background.report(task_id, done, total, label)
        )
    except fetching.BusyError:
        _later(found, timezone.now() + BUSY_PAUSE)
    else:
        if ended.resumes_at:
            _later(ended, ended.resumes_at)
    return background.Result(url=found.get_absolute_url(), label=_("See what came in"))


@background.task(label=gettext_lazy("Sources that are due"))
def fetch_due(task_id: str) -> None:
    """Let paused fetches go on whose moment has come, give up what was cut off, start what is due."""
    with background.once(task_id) as receipt:
        if not receipt.first:
            return
        now = timezone.now()
        for left in queries.abandoned_fetches(now - GIVEN_UP_AFTER):
            if not fetching.is_running(left.source.key):
                error = _("The work was cut off, and nobody took it up for a day.")
                actions.end_fetch(fetch=left, state=FetchState.FAILED, error=error, by=None, at=now)
        for paused in queries.overdue_fetches(now):
            start(actions.resume_fetch(fetch=paused, by=None, at=now), by=paused.asked_by)
        for state in queries.source_states(list(fetching.SOURCES)):
            days = settings.FETCH_EVERY_DAYS.get(state.source.key, 0)
            if state.open is None and is_due(state.last_tried_at, days=days, now=now):
                ask(state.source.key, by=None)


def ask(source_key: str, *, by: Account | None) -> Fetch:
    """Put down that a source is to be asked for everything, and queue the work. Raises DomainError when it cannot."""
    source = queries.source_by_key(source_key)
    if source is None:
        raise DomainError(_("The sources are not set up yet: run load_indicators first."))
    with transaction.atomic():
        asked = actions.ask_fetch(
            source=source,
            collections=[one.code for one in fetching.chosen(source_key)],
            publishes=False,
            by=by,
            at=timezone.now(),
        )
        start(asked, by=by)
    return asked


def resume(paused: Fetch, *, by: Account) -> Fetch:
    """Let a fetch that was stopped, failed or paused go on now. Raises DomainError when it cannot."""
    with transaction.atomic():
        resumed = actions.resume_fetch(fetch=paused, by=by, at=timezone.now())
        start(resumed, by=by)
    return resumed


def start(asked: Fetch, *, by: Account | None) -> str:
    """Queue the work; returns the task's id."""
    return background.start(fetch, asked.pk, by=by, label=_label(asked))


def _later(waiting: Fetch, moment: datetime) -> None:
    """Queue the work for a later moment."""
    work = fetch.using(run_after=moment)
    background.start(work, waiting.pk, by=waiting.asked_by, label=_label(waiting))


def _label(asked: Fetch) -> str:
    return _("Fetching of figures: %(source)s") % {"source": asked.source.name}


@background.task(label=gettext_lazy("Alerts after a change of figures"))
def check_alerts(task_id: str) -> None:
    """Raise what calls now, and withdraw what rested on figures that no longer stand."""
    with background.once(task_id) as receipt:
        if receipt.first:
            actions.look_for_alerts(by=None, at=timezone.now())


def _after_publication(release: Release, by: Account | None, at: datetime) -> None:
    if queries.is_watched(release.dataset.code):
        background.start(check_alerts, by=by, at=at, label=_("Alerts after a change of figures"))


def register() -> None:
    """Once an hour it is looked who is due; how often that is, the settings say for each source."""
    schedule.register("indicators.fetch", fetch_due, schedule.hourly())
    actions.publications.listen(_after_publication)
