"""GET never writes. The guard turns a writing GET into an error; the exceptions are named here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import FileResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_NAME = r"(?:[\"'`]?\w+[\"'`]?\.)?[\"'`]?(\w+)"
_WRITE = re.compile(
    r"(?:^|;)\s*(?:/\*.*?\*/\s*)*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO"
    rf"|TRUNCATE(?:\s+TABLE)?|(?:ALTER|CREATE|DROP)\s+\w+)\s+(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?{_NAME}",
    re.IGNORECASE | re.DOTALL,
)
# A WITH may end in a write, or hide one among its parts.
_WRITE_IN_WITH = re.compile(
    rf"^\s*WITH\b.*?\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:ONLY\s+)?{_NAME}",
    re.IGNORECASE | re.DOTALL,
)
# Sessions, the cache (rate limits live there) and the list of signed-in devices carry no domain meaning.
_ALLOWED_TABLES = frozenset({"django_session", "azymut_cache", "usersessions_usersession"})
# OpenID Connect comes back with a GET by its own specification, and that GET signs the person in.
_ALLOWED_ENDING = "/login/callback/"


class WritingGetError(RuntimeError):
    """A programming error: a page that only shows tried to write."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Within the block any write to a domain table raises WritingGetError."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        written = [found.group(1).lower() for pattern in (_WRITE, _WRITE_IN_WITH) for found in pattern.finditer(sql)]
        if any(table not in _ALLOWED_TABLES for table in written):
            raise WritingGetError(f"a GET tried to write: {sql[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class ReadOnlyGetMiddleware:
    """Wraps every safe request in `reading_only`, whatever the environment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS or request.path.endswith(_ALLOWED_ENDING):
            return self.get_response(request)
        with reading_only():
            response: HttpResponseBase = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _guarded(response.streaming_content)
        return response


def _guarded(chunks: Any) -> Iterator[bytes]:
    """Watch over a streamed answer piece by piece; the guard never outlives the making of one piece."""
    pieces = iter(chunks)
    while True:
        with reading_only():
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece
