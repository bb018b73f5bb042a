"""Keeps those who must have a second factor at its set-up page until they have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ALLOWED_STARTS = ("mfa_",)


class SecondFactorMiddleware:
    """Coordinators and administrators work only with a second factor; the demo offers it without demanding."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.second_factor_demanded = settings.SECOND_FACTOR_DEMANDED  # type: ignore[attr-defined]  # our own word on the request
        if settings.SECOND_FACTOR_DEMANDED and _carries_session(request) and self._must_set_up(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        account = request.user
        if not account.is_authenticated or not account.needs_second_factor:
            return False
        return not _is_allowed(request.path_info) and not is_mfa_enabled(account)


def _carries_session(request: HttpRequest) -> bool:
    """Visitors without a session cost no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_allowed(path: str) -> bool:
    try:
        name = resolve(path).view_name
    except Resolver404:
        return False
    return name in settings.OPEN_WITHOUT_SECOND_FACTOR or name.startswith(ALLOWED_STARTS)
