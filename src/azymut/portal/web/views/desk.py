"""The desk of whoever is signed in, and the button that says "I have seen what changed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.kernel.registries import duties_of
from azymut.people import queries as people
from azymut.people.access import actor, current_organisation, signed_in
from azymut.portal import actions, queries
from azymut.portal.navigation import rail
from azymut.portal.web.pages.desk import desk_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_CHANGES = 12


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    account, now = actor(request), timezone.now()
    since = queries.last_visit(account, now)
    page = desk_page(
        account,
        duties=duties_of(account, now),
        changes=queries.changes_since(since, account=account, most=MOST_CHANGES + 1),
        since=since,
        rail=rail(request, account),
        now=now,
        most_changes=MOST_CHANGES,
    )
    context = {"page": page, "hats": people.hats(account), "hat": current_organisation(request)}
    return render(request, "portal/desk.html", context)


@require_POST
@signed_in
def mark_seen(request: HttpRequest) -> HttpResponse:
    actions.mark_desk_seen(account=actor(request), by=actor(request), at=timezone.now())
    messages.success(request, _("Noted. From now on the desk shows what changes after this moment."))
    return redirect("portal:desk")
