"""What the kernel asks of an account, and the doors of its own pages.

The account model belongs to a room above; the kernel knows it only by AUTH_USER_MODEL and by what is written here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R", bound="HttpResponseBase")
View = Callable[Concatenate["HttpRequest", P], R]

SEE_AUDIT = "see_audit"
SEE_OUTBOX = "see_outbox"
"""Rights by the names that the room of accounts gives them."""


def is_administrator(account: Any) -> bool:
    """Administrators are those who may read the audit trail."""
    return bool(account.may(SEE_AUDIT))


def public(view: View[P, R]) -> View[P, R]:
    """Anyone may come in, said aloud; the view itself answers 404 for what the visitor may not see."""
    return _said(view, "public")


def signed_in(view: View[P, R]) -> View[P, R]:
    """Any account may come in."""
    return _said(_entered(view), "signed_in")


def requires(right: str) -> Callable[[View[P, R]], View[P, R]]:
    """The account must hold the right in some scope; what it may touch inside is for the action's rule."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            account: Any = request.user
            if not account.may(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _said(_entered(cast("View[P, R]", guarded)), right)

    return decorate


def _entered(view: View[P, R]) -> View[P, R]:
    """Strangers are led to the sign-in page, and from there back to where they were."""

    @wraps(view)
    def at_the_door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return cast("R", redirect_to_login(_where(request)))

    return cast("View[P, R]", at_the_door)


def _where(request: HttpRequest) -> str:
    """The page being opened; of a form that was sent too late the page that it stands on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return page._replace(scheme="", netloc="", fragment="").geturl()


def _said(view: View[P, R], access: str) -> View[P, R]:
    """The view with a mark that says who may come in: the test of every address × every role reads it."""
    view.access = access  # type: ignore[attr-defined]  # a function takes any attribute; its type knows none
    return view
