"""One action, everything about it on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from azymut.people.access import public
from azymut.programmes import queries
from azymut.programmes.web.pages.action import ActionPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    found = queries.action_of_identity(public_id)
    if found is None:
        raise Http404
    page = ActionPage.of(found, account=request.user, on=timezone.localdate())
    return render(request, "programmes/action.html", {"page": page})
