"""Public pages on which figures are chosen and set side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from azymut.indicators.web.pages.comparison import comparison_page
from azymut.indicators.web.pages.explorer import Asked, explorer_export, explorer_page, pick
from azymut.indicators.web.pages.open_data import listed
from azymut.indicators.web.views.open_data import answer, format_or_404
from azymut.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


@public
def explorer(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/explorer.html", {"page": explorer_page(Asked.of(request.GET))})


@public
def explorer_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The figures that the explorer shows for the same address."""
    asked, picked = format_or_404(kind), pick(Asked.of(request.GET))
    if not picked.indicators:
        raise Http404
    address = request.build_absolute_uri()
    return answer(request, f"azymut.{kind}", lambda _narrowing: explorer_export(picked, asked, address))


@public
def comparison(request: HttpRequest) -> HttpResponse:
    page = comparison_page(listed(request.GET, "teren"))
    return render(request, "indicators/comparison.html", {"page": page})
