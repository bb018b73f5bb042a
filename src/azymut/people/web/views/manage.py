"""Keeping organisations: the list of mine (or all), entering, correcting, confirming, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from azymut.design.autosave import Drafting, stamp_of
from azymut.design.sending import carry_out, press
from azymut.kernel.collation import fold
from azymut.people import actions, queries
from azymut.people.access import actor, current_organisation, requires
from azymut.people.enums import RecordSource
from azymut.people.models import Closure, Organisation
from azymut.people.rules.rights import Right
from azymut.people.web import pages
from azymut.people.web.forms import CloseForm, ContactForm, OrganisationForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from azymut.design.forms import Form


@requires(Right.EDIT_ORGANISATION)
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    account = actor(request)
    found = queries.own_organisations(account, Right.EDIT_ORGANISATION)
    for word in fold(request.GET.get("q", "")).split()[:8]:
        found = found.filter(found_by__contains=word)
    page = Paginator(found, pages.PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/manage.html",
        {
            "page": pages.manage_page(page, request.GET, account, today=timezone.localdate()),
            "hats": queries.hats(account),
            "hat": current_organisation(request),
        },
    )


@requires(Right.MANAGE_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    drafting = Drafting(request, form)
    if drafting.asked:
        return drafting.answer()

    def act() -> Organisation:
        return actions.create_organisation(values=form.cleaned_data, by=actor(request), at=timezone.now())

    done = carry_out(request, form, act, said=_("The organisation is entered."), draft=drafting)
    if done:
        return redirect("people:organisation-edit", done.answer.public_id)
    return render(request, "people/organisation_form.html", {"form": form, "organisation": None, "draft": drafting})


@requires(Right.EDIT_ORGANISATION)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    organisation = _mine(request, public_id)
    form = _form_for(request, organisation)
    drafting = Drafting(request, form, stamp=stamp_of(organisation.changed_at))
    if drafting.asked:
        return drafting.answer()

    def act() -> Organisation:
        values = form.cleaned_data
        return actions.edit_organisation(organisation=organisation, values=values, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The data are saved."), draft=drafting):
        return redirect("people:organisation-edit", public_id)
    page = pages.edit_page(_fresh(organisation), actor(request))
    shown = {"form": form, "organisation": organisation, "page": page, "draft": drafting}
    return render(request, "people/organisation_form.html", shown)


@requires(Right.EDIT_ORGANISATION)
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    organisation = _mine(request, public_id)
    actions.confirm_data(organisation=organisation, by=actor(request), at=timezone.now())
    messages.success(request, _("Thank you. The data are confirmed for a year."))
    return redirect("people:organisation-edit", public_id)


@requires(Right.MANAGE_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    organisation = _mine(request, public_id)
    form = CloseForm(request.POST or None)
    drafting = Drafting(request, form, stamp=stamp_of(organisation.changed_at))
    if drafting.asked:
        return drafting.answer()

    def act() -> Closure:
        on, reason = form.cleaned_data["closed_on"], form.cleaned_data["reason"]
        return actions.close_by_hand(
            organisation=organisation, on=on, reason=reason, by=actor(request), at=timezone.now()
        )

    if carry_out(request, form, act, said=_("The organisation is closed; its history stays."), draft=drafting):
        return redirect("people:organisation-edit", public_id)
    shown = {"form": form, "organisation": organisation, "draft": drafting}
    return render(request, "people/organisation_close.html", shown)


@requires(Right.MANAGE_ORGANISATIONS)
@require_POST
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    press(
        request,
        lambda: actions.reopen_by_hand(organisation=_mine(request, public_id), by=actor(request), at=timezone.now()),
        said=_("The organisation is open again."),
    )
    return redirect("people:organisation-edit", public_id)


def _mine(request: HttpRequest, public_id: str) -> Organisation:
    """The organisation, if the person may edit this very one."""
    organisation = queries.organisation(public_id)
    if organisation is None:
        raise Http404
    if not actor(request).may(Right.EDIT_ORGANISATION, organisation.pk):
        raise PermissionDenied
    return organisation


def _fresh(organisation: Organisation) -> Organisation:
    """As it stands in the database: a refused form leaves its values on the object."""
    return queries.organisation(organisation.public_id) or organisation


def _form_for(request: HttpRequest, organisation: Organisation) -> Form:
    form_class = ContactForm if organisation.source == RecordSource.RSPO else OrganisationForm
    initial = {name: getattr(organisation, name) for name in form_class.base_fields}
    return form_class(request.POST or None, initial=initial)
