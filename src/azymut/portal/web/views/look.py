"""Light, dark or high contrast, remembered in a cookie of the browser; works without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from azymut.people.access import public
from azymut.portal.navigation import THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

YEAR_IN_SECONDS = 365 * 24 * 3600


@public
@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Come back to the page that was being read; an address of another site is not followed.

    Needs no token: the worst that a foreign site could do is to darken the page, and public pages stay free of cookies.
    """
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("portal:home")
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("look", "auto")
    if chosen in THEMES:
        response.set_cookie(
            "look", chosen, max_age=YEAR_IN_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response
