"""Requests with a NUL character: no name or address of ours holds one, and PostgreSQL cannot even be asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

NUL = "\0"


class RefuseNulMiddleware:
    """Answers 400 where the path, the query or a cookie holds a NUL. What forms send, their own fields refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = [request.path_info, *request.COOKIES.values()]
        asked += [text for key, values in request.GET.lists() for text in (key, *values)]
        if any(NUL in text for text in asked):
            request.COOKIES.clear()
            raise BadRequest("NUL")
        return self.get_response(request)
