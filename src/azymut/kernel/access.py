"""What the kernel asks of an account, and the doors of its own pages.

The account model belongs to a room above; the kernel knows it only by AUTH_USER_MODEL and by what is written here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate["HttpRequest", P], "HttpResponseBase"]

SEE_AUDIT = "see_audit"
SEE_OUTBOX = "see_outbox"
"""Rights by the names that the room of accounts gives them."""


def is_administrator(account: Any) -> bool:
    """Administrators are those who may read the audit trail."""
    return bool(account.may(SEE_AUDIT))


def public(view: View[P]) -> View[P]:
    """Anyone may come in; the view itself answers 404 for what the visitor may not see."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """Any account may come in."""
    guarded = login_required(view)
    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def requires(right: str) -> Callable[[View[P]], View[P]]:
    """The account must hold the right in some scope."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            account: Any = request.user
            if not account.may(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        entered = login_required(guarded)
        entered.access = right  # type: ignore[attr-defined]
        return cast("View[P]", entered)

    return decorate
