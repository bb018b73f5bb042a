"""The board, statuses set by hand, notes, and the page that explains the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from azymut.design.autosave import Drafting
from azymut.design.sending import carry_out, press
from azymut.monitoring import actions
from azymut.monitoring.web.forms import NoteForm, OverrideForm
from azymut.monitoring.web.pages import BoardPage, NotePage, OverridePage, RulesPage
from azymut.people.access import actor, public, requires
from azymut.people.rules.rights import Right
from azymut.programmes.queries import action_for_work

if TYPE_CHECKING:
    from django.http import HttpRequest

    from azymut.programmes.models import Action


@requires(Right.SEE_WORKSPACE)
def board(request: HttpRequest) -> HttpResponse:
    may_refresh = actor(request).may(Right.OVERRIDE_STATUS)
    page = BoardPage.of(request.GET, on=timezone.localdate(), may_refresh=may_refresh)
    return render(request, "monitoring/board.html", {"page": page})


@require_POST
@requires(Right.OVERRIDE_STATUS)
def refresh(request: HttpRequest) -> HttpResponse:
    changed = actions.refresh_statuses(by=actor(request), at=timezone.now())
    messages.success(request, ngettext("%(n)d status changed.", "%(n)d statuses changed.", changed) % {"n": changed})
    return redirect("monitoring:board")


@public
def status_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "monitoring/rules.html", {"page": RulesPage.of()})


@requires(Right.OVERRIDE_STATUS)
def override(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _action(request, public_id)
    form = OverrideForm(request.POST or None)
    page = OverridePage.of(action, on=timezone.localdate())
    drafting = Drafting(request, form, stamp=page.stamp)
    if drafting.asked:
        return drafting.answer()
    said = _("The status has been set. The rules' own stays visible beside it.")

    def act() -> object:
        return actions.override_status(action=action, by=actor(request), at=timezone.now(), **form.cleaned_data)

    if carry_out(request, form, act, said=said, draft=drafting):
        return redirect(action)
    return render(request, "monitoring/override.html", {"page": page, "form": form, "draft": drafting})


@require_POST
@requires(Right.OVERRIDE_STATUS)
def override_lift(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _action(request, public_id)
    press(
        request,
        lambda: actions.lift_override(action=action, by=actor(request), at=timezone.now()),
        said=_("The rules decide again."),
    )
    return redirect(action)


@requires(Right.UPDATE_ACTION)
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _action(request, public_id)
    form = NoteForm(request.POST or None)
    drafting = Drafting(request, form)
    if drafting.asked:
        return drafting.answer()

    def act() -> object:
        return actions.add_note(action=action, by=actor(request), at=timezone.now(), **form.cleaned_data)

    if carry_out(request, form, act, said=_("The note is shown on the action's page."), draft=drafting):
        return redirect(action)
    return render(request, "monitoring/note.html", {"page": NotePage.of(action), "form": form, "draft": drafting})


def _action(request: HttpRequest, public_id: str) -> Action:
    """The action, if it is this person's to work on."""
    action = action_for_work(actor(request), public_id)
    if action is None:
        raise Http404
    return action
