"""The workspace: actions that a person reports on, and one form for each thing that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.design.autosave import Drafting, stamp_of
from azymut.design.sending import carry_out
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right
from azymut.programmes import actions, queries
from azymut.programmes.enums import PartnerRole, PeriodPart
from azymut.programmes.models import Action, ActionIndicator
from azymut.programmes.web import forms
from azymut.programmes.web.pages.manage import FormPage, ManageActionPage, ManagePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from azymut.design.forms import Form

T = TypeVar("T")
UPDATE = requires(Right.UPDATE_ACTION)
PLAN = requires(Right.EDIT_PROGRAMME)


@UPDATE
def manage(request: HttpRequest) -> HttpResponse:
    page = ManagePage.of(actor(request), request.GET, on=timezone.localdate())
    return render(request, "programmes/manage.html", {"page": page})


@UPDATE
def action_manage(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _found(queries.action_for_work(actor(request), public_id))
    page = ManageActionPage.of(action, may_plan=actor(request).may(Right.EDIT_PROGRAMME), on=timezone.localdate())
    return render(request, "programmes/action-manage.html", {"page": page})


@UPDATE
def milestone_complete(request: HttpRequest, public_id: str) -> HttpResponse:
    form = forms.CompletionForm(request.POST or None, initial={"done_on": timezone.localdate()})
    words = (_("Mark as done: %(title)s"), _("Mark as done"), _("The milestone is marked as done."))
    return _on_milestone(request, public_id, form, actions.complete_milestone, words)


@UPDATE
def milestone_postpone(request: HttpRequest, public_id: str) -> HttpResponse:
    form = forms.PostponementForm(request.POST or None)
    said = _("The term has been moved; the first one stays on record.")
    words = (_("Move the term: %(title)s"), _("Move the term"), said)
    return _on_milestone(request, public_id, form, actions.postpone_milestone, words)


@UPDATE
def milestone_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    form = forms.ReopeningForm(request.POST or None)
    words = (_("Open again: %(title)s"), _("Open again"), _("The milestone is open again."))
    return _on_milestone(request, public_id, form, actions.reopen_milestone, words)


@PLAN
def milestone_add(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _found(queries.action_for_work(actor(request), public_id))
    form = forms.MilestoneForm(request.POST or None)
    page = FormPage.of(action, _("New milestone"), _("Add the milestone"), stamp=stamp_of(action.changed_at))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.add_milestone(action=action, by=actor(request), at=timezone.now(), **form.cleaned_data),
        _("The milestone has been added."),
    )


@UPDATE
def measurement_record(request: HttpRequest, public_id: str) -> HttpResponse:
    indicator = _found(queries.indicator_for_work(actor(request), public_id))
    start = {"year": timezone.localdate().year, "part": PeriodPart.HALF}
    form = forms.MeasurementForm(request.POST or None, initial=start)
    title = _("Enter a value: %(name)s") % {"name": indicator.label}
    page = FormPage.of(indicator.action, title, _("Save the value"), indicator, _stamp(indicator))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.record_measurement(
            indicator=indicator, by=actor(request), at=timezone.now(), **form.cleaned_data
        ),
        _("The value has been saved."),
    )


@UPDATE
def execution_record(request: HttpRequest, public_id: str) -> HttpResponse:
    line = _found(queries.budget_line_for_work(actor(request), public_id))
    initial = {"planned": line.planned, "committed": line.committed, "spent": line.spent, "note": line.note}
    form = forms.ExecutionForm(request.POST or None, initial=initial, may_plan=actor(request).may(Right.EDIT_PROGRAMME))
    title = _("Money: %(source)s, %(year)d") % {"source": line.source.label, "year": line.year}
    page = FormPage.of(line.action, title, _("Save the amounts"), stamp=stamp_of(initial))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.record_execution(line=line, by=actor(request), at=timezone.now(), **form.cleaned_data),
        _("The amounts have been saved."),
    )


@PLAN
def budget_add(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _found(queries.action_for_work(actor(request), public_id))
    form = forms.BudgetLineForm(request.POST or None, initial={"year": timezone.localdate().year})
    page = FormPage.of(action, _("New source of money"), _("Add the source"), stamp=stamp_of(action.changed_at))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.add_budget_line(action=action, by=actor(request), at=timezone.now(), **form.cleaned_data),
        _("The source has been added."),
    )


@PLAN
def action_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    action = _found(queries.action_for_work(actor(request), public_id))
    standing = forms.ActionForm.values_of(action)
    form = forms.ActionForm(request.POST or None, initial=standing, region=settings.REGION_TERYT)
    roles = {p.organisation_id: PartnerRole(p.role) for p in action.partnerships.all()}
    page = FormPage.of(action, _("Facts of the action"), _("Save the facts"), stamp=stamp_of(standing))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.update_action(action=action, plan=form.plan(roles), by=actor(request), at=timezone.now()),
        _("The facts have been saved."),
    )


@PLAN
def action_create(request: HttpRequest) -> HttpResponse:
    form = forms.ActionForm(request.POST or None, region=settings.REGION_TERYT, parents=queries.parents_in_force())
    page = FormPage.of(None, _("New action"), _("Add the action"))
    return _carry_out(
        request,
        form,
        page,
        lambda: actions.create_action(
            parent=form.cleaned_data["parent"], plan=form.plan(), by=actor(request), at=timezone.now()
        ),
        _("The action has been added."),
    )


def _stamp(indicator: ActionIndicator) -> str:
    return stamp_of(indicator.changed_at, [measurement.changed_at for measurement in indicator.measurements.all()])


def _found(thing: T | None) -> T:
    if thing is None:
        raise Http404
    return thing


def _on_milestone(
    request: HttpRequest, public_id: str, form: Form, act: Callable[..., Any], words: tuple[str, str, str]
) -> HttpResponse:
    """One action on one milestone: the words are the page's title, its button, and what is said when it is done."""
    milestone = _found(queries.milestone_for_work(actor(request), public_id))
    title, button, said = words
    stamp = stamp_of(milestone.changed_at)
    page = FormPage.of(milestone.action, title % {"title": milestone.title}, button, stamp=stamp)
    return _carry_out(
        request,
        form,
        page,
        lambda: act(milestone=milestone, by=actor(request), at=timezone.now(), **form.cleaned_data),
        said,
    )


def _carry_out(request: HttpRequest, form: Form, page: FormPage, act: Callable[[], Any], said: str) -> HttpResponse:
    """Show the form; when it is sent and sound, call the one action and go back to the action's page."""
    drafting = Drafting(request, form, stamp=page.stamp)
    if drafting.asked:
        return drafting.answer()
    done = carry_out(request, form, act, said=said, draft=drafting)
    if done:
        return redirect(page.back_url if page.back_url or not isinstance(done.answer, Action) else done.answer)
    return render(request, "programmes/form.html", {"page": page, "form": form, "draft": drafting})
