"""Visitors' pages: kept while nothing changes, drawn anew when it does, never shared where they are one's own."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from azymut.kernel import public_pages
from azymut.kernel.access import public
from azymut.kernel.models import AuditEntry, TaskReceipt

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
drawn: list[str] = []


def _draw(request: HttpRequest, text: str = "page") -> HttpResponse:
    drawn.append(request.get_full_path())
    return HttpResponse(f"<p>{text} {len(drawn)}</p>")


@public
def page(request: HttpRequest) -> HttpResponse:
    return _draw(request)


@public
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = _draw(request)
    response.set_cookie("seen", "yes")
    return response


@public
def table(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_draw(request).content, content_type="text/csv")


@public
def gone(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_draw(request).content, status=404)


@public
def never_stored(request: HttpRequest) -> HttpResponse:
    response = _draw(request)
    response["Cache-Control"] = "no-store"
    return response


@public
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([_draw(request).content])


@public
def huge(request: HttpRequest) -> HttpResponse:
    return _draw(request, "x" * (public_pages.LARGEST_PAGE + 1))


def private(request: HttpRequest) -> HttpResponse:
    return _draw(request)


urlpatterns = [
    path("page/", page),
    path("cookie/", with_cookie),
    path("table/", table),
    path("gone/", gone),
    path("never/", never_stored),
    path("streamed/", streamed),
    path("huge/", huge),
    path("private/", private),
]


@pytest.fixture(autouse=True)
def _real_cache(settings) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-pages"},
    }
    caches["pages"].clear()
    drawn.clear()


def times_drawn(address: str, client: Client | None = None, **headers: str) -> int:
    """Ask twice; how often was the page drawn?"""
    drawn.clear()
    client = client or Client()
    for _ in range(2):
        client.get(address, headers=headers)
    return len(drawn)


def test_a_page_is_drawn_once_and_answers_with_the_same_headers():
    first, second = Client().get("/page/"), Client().get("/page/")
    assert drawn == ["/page/"]
    assert first.content == second.content == b"<p>page 1</p>"
    assert dict(first.items()) == dict(second.items())
    assert second["Content-Length"] == "13"
    assert "Accept-Encoding" in second["Vary"]


def test_a_browser_that_can_unpack_gets_the_packed_page():
    Client().get("/page/")
    packed = Client().get("/page/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content)
    assert gzip.decompress(packed.content) == b"<p>page 1</p>"
    assert drawn == ["/page/"]


@pytest.mark.parametrize(
    "address",
    ["/cookie/", "/table/", "/gone/", "/never/", "/streamed/", "/huge/", "/private/", f"/page/?q={'x' * 300}"],
)
def test_what_is_not_everyones_page_is_drawn_each_time(address):
    assert times_drawn(address) == 2


def test_people_with_a_session_or_a_message_get_their_own_page():
    for cookie in ("sessionid", "messages"):
        client = Client()
        client.cookies[cookie] = "x"
        assert times_drawn("/page/", client) == 2


def test_parts_asked_for_by_htmx_are_drawn_each_time():
    assert times_drawn("/page/", **{"HX-Request": "true"}) == 2


@pytest.mark.parametrize("change", ["address", "look", "host", "scheme", "day"])
def test_whatever_changes_the_page_has_its_own(change, monkeypatch):
    Client().get("/page/")
    other = Client()
    if change == "look":
        other.cookies["look"] = "dark"
    if change == "day":
        monkeypatch.setattr(public_pages.timezone, "localdate", lambda: "tomorrow")
    other.get(
        "/page/?q=1" if change == "address" else "/page/",
        headers={"Host": "localhost"} if change == "host" else {},
        secure=change == "scheme",
    )
    assert len(drawn) == 2


def test_an_action_makes_kept_pages_out_of_date():
    Client().get("/page/")
    AuditEntry.objects.create(at=timezone.now(), action="a", object_type="b", object_id="c", object_label="d")
    assert Client().get("/page/").content == b"<p>page 2</p>"


def test_finished_background_work_makes_kept_pages_out_of_date():
    Client().get("/page/")
    TaskReceipt.objects.create(task_id="1", done_at=timezone.now())
    assert Client().get("/page/").content == b"<p>page 2</p>"


def test_without_the_database_nothing_is_taken_from_what_is_kept(monkeypatch):
    def unreachable() -> str:
        raise DatabaseError

    Client().get("/page/")
    monkeypatch.setattr(public_pages, "how_far", unreachable)
    assert Client().get("/page/").content == b"<p>page 2</p>"


def test_a_strange_host_is_refused_before_anything_is_kept():
    assert Client().get("/page/", headers={"Host": "evil.example"}).status_code == 400
    assert drawn == []
