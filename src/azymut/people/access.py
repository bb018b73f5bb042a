"""The door of every view that is not public, and for whom the person who came in acts. Views of all rooms use these.

The doors themselves are the kernel's, whose own pages have them too; here they take the rights that this room defines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from azymut.kernel.access import public, requires, signed_in
from azymut.people import queries
from azymut.people.models import Account, Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

HAT = "organisation"

__all__ = ["HAT", "actor", "choose_organisation", "current_organisation", "public", "requires", "signed_in"]


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
