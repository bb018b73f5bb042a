"""Search across the site: one page, and its results alone while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from azymut.people.access import public
from azymut.people.rules.rights import Right
from azymut.portal.web.pages.search import PAGE_SIZE, search_page
from azymut.search import finding

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LAST_PAGE = 500


@public
def search(request: HttpRequest) -> HttpResponse:
    """Strangers find what is public; those who keep the programme find drafts too. Samples only in the demo."""
    query = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    number = _number(request.GET.get("page", ""))
    scope = {"with_private": _keeps_the_programme(request), "with_sample": settings.DEMO}
    live = bool(getattr(request, "htmx", False))
    results = finding.find(query, kind=kind, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE, typing=live, **scope)
    helps = finding.holdings(**scope) if not results.total else ()
    page = search_page(results, query=query, kind=kind, number=number, holdings=helps)
    response = render(request, "portal/search_results.html" if live else "portal/search.html", {"page": page})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _keeps_the_programme(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.may(Right.EDIT_PROGRAMME)


def _number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004
