"""The public read API: one door for every room's part of it.

A room adds its router in its `AppConfig.ready()`. The door is the same for all: GET only, no cookies, open to scripts
of any site, in the language that the client asks for, limited by address, with a version to ask again by, and errors
as problem documents (RFC 9457).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError

METHODS = "GET, HEAD, OPTIONS"
KEPT_SECONDS = 300
MINUTE = 60
PROBLEM = "application/problem+json"
TEXTS = ("summary", "description")
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
FAILURES = {
    "400": gettext_noop("A parameter cannot be read."),
    "404": gettext_noop("There is no such thing at this address."),
    "429": gettext_noop("Too many requests from this address; wait a little."),
}
"""How any operation may fail; each is a problem document."""


class _UnchangedError(Exception):
    """The client has this version already; carries the answer that says so."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


class ReadApi(NinjaAPI):
    """django-ninja's API behind our door."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = [*super()._get_urls(), path("<path:rest>", _nowhere, name="nowhere")]
        for pattern in (one for one in patterns if isinstance(one, URLPattern)):
            pattern.callback = door(pattern.callback)
        return patterns

    def document(self) -> dict[str, Any]:
        """The OpenAPI document in the active language, with what the door itself may answer."""
        found: dict[str, Any] = json.loads(json.dumps(self.get_openapi_schema(), default=str))
        found["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in found["paths"].values():
            answers = methods["get"]["responses"]
            answers["304"] = {"description": gettext_noop("Nothing has changed since the version that you have.")}
            answers.update({code: {"description": text, "content": content} for code, text in FAILURES.items()})
            methods["get"]["tags"] = [_(tag) for tag in methods["get"].get("tags", ())]
        found["info"]["title"] = _(self.title)
        return dict(_spoken(found))


def _nowhere(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    raise Http404


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What every address of the API does before and after its own work."""

    @wraps(view, updated=())
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(asked_language(request)):
            response = _answer(view, request, *args, **kwargs)
            response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        patch_vary_headers(response, ("Accept-Language",))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response

    guarded.access = "public"  # type: ignore[attr-defined]  # said aloud, as @public says it
    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is ever written, and other methods are refused
    return guarded


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in {"GET", "HEAD"}:
        refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, _("The interface only reads: use GET."))
        refused["Allow"] = METHODS
        return refused
    wait = seconds_to_wait(request)
    if wait:
        limited = problem(HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests from this address; wait a little."))
        limited["Retry-After"] = str(wait)
        return limited
    asked, request.method = request.method, "GET"  # a HEAD is answered as a GET; the server leaves the body out
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        return problem(HTTPStatus.NOT_FOUND, _("There is no such thing at this address."))
    finally:
        request.method = asked
    return _kept(request, response) if response.status_code == HTTPStatus.OK else response


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the answer a version to ask again by, unless the operation gave it a cheaper one; 304 for who has it."""
    if "ETag" not in response:
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def problem(status: HTTPStatus, detail: str, **more: Any) -> HttpResponse:
    """An error as a document for programs and for people."""
    told = {"type": "about:blank", "title": _title(status), "status": status.value, "detail": detail, **more}
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=PROBLEM)


def _title(status: HTTPStatus) -> str:
    titles = {
        HTTPStatus.BAD_REQUEST: _("The request cannot be read"),
        HTTPStatus.NOT_FOUND: _("Not found"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("Only reading is possible"),
        HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests"),
    }
    return titles.get(status, status.phrase)


def asked_language(request: HttpRequest) -> str:
    """The best of our languages by Accept-Language; Polish when none is asked for."""
    for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(name)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def seconds_to_wait(request: HttpRequest) -> int:
    """How long this address has to wait; 0 when it may go on. Counted by the minute; the address itself is not kept."""
    if not settings.API_PER_MINUTE:
        return 0
    now = int(timezone.now().timestamp())
    minute, passed = divmod(now, MINUTE)
    name = hashlib.sha256(f"{settings.SECRET_KEY}{address_of(request)}{minute}".encode()).hexdigest()
    key = f"api-{name}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        made = cache.incr(key)
    except ValueError:  # the cache made room meanwhile
        return 0
    return MINUTE - passed if made > settings.API_PER_MINUTE else 0


def address_of(request: HttpRequest) -> str:
    """Who asks, as the outermost of our own proxies saw them; what stands further left may be invented."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        return seen[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def _spoken(found: Any) -> Any:
    """A document with its texts for people in the active language."""
    if isinstance(found, list):
        return [_spoken(one) for one in found]
    if isinstance(found, dict):
        return {
            key: _(value) if key in TEXTS and isinstance(value, str) and value else _spoken(value)
            for key, value in found.items()
        }
    return found


api = ReadApi(
    title=gettext_noop("Open data of the region"),
    version="1",
    description=gettext_noop(
        "Reads what is published here. No key is needed; errors are problem documents (RFC 9457)."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)


@api.exception_handler(ValidationError)
def _refused(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001  # ninja's signature
    """Which parameters could not be read, and why."""
    names = [".".join(str(part) for part in one["loc"][1:]) for one in error.errors]
    faults = [{"parameter": name, "detail": one["msg"]} for name, one in zip(names, error.errors, strict=True)]
    detail = _("Parameters that cannot be read: %(names)s.") % {"names": ", ".join(names)}
    return problem(HTTPStatus.BAD_REQUEST, detail, errors=faults)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001  # ninja's signature
    return problem(HTTPStatus.NOT_FOUND, _("There is no such thing at this address."))


@api.exception_handler(_UnchangedError)
def _unchanged(request: HttpRequest, error: _UnchangedError) -> HttpResponse:  # noqa: ARG001  # ninja's signature
    error.answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return error.answer


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # ninja's signature
    """The OpenAPI document."""
    return HttpResponse(json.dumps(api.document(), ensure_ascii=False), content_type="application/json")


@api.get("/", include_in_schema=False, url_name="index")
def index(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # ninja's signature
    """What there is, for those who come to the bare address."""
    addresses = [f"{settings.SITE_ADDRESS}{one}" for one in api.get_openapi_schema()["paths"]]
    return {"title": _(api.title), "openapi": link("openapi"), "addresses": addresses}


def add(router: Router, tag: str) -> None:
    """A room's part of the API."""
    api.add_router("", router, tags=[tag])


def versioned(request: HttpRequest, response: HttpResponse, version: str) -> None:
    """Name the version of the answer before it is made; who has it already gets 304 and no work is done."""
    response["ETag"] = f'"{version}"'
    known = get_conditional_response(request, etag=response["ETag"])
    if known is not None:
        raise _UnchangedError(known)


def neighbouring_pages(request: HttpRequest, *, total: int, limit: int, offset: int) -> tuple[str | None, str | None]:
    """Full addresses of the page before and the page after; None where there is none."""

    def at(start: int) -> str:
        query = request.GET.copy()
        query["limit"], query["offset"] = str(limit), str(start)
        return f"{settings.SITE_ADDRESS}{request.path}?{query.urlencode()}"

    before = at(max(0, offset - limit)) if offset else None
    return before, at(offset + limit) if offset + limit < total else None


def link(name: str, *args: str) -> str:
    """The full address of an operation."""
    return settings.SITE_ADDRESS + reverse(f"api:{name}", args=args)


def page(address: str) -> str:
    """The full address of a page for people."""
    return settings.SITE_ADDRESS + address
