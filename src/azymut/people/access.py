"""The door of every view that is not public: who may come in. Views of all rooms use these decorators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

from azymut.people import queries
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HAT = "organisation"
P = ParamSpec("P")
View = Callable[Concatenate["HttpRequest", P], "HttpResponse"]


def public(view: View[P]) -> View[P]:
    """Anyone may see this page; said aloud so that the access test knows it was meant."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """Any account may come in."""
    guarded = login_required(view)
    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def requires(right: Right) -> Callable[[View[P]], View[P]]:
    """The account must hold the right in some scope; what it may touch inside is for the action's rule."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not actor(request).may(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        entered = login_required(guarded)
        entered.access = right  # type: ignore[attr-defined]
        return cast("View[P]", entered)

    return decorate


def actor(request: HttpRequest) -> Account:
    """The signed-in account of a guarded view."""
    return cast("Account", request.user)


def current_organisation(request: HttpRequest) -> Organisation | None:
    """The organisation for which the person acts now: the chosen one, else the only one or the first by name."""
    mine = queries.hats(actor(request))
    chosen = request.session.get(HAT)
    return next((organisation for organisation in mine if organisation.public_id == chosen), mine[0] if mine else None)


def choose_organisation(request: HttpRequest, public_id: str) -> Organisation | None:
    """Remember in the session for whom the person acts; only an organisation in which the person has a role."""
    mine = {organisation.public_id: organisation for organisation in queries.hats(actor(request))}
    if public_id in mine:
        request.session[HAT] = public_id
    return mine.get(public_id)
