"""Asking a source over HTTP: politely, within its limits, with patience; what cannot be trusted is refused.

Everything that can go wrong on the way ends in one of three errors: the answer was refused (nothing changes), it is not
our turn yet (the fetch goes on later), or somebody stopped the fetch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self, TypeVar

import httpx
import stamina
from django.conf import settings
from django.utils.translation import gettext as _

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.network.asking import Answer, Shelf, close_door, take_turn
from azymut.kernel.network.budgets import Limit

T = TypeVar("T")
_OK, _UNCHANGED, _TOO_MANY = 200, 304, 429
_PASSING = frozenset({408, 500, 502, 503, 504})
_DEFAULT_WAIT, _LONGEST_WAIT = 60.0, 7 * 24 * 3600.0
_NAP = 1.0


class AnswerRefusedError(FileRefusedError):
    """What a source answered cannot be trusted; nothing was changed."""


class InconsistentError(AnswerRefusedError):
    """Answers of one fetch do not fit together; it has to begin anew."""


class NotNowError(DomainError):
    """The source wants no more requests before a moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__(_("The source takes no more requests for now; the fetch goes on later."))
        self.until = until


class StoppedError(DomainError):
    """Somebody stopped the fetch."""


class _PassingError(Exception):
    """The source failed in a way that may be over soon."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Tally:
    """What a fetch has cost: requests made, of them answered by "unchanged", and answers that were at hand already."""

    asked: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass(frozen=True)
class _Reply:
    status: int
    headers: httpx.Headers
    content: bytes = b""


def go_on() -> None:
    """Nobody stops the fetch."""


def as_it_came(content: bytes) -> bytes:
    """The answer holds nothing that must not be kept."""
    return content


class Client:
    """Asks one source for one collection. Use it as a context manager.

    `clean` takes out of an answer what must not be kept, such as names of persons, before anybody reads or keeps it.
    """

    def __init__(
        self,
        source: str,
        base: str,
        *,
        shelf: Shelf,
        limits: Sequence[Limit],
        headers: Mapping[str, str] | None = None,
        check: Callable[[], None] = go_on,
        clean: Callable[[bytes], bytes] = as_it_came,
    ) -> None:
        self._source, self._base, self._limits = source, base.rstrip("/"), tuple(limits)
        self._shelf, self._check, self._clean = shelf, check, clean
        self.tally = Tally()
        timeout = httpx.Timeout(settings.FETCH_READ_SECONDS, connect=settings.FETCH_CONNECT_SECONDS)
        sent = {"User-Agent": settings.FETCH_USER_AGENT, **(headers or {})}
        self._http = httpx.Client(timeout=timeout, headers=sent, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.close()

    def get(self, path: str, parameters: Sequence[tuple[str, str]], read: Callable[[bytes], T]) -> T:
        """The answer to an address as `read` makes it out; it is kept only once it could be read."""
        address = str(httpx.URL(f"{self._base}/{path}", params=list(parameters)))
        self._check()
        kept = self._shelf.get(address)
        if kept and self._shelf.is_fresh(kept):
            self.tally.kept += 1
            return read(kept.content)
        reply = self._patiently(address, kept)
        if reply.status == _UNCHANGED and kept:
            self.tally.unchanged += 1
            found = read(kept.content)
            self._shelf.confirm(kept)
            return found
        self._refuse_unless_data(reply, address)
        content = self._clean(reply.content)
        found = read(content)
        etag, modified = reply.headers.get("ETag", ""), reply.headers.get("Last-Modified", "")
        self._shelf.put(Answer(address, content, etag, modified, self._shelf.batch))
        return found

    def _patiently(self, address: str, kept: Answer | None) -> _Reply:
        """Ask, and ask again when the source fails for a moment."""
        headers = {}
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.last_modified:
            headers["If-Modified-Since"] = kept.last_modified
        tries = stamina.retry_context(
            on=(httpx.TransportError, httpx.DecodingError, _PassingError),
            attempts=settings.FETCH_ATTEMPTS, timeout=None, wait_initial=1.0, wait_max=30.0,
        )  # fmt: skip
        try:
            for attempt in tries:
                with attempt:
                    return self._in_turn(address, headers)
        except httpx.TimeoutException as error:
            raise AnswerRefusedError(_("The source did not answer in time. Nothing was changed.")) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise AnswerRefusedError(
                _("The connection to the source failed or was cut off (%(error)s). Nothing was changed.")
                % {"error": type(error).__name__}
            ) from error
        except _PassingError as error:
            raise AnswerRefusedError(
                _("The source is out of order (HTTP %(status)d). Nothing was changed.") % {"status": error.status}
            ) from error
        raise AssertionError  # the last attempt either answers or raises

    def _in_turn(self, address: str, headers: Mapping[str, str]) -> _Reply:
        """One request when the limits allow it; a source that says "too many" is waited for, up to our patience."""
        waited = 0.0
        while True:
            waited = self._wait_for_turn(waited)
            reply = self._send(address, headers)
            if reply.status in _PASSING:
                raise _PassingError(reply.status)
            if reply.status != _TOO_MANY:
                return reply
            close_door(self._source, until=time.time() + _retry_after(reply.headers.get("Retry-After", "")))

    def _wait_for_turn(self, waited: float) -> float:
        while wait := take_turn(self._source, self._limits, now=time.time()):
            if waited + wait > settings.FETCH_PATIENCE_SECONDS:
                raise NotNowError(datetime.fromtimestamp(time.time() + wait, UTC))
            self._check()
            nap = min(wait, _NAP)
            time.sleep(nap)
            waited += nap
        return waited

    def _send(self, address: str, headers: Mapping[str, str]) -> _Reply:
        self._check()
        self.tally.asked += 1
        with self._http.stream("GET", address, headers=dict(headers)) as response:
            content = self._content(response) if response.status_code == _OK else b""
            return _Reply(response.status_code, response.headers, content)

    def _content(self, response: httpx.Response) -> bytes:
        """The whole body, refused once it is larger than we read or takes longer than we wait."""
        ends = time.monotonic() + settings.FETCH_ANSWER_SECONDS
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > settings.FETCH_LIMIT_BYTES:
                limit = settings.FETCH_LIMIT_BYTES // 2**20
                raise AnswerRefusedError(_("The answer is larger than %(limit)d MB.") % {"limit": limit})
            if time.monotonic() > ends:
                raise AnswerRefusedError(_("The source did not answer in time. Nothing was changed."))
        return bytes(content)

    def _refuse_unless_data(self, reply: _Reply, address: str) -> None:
        place = address.removeprefix(self._base)
        if reply.status != _OK:
            raise AnswerRefusedError(_why(reply), place=place)
        start = reply.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if "html" in reply.headers.get("Content-Type", "") or start.startswith((b"<!doctype", b"<html")):
            raise AnswerRefusedError(_("The source answered with a web page instead of figures."), place=place)
        if not start:
            raise AnswerRefusedError(_("The source answered with nothing."), place=place)


def _why(reply: _Reply) -> str:
    if "Location" in reply.headers:
        return _("The source has moved to %(address)s. Change its address in the settings.") % {
            "address": reply.headers["Location"][:200]
        }
    if reply.status in {401, 403}:
        return _("The source refused us (HTTP %(status)d). Is the key in the settings right?") % {
            "status": reply.status
        }
    if reply.status in {404, 410}:
        return _("The source does not know this address (HTTP %(status)d).") % {"status": reply.status}
    return _("The source answered with HTTP %(status)d.") % {"status": reply.status}


def _retry_after(text: str) -> float:
    """Seconds that a source asks us to wait, given as a number or as a date; a minute when it does not say."""
    if text.isascii() and text.strip().isdigit():
        return min(max(float(text), 1.0), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return _DEFAULT_WAIT
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware.timestamp() - time.time(), 1.0), _LONGEST_WAIT)
