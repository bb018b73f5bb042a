"""Pages of those who define indicators: drafts, proposals, decisions, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.autosave import Drafting, stamp_of
from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.models import DefinitionVersion, Indicator
from azymut.indicators.web.forms import DefinitionForm, NewDefinitionForm, ReturnForm
from azymut.indicators.web.pages.workbench import (
    TrialView,
    form_page,
    history_page,
    trial_view,
    version_page,
    workbench_page,
)
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LOOK = "podglad"


@requires(Right.DEFINE_INDICATORS)
def workbench(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/workbench.html", {"page": workbench_page()})


@requires(Right.DEFINE_INDICATORS)
def new(request: HttpRequest) -> HttpResponse:
    initial = {"decimals": 1, "order": 100, "levels": ["county", "voivodeship"]}
    form = NewDefinitionForm(request.POST or None, initial=initial)
    return _write(request, form, None, _("New indicator"))


@requires(Right.DEFINE_INDICATORS)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The open draft of a definition, or a new one that begins as what stands."""
    version = queries.open_definition(key) or queries.versions_of(key).first()
    if version is None:
        raise Http404
    initial = {**version.content, "levels": version.level_list, "summary": "" if version.number else version.summary}
    return _write(request, DefinitionForm(request.POST or None, initial=initial), version, version.name)


def _write(request: HttpRequest, form: DefinitionForm, version: DefinitionVersion | None, title: str) -> HttpResponse:
    """Show the form, try its formula out, or keep what it says as a draft."""
    stamp = stamp_of(version.public_id, version.changed_at) if version else ""
    drafting = Drafting(request, form, stamp=stamp)
    if drafting.asked:
        return drafting.answer()
    if LOOK not in request.GET and (done := carry_out(request, form, lambda: _save(request, form, version))):
        drafting.done()
        return redirect(done.answer)
    trial = _trial(form, version)
    page = form_page(version.key if version else "", title, stamp=drafting.stamp, path=request.path, trial=trial)
    context = {"page": page, "form": form, "draft": drafting}
    return render(request, "indicators/definition-form.html", context)


def _save(request: HttpRequest, form: DefinitionForm, version: DefinitionVersion | None) -> DefinitionVersion:
    typed = form.cleaned_data
    return actions.draft_definition(
        key=version.key if version else typed["key"],
        slug=version.slug if version else typed["slug"],
        content=form.content,
        summary=typed["summary"],
        new=version is None,
        by=actor(request),
        at=timezone.now(),
    )


def _trial(form: DefinitionForm, version: DefinitionVersion | None) -> TrialView | None:
    """What the typed formula gives, whatever else is still missing in the form."""
    if not form.is_bound or not form.data.get("formula", "").strip():
        return None
    form.is_valid()
    said = Indicator(**{**form.content, "formula": form.data["formula"].replace("\r\n", "\n")})
    return trial_view(version.key if version else str(form.data.get("key", "")), said)


@requires(Right.DEFINE_INDICATORS)
def history(request: HttpRequest, key: str) -> HttpResponse:
    versions, opened = list(queries.versions_of(key)), queries.open_definition(key)
    if not versions and not opened:
        raise Http404
    return render(request, "indicators/definition-history.html", {"page": history_page(key, versions, opened)})


@requires(Right.DEFINE_INDICATORS)
def version(request: HttpRequest, public_id: str) -> HttpResponse:
    return _shown(request, _version(public_id), ReturnForm())


def _shown(request: HttpRequest, found: DefinitionVersion, form: ReturnForm) -> HttpResponse:
    context = {"page": version_page(found, actor(request)), "form": form}
    return render(request, "indicators/definition-version.html", context)


@requires(Right.DEFINE_INDICATORS)
@require_POST
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _version(public_id)
    said = _("It is proposed. Somebody else decides on it.")
    press(request, lambda: actions.propose_definition(version=found, by=actor(request), at=timezone.now()), said=said)
    return redirect(found)


@requires(Right.DEFINE_INDICATORS)
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _version(public_id)
    said = _("It is approved. Pages show the figures by the new definition from now on.")
    press(request, lambda: actions.approve_definition(version=found, by=actor(request), at=timezone.now()), said=said)
    return redirect(found)


@requires(Right.DEFINE_INDICATORS)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then return the proposal to who wrote it."""
    found = _version(public_id)
    form = ReturnForm(request.POST or None)

    def act() -> DefinitionVersion:
        reason = form.cleaned_data["reason"]
        return actions.return_definition(version=found, reason=reason, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("It is returned with your reason.")):
        return redirect(found)
    return _shown(request, found, form)


@requires(Right.DEFINE_INDICATORS)
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _version(public_id)
    done = press(
        request,
        lambda: actions.discard_definition(version=found, by=actor(request), at=timezone.now()),
        said=_("The draft was discarded; what stands has not changed."),
    )
    return redirect("indicators:workbench" if done else found)


def _version(public_id: str) -> DefinitionVersion:
    found = queries.definition_by_id(public_id)
    if found is None:
        raise Http404
    return found
