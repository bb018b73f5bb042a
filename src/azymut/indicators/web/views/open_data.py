"""Figures that leave the house: downloads in open formats, and a chart for other sites."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.clickjacking import xframe_options_exempt

from azymut.indicators import queries
from azymut.indicators.exchange.open_data import Export, Format, TooLongError
from azymut.indicators.web.pages.embed import embed_page
from azymut.indicators.web.pages.guide import guide_page
from azymut.indicators.web.pages.open_data import Narrowing, UnknownLevelError, indicator_export, territory_export
from azymut.indicators.web.views.public import indicator_or_404, place_or_404
from azymut.people.access import public
from azymut.places import queries as places

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

KEPT_SECONDS = 300
ANYBODY = {"frame-ancestors": ["*"]}
"""Only the page made for it may stand in other people's pages."""


@public
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    indicator, asked = indicator_or_404(slug), format_or_404(kind)
    return answer(
        request,
        f"{slug}.{kind}",
        lambda narrowing: indicator_export(indicator, asked, narrowing, request.build_absolute_uri()),
    )


@public
def territory_download(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    place, asked = place_or_404(code), format_or_404(kind)
    return answer(
        request,
        f"region-{code}.{kind}",
        lambda narrowing: territory_export(place, asked, narrowing, request.build_absolute_uri()),
    )


@public
@xframe_options_exempt
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    place = place_or_404(request.GET.get("teren") or places.region().code)
    response = render(request, "indicators/embed.html", {"page": embed_page(indicator_or_404(slug), place)})
    response[HEADER] = build_policy(replace=ANYBODY)
    return response


@public
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/open-data.html", {"page": guide_page()})


def answer(request: HttpRequest, name: str, make: Callable[[Narrowing], Export]) -> HttpResponseBase:
    """The download, or "not modified" for those who have it already."""
    try:
        narrowing = Narrowing.of(request.GET)
    except UnknownLevelError as error:
        raise Http404 from error
    etag = f'"{queries.edition(request.build_absolute_uri())}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    try:
        made = make(narrowing)
    except TooLongError as error:
        return HttpResponse(str(error), status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    return _sent(request, made, name, etag)


def _sent(request: HttpRequest, made: Export, name: str, etag: str) -> HttpResponseBase:
    response = StreamingHttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    if made.described_by:
        response["Link"] = _describing(request, made)
    return response


def _describing(request: HttpRequest, made: Export) -> str:
    """The link to the description that stands beside a format without a place for it (RFC 8288)."""
    base, _, query = request.get_full_path().partition("?")
    start = base.rpartition("/pobierz.")[0]
    address = f"{start}/pobierz.{made.described_by}" + (f"?{query}" if query else "")
    kind = "application/csvm+json" if made.described_by == Format.CSVW else "application/json"
    return f'<{address}>; rel="describedby"; type="{kind}"'


def format_or_404(kind: str) -> Format:
    try:
        return Format(kind)
    except ValueError as error:
        raise Http404 from error
