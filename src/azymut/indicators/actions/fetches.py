"""A fetch's life: asked for, begun, paused, stopped, taken up again, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.enums import OPEN_FETCHES, FetchState
from azymut.indicators.models import Fetch, Source
from azymut.indicators.rules.fetching import can_begin, can_resume
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account


@action(gettext_lazy("Fetching of figures asked for"))
def ask_fetch(
    *, source: Source, collections: Sequence[str], publishes: bool, by: Account | None, at: datetime
) -> Fetch:
    """Put down that a source is to be asked for these collections. Raises DomainError when one such is under way."""
    Source.objects.select_for_update().get(pk=source.pk)
    if not collections:
        raise DomainError(_("This source has nothing to fetch."))
    if Fetch.objects.filter(source=source, state__in=OPEN_FETCHES).exists():
        raise DomainError(_("This source is being fetched already."))
    fetch = Fetch.objects.create(
        source=source, collections=list(collections), publishes=publishes, asked_at=at, asked_by=by, created_by=by
    )
    audit.created(fetch, by=by, at=at)
    return fetch


@action(gettext_lazy("Fetching of figures begun"))
def begin_fetch(*, fetch: Fetch, task_id: str, by: Account | None, at: datetime) -> Fetch:
    """The fetch is being carried out from now on. Raises DomainError when it is over or was stopped before it began."""
    locked = _locked(fetch)
    if not can_begin(FetchState(locked.state)):
        raise DomainError(_("This fetch is over."))
    with audit.change(locked, by=by, at=at):
        locked.state, locked.task_id, locked.error = FetchState.RUNNING, task_id, ""
        locked.started_at = locked.started_at or at
        locked.ended_at = locked.resumes_at = None
        locked.stop_asked = False
    return locked


@action(gettext_lazy("Collection of figures fetched"))
def note_fetched(*, fetch: Fetch, result: Mapping[str, Any], by: Account | None, at: datetime) -> Fetch:
    """Put down what one collection brought, in place of what an earlier try of it said."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        others = [one for one in locked.results if one["collection"] != result["collection"]]
        locked.results = [*others, dict(result)]
    return locked


@action(gettext_lazy("Fetching of figures paused"))
def pause_fetch(*, fetch: Fetch, until: datetime, by: Account | None, at: datetime) -> Fetch:
    """The source wants no more requests for now; the fetch goes on at the moment given."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        locked.state, locked.resumes_at = FetchState.PAUSED, until
    return locked


@action(gettext_lazy("Fetching of figures ended"))
def end_fetch(*, fetch: Fetch, state: FetchState, error: str, by: Account | None, at: datetime) -> Fetch:
    """The fetch is over: done, failed or stopped."""
    locked = _locked(fetch)
    with audit.change(locked, by=by, at=at):
        locked.state, locked.error, locked.ended_at = state, error, at
        locked.resumes_at = None
    return locked


@action(gettext_lazy("Fetching of figures taken up again"))
def resume_fetch(*, fetch: Fetch, by: Account | None, at: datetime) -> Fetch:
    """Let a fetch go on with the collections that are left. Raises DomainError when it is over or another is open."""
    Source.objects.select_for_update().get(pk=fetch.source_id)
    locked = _locked(fetch)
    if not can_resume(FetchState(locked.state)):
        raise DomainError(_("This fetch cannot be taken up again."))
    if Fetch.objects.filter(source=locked.source, state__in=OPEN_FETCHES).exclude(pk=locked.pk).exists():
        raise DomainError(_("This source is being fetched already."))
    with audit.change(locked, by=by, at=at):
        locked.state, locked.error, locked.stop_asked = FetchState.WAITING, "", False
        locked.ended_at = locked.resumes_at = None
    return locked


@action(gettext_lazy("Fetching of figures stopped"))
def stop_fetch(*, fetch: Fetch, running: bool, by: Account | None, at: datetime) -> Fetch:
    """Ask a running fetch to stop after its present request; one that does not run is stopped at once.

    Raises DomainError when it is over.
    """
    locked = _locked(fetch)
    if not locked.is_open:
        raise DomainError(_("This fetch is over."))
    with audit.change(locked, by=by, at=at):
        if running:
            locked.stop_asked = True
        else:
            locked.state, locked.ended_at, locked.resumes_at = FetchState.CANCELLED, at, None
    return locked


def _locked(fetch: Fetch) -> Fetch:
    return Fetch.objects.select_for_update(of=("self",)).select_related("source").get(pk=fetch.pk)
