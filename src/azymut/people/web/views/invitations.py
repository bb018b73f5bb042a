"""Invitations: sending, taking back, and the page that an invited person opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from azymut.design.sending import carry_out, press
from azymut.kernel.errors import NotAllowedError
from azymut.people import actions, queries
from azymut.people.access import actor, public, requires, signed_in
from azymut.people.models import Account, Invitation
from azymut.people.rules.invitations import token_hash
from azymut.people.rules.rights import Right
from azymut.people.web import pages
from azymut.people.web.forms import AcceptForm, InviteForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@requires(Right.INVITE)
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    account, now = actor(request), timezone.now()
    form = InviteForm(request.POST or None, by=account)

    def act() -> Invitation:
        return actions.invite(**{"organisation": None, **form.cleaned_data}, by=account, at=now)

    if carry_out(request, form, act, said=_("The invitation is on its way.")):
        return redirect("people:invitations")
    page = Paginator(queries.invitations_for(account), pages.PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "rows": pages.invitation_rows(page.object_list, now), "page": page}
    return render(request, "people/invitations.html", context)


@requires(Right.INVITE)
@require_POST
def resend(request: HttpRequest, public_id: str) -> HttpResponse:
    said = _("The invitation was sent again; the earlier link no longer works.")
    return _on_invitation(request, public_id, actions.resend_invitation, said)


@requires(Right.INVITE)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _on_invitation(request, public_id, actions.withdraw_invitation, _("The invitation is withdrawn."))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail opens: a new person names herself, one with an account signs in and joins."""
    invitation = queries.invitation_by_token_hash(token_hash(token))
    if invitation is None:
        return _gone(request, status=404)
    now = timezone.now()
    page = pages.accept_page(invitation, request.user, now, here=request.path)
    if page.reason:
        return _gone(request, page.reason, status=410)
    if page.joins:
        return render(request, "people/invitation_join.html", {"page": page})
    form = AcceptForm(request.POST or None, email=invitation.email)

    def act() -> Account:
        return actions.accept_invitation(invitation=invitation, by=None, at=now, **form.cleaned_data)

    if carry_out(request, form, act, said=_("Your account is ready. Sign in with your e-mail and password.")):
        return redirect("account_login")
    return render(request, "people/invitation_accept.html", {"page": page, "form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """An invitation that waits for somebody who has an account: only for the address that it was sent to."""
    account, now = actor(request), timezone.now()
    invitation = next((row for row in queries.invitations_to(account) if row.public_id == public_id), None)
    if invitation is None:
        raise Http404
    said = _("You have joined. Your menu shows what the role opens.")
    if request.method == "POST" and press(
        request, lambda: actions.join(invitation=invitation, by=account, at=now), said=said
    ):
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = pages.accept_page(invitation, account, now, here=request.path)
    if page.reason:
        return _gone(request, page.reason, status=410)
    return render(request, "people/invitation_join.html", {"page": page})


def _gone(request: HttpRequest, reason: str = "", *, status: int) -> HttpResponse:
    return render(request, "people/invitation_gone.html", {"reason": reason}, status=status)


def _on_invitation(request: HttpRequest, public_id: str, act: Callable[..., object], said: str) -> HttpResponse:
    """One action on one invitation; whose it is not to touch is told so by the page for that."""
    invitation = _invitation(request, public_id)

    def allowed() -> object:
        try:
            return act(invitation=invitation, by=actor(request), at=timezone.now())
        except NotAllowedError as error:
            raise PermissionDenied from error

    press(request, allowed, said=said)
    return redirect("people:invitations")


def _invitation(request: HttpRequest, public_id: str) -> Invitation:
    """One of those that the person may see."""
    account: Account = actor(request)
    invitation = queries.invitations_for(account).filter(public_id=public_id).first()
    if invitation is None:
        raise Http404
    return invitation
