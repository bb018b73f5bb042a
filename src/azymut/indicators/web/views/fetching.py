"""Pages of those who have sources asked over the network: start, watch, stop, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.indicators import queries, tasks
from azymut.indicators.exchange import fetching
from azymut.indicators.models import Fetch
from azymut.indicators.web.pages.fetching import fetch_page
from azymut.kernel.errors import DomainError
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.LOAD_STATISTICS)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "indicators/fetch.html", {"page": fetch_page(_fetch(public_id))})


@requires(Right.LOAD_STATISTICS)
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    if key not in fetching.SOURCES:
        raise Http404
    try:
        return redirect(tasks.ask(key, by=actor(request)))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("indicators:sources")


@requires(Right.LOAD_STATISTICS)
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _fetch(public_id)
    try:
        stopped = fetching.stop(found, by=actor(request), at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        text = _("It stops after the present request.") if stopped.is_open else _("The fetch is stopped.")
        messages.success(request, text)
    return redirect(found)


@requires(Right.LOAD_STATISTICS)
@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _fetch(public_id)
    try:
        tasks.resume(found, by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(found)


def _fetch(public_id: str) -> Fetch:
    found = queries.fetch_by_id(public_id)
    if found is None:
        raise Http404
    return found
