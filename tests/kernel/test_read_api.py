"""The door of the read API: languages, methods, limits, versions, problems; the rooms behind it do not matter here."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from azymut.kernel import read_api

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "pl"),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("de, en;q=0.5", "en"),
        ("de", "pl"),
        ("*", "pl"),
        ("ü", "pl"),
    ],
)
def test_language_is_the_one_asked_for(client, asked, language):
    response = client.get(ADDRESS, headers={"Accept-Language": asked})
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]
    title = {"pl": "Otwarte dane regionu", "en": "Open data of the region"}[language]
    assert response.json()["info"]["title"] == title


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_possible(client, method):
    response = getattr(client, method)(ADDRESS, headers={"Accept-Language": "en"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Only reading is possible",
        "status": 405,
        "detail": "The interface only reads: use GET.",
    }


def test_scripts_of_any_site_may_ask(client):
    preflight = client.options(ADDRESS, headers={"Origin": "https://example.org"})
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]
    response = client.get(ADDRESS, headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.cookies


def test_head_is_answered_like_get(client):
    response = client.head(ADDRESS)
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == client.get(ADDRESS)["ETag"]


def test_answer_is_not_sent_twice(client):
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = client.get(ADDRESS, headers={"If-None-Match": first["ETag"], "Accept-Language": "en"})
    assert other.status_code == 200
    assert first["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("address", ["/api/v1/nie-ma", "/api/v1/values/1/2"])
def test_unknown_addresses_are_problems(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "Nie znaleziono"
    assert response.json()["detail"] == "Pod tym adresem niczego takiego nie ma."


def test_bare_address_says_what_there_is(client):
    told = client.get("/api/v1/").json()
    assert told["openapi"].endswith(ADDRESS)
    assert any(one.endswith("/api/v1/values") for one in told["addresses"])


def test_too_many_requests_have_to_wait(client, settings, monkeypatch):
    settings.API_PER_MINUTE = 3
    monkeypatch.setattr(read_api.timezone, "now", lambda: datetime(2026, 11, 22, 11, 0, 20, tzinfo=UTC))
    assert [client.get(ADDRESS).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = client.get(ADDRESS)
    assert (refused["Retry-After"], refused.json()["status"]) == ("40", 429)
    assert client.get(ADDRESS, REMOTE_ADDR="192.0.2.7").status_code == 200
    monkeypatch.setattr(read_api.timezone, "now", lambda: datetime(2026, 11, 22, 11, 1, tzinfo=UTC))
    assert client.get(ADDRESS).status_code == 200


def test_no_limit_counts_nothing(client, settings):
    settings.API_PER_MINUTE = 0
    assert [client.get(ADDRESS).status_code for _ in range(4)] == [200] * 4


def test_a_counter_that_made_room_lets_pass(settings, monkeypatch):
    def gone(key):
        raise ValueError(key)

    settings.API_PER_MINUTE = 1
    monkeypatch.setattr(read_api.cache, "incr", gone)
    assert read_api.seconds_to_wait(RequestFactory().get(ADDRESS)) == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxy_saw(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    request = RequestFactory().get(ADDRESS, headers={"X-Forwarded-For": forwarded})
    assert read_api.address_of(request) == address


def test_document_is_openapi_and_hides_nothing(client):
    document = json.loads(client.get(ADDRESS).content)
    assert document["openapi"] == "3.1.0"
    for methods in document["paths"].values():
        assert list(methods) == ["get"]
        told = methods["get"]
        assert set(told["responses"]) >= {"200", "304", "400", "404", "429"}
        assert told["summary"]
        assert told["description"]
        failure = told["responses"]["429"]["content"]["application/problem+json"]["schema"]
        assert failure == {"$ref": "#/components/schemas/Problem"}


def test_pages_lead_on_and_back():
    request = RequestFactory().get("/api/v1/values", {"indicator": ["a", "b"], "offset": "10"})
    before, after = read_api.neighbouring_pages(request, total=30, limit=10, offset=10)
    assert before == "http://localhost:8000/api/v1/values?indicator=a&indicator=b&offset=0&limit=10"
    assert after == "http://localhost:8000/api/v1/values?indicator=a&indicator=b&offset=20&limit=10"
    assert read_api.neighbouring_pages(request, total=20, limit=10, offset=10)[1] is None
    assert read_api.neighbouring_pages(request, total=20, limit=10, offset=0)[0] is None
