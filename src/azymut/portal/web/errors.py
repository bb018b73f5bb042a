"""Pages for what went wrong: what happened, what is not lost, what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import override

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "portal/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        400,
        _("This request cannot be understood"),
        _("Go back and try once more. Nothing was changed."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        403,
        _("Your role does not open this page"),
        _("If you need it for your work, ask the coordinator for access."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped or the page withdrawn. Search finds what is here."),
    )


class OnlyFormsMiddleware:
    """An address that only takes forms, opened by itself (a reloaded or translated page): a page instead of nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method not in {"GET", "HEAD"}:
            return response
        page = _page(
            request,
            405,
            _("This address only takes forms"),
            _("Nothing was sent and nothing was changed. Go back to the page with the form."),
        )
        page["Allow"] = response["Allow"]
        return page


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        403,
        _("This form has expired"),
        _("Go back, reload the page and send the form again. What you typed is still in it."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Leans on nothing that may be what broke: no database, no session, no layout, no manifest of static files."""
    english = request.path.startswith("/en/")
    with override("en" if english else settings.LANGUAGE_CODE):
        text = render_to_string("portal/error_bare.html", {"stylesheet": _stylesheet(), "english": english})
    return HttpResponse(text, status=500)


def _stylesheet() -> str:
    try:
        return static("azymut/azymut.css")
    except ValueError:  # the manifest is missing or broken
        return f"{settings.STATIC_URL}azymut/azymut.css"
