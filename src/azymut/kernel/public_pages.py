"""Public pages are drawn once and kept until something in the database has changed.

A visitor without a session sees what every other such visitor sees, so the drawn page is kept in the memory of the web
process. Its key holds the newest entry of the audit trail and the newest receipt of background work: whatever an action
or a task writes makes every kept page out of date at once. What neither sees (a process of PostgreSQL that commits an
older number later) is bounded by MOST_SECONDS. Pages that send a cookie, and views that are not public, are
never kept. The decision and its alternatives: docs/adr/0021-public-pages-are-kept.md.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from azymut.kernel.models import AuditEntry, TaskReceipt

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

MOST_SECONDS = 60
LONGEST_ADDRESS = 300
LARGEST_PAGE = 2_000_000
"""Bytes before compression; larger ones are drawn each time."""
LOOK = "look"
"""The one cookie that changes what a visitor's page looks like."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it was drawn, compressed, with its headers."""

    zipped: bytes
    headers: dict[str, str]

    def answer(self, *, zipped: bool) -> HttpResponse:
        """The page for this browser; nearly all take the compressed one as it is."""
        response = HttpResponse(self.zipped if zipped else gzip.decompress(self.zipped), headers=self.headers)
        if zipped:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ("Accept-Encoding",))
        return response


class PublicPagesMiddleware:
    """Answers a visitor from what is kept; else lets the page be drawn and keeps it if it is everyone's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request) if _is_everyones(request) else ""
        if not key:
            return self.get_response(request)
        kept: KeptPage | None = caches["pages"].get(key)
        if kept is None:
            response = self.get_response(request)
            if not isinstance(response, HttpResponse) or not _may_be_kept(request, response):
                return response
            kept = KeptPage(gzip.compress(response.content, 6, mtime=0), dict(response.items()))
            caches["pages"].set(key, kept, MOST_SECONDS)
        return kept.answer(zipped="gzip" in request.headers.get("Accept-Encoding", ""))


def _is_everyones(request: HttpRequest) -> bool:
    """A plain look at a page by somebody of whom the service knows nothing."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    view = getattr(request.resolver_match, "func", None)
    return (
        response.status_code == 200  # noqa: PLR2004  # HTTP's own number
        and getattr(view, "access", "") == "public"
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST_PAGE
    )


def _key(request: HttpRequest) -> str:
    """Host, address, appearance, day, and how far the database has come; nothing when the database does not answer."""
    try:
        stand = how_far()
    except DatabaseError:
        return ""
    parts = (
        request.scheme or "",
        request.get_host(),
        request.get_full_path(),
        request.COOKIES.get(LOOK, ""),
        str(timezone.localdate()),
        stand,
    )
    return sha256("\n".join(parts).encode()).hexdigest()


def how_far() -> str:
    """The newest audit entry and the newest receipt of background work, as one word, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(id) FROM {AuditEntry._meta.db_table}),"  # noqa: S608  # names of our own tables
            f" (SELECT MAX(id) FROM {TaskReceipt._meta.db_table})"
        )
        return "-".join(str(number) for number in cursor.fetchone())
