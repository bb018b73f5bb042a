"""Pages for what went wrong."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from azymut.portal.web import errors


@pytest.mark.django_db
def test_missing_page_offers_search(client):
    answer = client.get("/nie-ma-takiej/")
    assert answer.status_code == 404
    assert "Nie ma takiej strony" in answer.content.decode()
    assert 'action="/szukaj/"' in answer.content.decode()


@pytest.mark.django_db
def test_missing_english_page_speaks_english(client):
    answer = client.get("/en/no-such/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.django_db
def test_address_that_only_takes_forms_says_so(client):
    answer = client.get("/wyglad/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Ten adres przyjmuje tylko formularze" in answer.content.decode()
    assert client.put("/wyglad/").content == b""


@pytest.mark.django_db
def test_expired_form_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert "Ten formularz wygasł" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "status", "says"),
    [(errors.bad_request, 400, "Nie rozumiemy"), (errors.forbidden, 403, "Twoja rola")],
)
def test_refusals_say_what_to_do(rf, page, status, says):
    with translation.override("pl"):
        answer = page(rf.get("/"), Exception())
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_broken_page_needs_no_database():
    """Without the database mark any query fails this test."""
    answer = errors.server_error(RequestFactory().get("/programy/"))
    assert answer.status_code == 500
    assert "Coś zepsuło się po naszej stronie" in answer.content.decode()
    assert "Home page" in errors.server_error(RequestFactory().get("/en/x/")).content.decode()


def test_broken_page_needs_no_manifest(monkeypatch):
    def missing(_name):
        raise ValueError("no manifest")

    monkeypatch.setattr(errors, "static", missing)
    assert "/static/azymut/azymut.css" in errors.server_error(RequestFactory().get("/")).content.decode()
