"""Accounts and roles, and the retention periods: for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from azymut.design.sending import carry_out, press
from azymut.people import actions, queries
from azymut.people.access import actor, requires
from azymut.people.enums import RoleKey
from azymut.people.models import Account, Membership
from azymut.people.rules.rights import Right
from azymut.people.web import pages
from azymut.people.web.forms import GrantForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.MANAGE_ACCOUNTS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    words, role = request.GET.get("q", "").strip()[:100], request.GET.get("rola", "")
    found = queries.accounts(words, role if role in RoleKey.values else "")
    page = Paginator(found, pages.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/accounts.html", {"page": pages.accounts_page(page, request.GET)})


@requires(Right.MANAGE_ACCOUNTS)
@require_safe
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    person = _account(public_id)
    context = {"page": pages.account_page(person, actor(request)), "form": GrantForm()}
    return render(request, "people/account.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def grant(request: HttpRequest, public_id: str) -> HttpResponse:
    person, form = _account(public_id), GrantForm(request.POST)

    def act() -> Membership:
        return actions.grant_role(account=person, by=actor(request), at=timezone.now(), **form.cleaned_data)

    if carry_out(request, form, act, said=_("The role is given.")):
        return redirect("people:account", public_id)
    return render(request, "people/account.html", {"page": pages.account_page(person, actor(request)), "form": form})


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def end_role(request: HttpRequest, public_id: str) -> HttpResponse:
    membership = queries.membership(public_id)
    if membership is None:
        raise Http404
    press(
        request,
        lambda: actions.end_role(membership=membership, by=actor(request), at=timezone.now()),
        said=_("The role has ended."),
    )
    return redirect("people:account", membership.account.public_id)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def deactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    press(
        request,
        lambda: actions.deactivate_account(account=_account(public_id), by=actor(request), at=timezone.now()),
        said=_("The account is switched off and signed out everywhere."),
    )
    return redirect("people:account", public_id)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def activate(request: HttpRequest, public_id: str) -> HttpResponse:
    actions.activate_account(account=_account(public_id), by=actor(request), at=timezone.now())
    messages.success(request, _("The account is switched on."))
    return redirect("people:account", public_id)


@requires(Right.RUN_RETENTION)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    return render(request, "people/retention.html", {"page": pages.retention_page()})


@requires(Right.RUN_RETENTION)
@require_POST
def retention_run(request: HttpRequest) -> HttpResponse:
    run = actions.carry_out_retention(by=actor(request), at=timezone.now())
    messages.success(request, _("Carried out: %(n)d records erased or anonymised.") % {"n": sum(run.counts.values())})
    return redirect("people:retention")


def _account(public_id: str) -> Account:
    person = queries.account(public_id)
    if person is None:
        raise Http404
    return person
