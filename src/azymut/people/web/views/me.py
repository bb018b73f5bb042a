"""My data: what is held, taking it away as JSON, consents, forgetting me, and for whom I act now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from azymut.design.sending import carry_out
from azymut.kernel.personal import personal_data_providers
from azymut.people import actions, queries
from azymut.people.access import actor, choose_organisation, current_organisation, signed_in
from azymut.people.web import pages
from azymut.people.web.forms import EraseForm

if TYPE_CHECKING:
    from django.http import HttpRequest


@signed_in
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    account = actor(request)
    page = pages.me_page(account, timezone.now(), hat=current_organisation(request))
    return render(request, "people/me.html", {"page": page})


@signed_in
@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that any room holds about me, in one JSON file (GDPR art. 15 and 20)."""
    account = actor(request)
    held = {provider.room: provider.export(account) for provider in personal_data_providers()}
    body = json.dumps(held, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moje-dane.json"'
    return response


@signed_in
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The person has just proved again who it is; then the account is anonymised and signed out."""
    form = EraseForm(request.POST or None)
    account = actor(request)
    if carry_out(request, form, lambda: actions.erase_account(account=account, by=account, at=timezone.now())):
        logout(request)
        messages.success(request, _("Your account is erased. Thank you for working with us."))
        return redirect(settings.ACCOUNT_LOGOUT_REDIRECT_URL)
    return render(request, "people/me_erase.html", {"form": form})


@signed_in
@require_POST
def consent(request: HttpRequest, key: str) -> HttpResponse:
    account, now = actor(request), timezone.now()
    purpose = queries.purpose(key, now)
    if purpose is None:
        raise Http404
    if request.POST.get("answer") == "give":
        actions.give_consent(account=account, purpose=purpose, at=now)
        messages.success(request, _("Your consent is noted. You can take it back at any time."))
    else:
        actions.withdraw_consent(account=account, key=key, at=now)
        messages.success(request, _("Your consent is taken back."))
    return redirect("people:me")


@signed_in
@require_POST
def hat(request: HttpRequest) -> HttpResponse:
    """Act for another of my organisations until I choose again or sign out."""
    chosen = choose_organisation(request, request.POST.get("organisation", ""))
    if chosen:
        messages.success(request, _("You now act for: %(name)s.") % {"name": chosen.name})
    else:
        messages.error(request, _("You have no role in this organisation."))
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("people:me")
