"""Background work of the room: fetching from sources over the network, when asked and by the schedule."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import actions, queries
from azymut.indicators.exchange import fetching
from azymut.indicators.models import Fetch
from azymut.indicators.rules.fetching import is_due
from azymut.kernel import background, schedule
from azymut.kernel.errors import DomainError
from azymut.people.models import Account


@background.task(label=gettext_lazy("Fetching of figures"))
def fetch(task_id: str, fetch_pk: int) -> background.Result:
    """Carry a fetch out. When the source wants no more requests, a task that goes on later is queued."""
    found = queries.fetch_by_pk(fetch_pk)
    ended = fetching.carry_out(
        found, task_id=task_id, say=lambda done, total, label: background.report(task_id, done, total, label)
    )
    if ended.is_open:
        later(ended)
    return background.Result(url=ended.get_absolute_url(), label=_("See what came in"))


@background.task(label=gettext_lazy("Sources that are due"))
def fetch_due(task_id: str) -> None:
    """Let paused fetches go on whose moment has come, and start those that are due."""
    with background.once(task_id) as receipt:
        if not receipt.first:
            return
        now = timezone.now()
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


def later(paused: Fetch) -> str:
    """Queue the work for the moment at which the source takes requests again."""
    return background.start(
        fetch.using(run_after=paused.resumes_at), paused.pk, by=paused.asked_by, label=_label(paused)
    )


def _label(asked: Fetch) -> str:
    return _("Fetching of figures: %(source)s") % {"source": asked.source.name}


def register() -> None:
    """Once an hour it is looked who is due; how often that is, the settings say for each source."""
    schedule.register("indicators.fetch", fetch_due, schedule.hourly())
