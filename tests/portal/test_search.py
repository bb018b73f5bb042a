"""The search page and its results while somebody types."""

from __future__ import annotations

import pytest

from azymut.portal.web.views import search as views
from azymut.search import index, registry
from azymut.search.registry import Document, Kind
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """Two kinds of things that can be found, with a draft and a sample among them."""
    monkeypatch.setattr(registry, "_kinds", {})
    schools = [Document(str(n), f"Szkoła {n} w Zgierzu", f"/szkoly/{n}/", note="Zgierz <b>") for n in range(25)]
    things = [
        Document("1", "Targi szkół", "/targi/1/", body="Na targach będą szkoły."),
        Document("2", "Robocza szkoła", "/targi/2/", public=False),
        Document("3", "Przykładowa szkoła", "/targi/3/", sample=True),
    ]
    registry.register(Kind("school", "Szkoły", lambda keys: schools))  # noqa: ARG005  # the protocol's argument
    registry.register(Kind("fair", "Targi", lambda keys: things))  # noqa: ARG005  # the protocol's argument
    index.rebuild()


def _text(client, address, **extra) -> str:
    answer = client.get(address, **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def test_empty_search_teaches(client):
    text = _text(client, "/szukaj/")
    assert "technik mechatronik" in text
    assert "<b>25</b> Szkoły" in text
    assert 'role="status"' not in text


def test_results_with_kinds_and_marks(client):
    text = _text(client, "/szukaj/?q=szkoły")
    assert "26 wyników dla „szkoły”" in text
    assert 'Szkoły <span class="soft">25</span>' in text
    assert "<mark>Szkoła</mark>" in text
    assert "Zgierz &lt;b&gt;" in text
    assert '<meta name="robots" content="noindex">' in text


def test_kind_narrows(client):
    text = _text(client, "/szukaj/?q=szkoły&kind=fair")
    assert "1 wynik dla „szkoły”, rodzaj: Targi" in text
    assert "/szkoly/1/" not in text


def test_pages(client):
    first = _text(client, "/szukaj/?q=szkoły")
    assert "Strona 1 z 2" in first or "Page 1 of 2" in first
    assert 'href="?q=szko%C5%82y&amp;page=2"' in first
    second = _text(client, "/szukaj/?q=szkoły&page=2")
    assert '<ol class="hits" start="21">' in second
    beyond = _text(client, "/szukaj/?q=szkoły&page=99")
    assert '<ol class="hits" start="21">' in beyond


@pytest.mark.parametrize("number", ["x", "-1", "0", "99999999999", "²", ""])
def test_strange_page_numbers_are_harmless(client, number):
    assert "Szkoła" in _text(client, f"/szukaj/?q=szkoły&page={number}")


def test_nothing_found_helps(client):
    text = _text(client, "/szukaj/?q=qqqqqqqq")
    assert "Brak wyników dla „qqqqqqqq”." in text
    assert "Co może pomóc" in text


def test_typo_is_answered_with_a_question_and_what_is_shown_instead(client):
    text = _text(client, "/szukaj/?q=zgiezr")
    assert '<p class="lead" role="status">Brak wyników dla „zgiezr”.</p>' in text
    said = 'Czy chodziło o <a href="/szukaj/?q=zgierz">zgierz</a>? 25 wyników dla „zgierz”'
    assert said in text


def test_word_of_the_language_is_not_taken_for_a_typo(client):
    text = _text(client, "/szukaj/?q=szkoda")
    assert "Brak wyników dla „szkoda”." in text
    assert "Czy chodziło" not in text
    assert "/szkoly/" not in text


def test_unknown_words_are_named(client):
    assert "Nigdzie tu nie ma słów: qqqqqqqq" in _text(client, "/szukaj/?q=szkoła+qqqqqqqq")


def test_some_words_are_enough(client):
    assert "Te wyniki zawierają część z nich" in _text(client, "/szukaj/?q=targi+zgierz")


def test_results_alone_while_typing(client):
    answer = client.get("/szukaj/?q=szk", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "/szkoly/" in text
    assert "HX-Request" in answer["Vary"]


def test_strangers_do_not_see_drafts_nor_samples(client):
    text = _text(client, "/szukaj/?q=szkoła&kind=fair")
    assert "Robocza" not in text
    assert "Przykładowa" not in text


def test_demo_shows_samples_with_their_mark(client, settings):
    settings.DEMO = True
    text = _text(client, "/szukaj/?q=szkoła&kind=fair")
    assert "Przykładowa" in text
    assert 'class="sample"' in text


def test_who_keeps_the_programme_finds_drafts(client, settings):
    settings.SECOND_FACTOR_DEMANDED = False
    client.force_login(AccountFactory(coordinator=True))
    assert "niepubliczne" in _text(client, "/szukaj/?q=robocza")


def test_who_does_not_keep_it_does_not(client):
    client.force_login(AccountFactory(reporter=True))
    assert "Robocza" not in _text(client, "/szukaj/?q=robocza")


def test_english_page_leads_to_english_pages(client):
    registry.register(Kind("page", "Pages", lambda _keys: [Document("1", "Pomoc dla szkół", "/pomoc/")]))
    index.refresh("page")
    text = _text(client, "/en/szukaj/?q=pomoc")
    assert 'href="/en/pomoc/"' in text
    assert "1 result for “pomoc”" in text


def test_queries_do_not_grow_with_results(client, django_assert_max_num_queries):
    for question in ("targi", "szkoły"):
        with django_assert_max_num_queries(5):
            client.get("/szukaj/", {"q": question})


def test_page_number_has_an_end():
    assert views._number("99999") == views.LAST_PAGE
