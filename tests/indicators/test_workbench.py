"""The workbench's pages and the public page of a definition."""

from __future__ import annotations

import pytest
from django.urls import reverse

from azymut.indicators import actions, queries
from azymut.indicators.models import Indicator
from azymut.kernel.models import Draft
from tests.factories.people import AccountFactory

KEY = "unemployed_per_1000"
EDIT = f"/warsztat/wskazniki/{KEY}/zmien/"


@pytest.fixture
def analyst(client, observatory):
    account = AccountFactory(analyst=True)
    client.force_login(account)
    return account


@pytest.fixture
def reviewer(db):
    return AccountFactory(analyst=True)


def text_of(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def typed(**changes):
    """What the form sends when nothing but `changes` was changed."""
    said = queries.versions_of(KEY).get()
    values = {name: value for name, value in said.content.items() if value is not None and value is not False}
    return {**values, "levels": said.level_list, "summary": "Inna skala", **changes}


@pytest.fixture
def proposed(analyst, now):
    said = queries.versions_of(KEY).get()
    version = actions.draft_definition(
        key=KEY, slug=said.slug, content={**said.content, "formula": "ratio(unemployed, population)"},
        summary="Inna skala", new=False, by=analyst, at=now,
    )  # fmt: skip
    return actions.propose_definition(version=version, by=analyst, at=now)


def test_the_list_shows_what_stands_and_what_is_under_way(client, proposed):
    page = text_of(client.get("/warsztat/"))
    assert page.count("wersja 1, ") == Indicator.objects.count()
    assert "zaproponowana, " in page
    assert proposed.get_absolute_url() in page


def test_an_empty_workbench_says_what_to_do(client, analyst):
    queries.definitions()[0].said.__class__.objects.all().delete()
    assert "Nie ma jeszcze definicji" in text_of(client.get("/warsztat/"))


def test_a_wrong_formula_is_shown_at_its_place_and_nothing_is_kept(client, analyst):
    answer = client.post(EDIT, typed(formula="share(unemployed,\r\n  populacja)"))
    page = text_of(answer)
    assert "wiersz 2, kolumna 3: Nie ma wskaźnika „populacja”. Podobne: population" in page
    assert "  populacja)\n  ^</code>" in answer.content.decode().replace("\r", "")
    assert queries.open_definition(KEY) is None


def test_a_formula_is_tried_out_before_anything_is_kept(client, analyst, load):
    load("P2670", "P2137")
    sent = typed(formula="per(unemployed, population, 10000)", name_pl="")
    page = text_of(client.post(f"{EDIT}?podglad=tak", sent))
    assert "Dane według tej formuły" in page
    assert "województwo łódzkie" in page
    assert page.count("powiat ") >= 3
    assert "(obowiązuje: " in page
    assert "Zmieniają się" in page or "Zmienia się" in page
    assert queries.open_definition(KEY) is None


def test_a_sound_formula_without_figures_says_so(client, analyst):
    page = text_of(client.post(f"{EDIT}?podglad=tak", typed()))
    assert "nie daje żadnej wartości" in page


def test_nothing_is_tried_out_for_an_empty_formula(client, analyst):
    page = text_of(client.post(f"{EDIT}?podglad=tak", typed(formula=" ")))
    assert "Wypełnij to pole" in page
    assert "Dane według tej formuły" not in page


def test_writing_proposing_and_deciding(client, analyst, reviewer, load):
    load("P2670", "P2137")
    version_url = client.post(EDIT, typed(formula="per(unemployed, population, 10000)")).url
    page = text_of(client.get(version_url))
    assert "Różnice wobec: wersja 1" in page
    assert "per_thousand(unemployed, population)" in page
    assert "Inna skala" in page
    assert "Zaproponuj" in page
    page = text_of(client.post(f"{version_url}zaproponuj/", follow=True))
    assert "Definicja została zaproponowana." in page
    assert "własnej definicji nie można" in page
    assert "Zatwierdź" not in page
    page = text_of(client.post(f"{version_url}zatwierdz/", follow=True))
    assert "Decyduje inna osoba" in page
    client.force_login(reviewer)
    page = text_of(client.post(f"{version_url}zatwierdz/", follow=True))
    assert "Definicja została zatwierdzona." in page
    history = text_of(client.get(f"/warsztat/wskazniki/{KEY}/"))
    assert "wersja 2, " in history
    assert "per(unemployed, population, 10000)" in history
    public = text_of(client.get("/wskazniki/bezrobotni-na-1000/definicja/"))
    assert "(Bezrobotni zarejestrowani) ÷ (Ludność" in public
    assert "× 10000" in public


def test_returning_asks_for_a_reason(client, proposed, reviewer):
    client.force_login(reviewer)
    address = f"{proposed.get_absolute_url()}zwroc/"
    assert "Wypełnij to pole" in text_of(client.post(address, {"reason": ""}))
    page = text_of(client.post(address, {"reason": "Za mała skala"}, follow=True))
    assert "Za mała skala" in page
    assert "Edytuj" in page
    assert "zwrócona" in text_of(client.get(f"/warsztat/wskazniki/{KEY}/"))


def test_a_draft_is_discarded(client, analyst):
    version_url = client.post(EDIT, typed(order=3)).url
    page = text_of(client.post(f"{version_url}odrzuc/", follow=True))
    assert "Szkic został odrzucony" in page
    assert client.get(version_url).status_code == 404


def test_what_is_proposed_is_not_discarded(client, proposed):
    page = text_of(client.post(f"{proposed.get_absolute_url()}odrzuc/", follow=True))
    assert "Odrzucić można tylko szkic." in page


def test_a_new_indicator_begins_empty_and_is_kept_as_a_draft(client, analyst):
    assert "Nowy wskaźnik" in text_of(client.get("/warsztat/nowy/"))
    sent = typed(key="jobless", slug="bez-pracy", formula="unemployed * 2", next_due_on="01.03.2027", on_profile="on")
    answer = client.post("/warsztat/nowy/", sent)
    page = text_of(client.get(answer.url))
    assert "1.03.2027" in page
    assert "jeszcze niezatwierdzona" in text_of(client.get("/warsztat/"))
    assert "Nie zatwierdzono jeszcze żadnej wersji." in text_of(client.get("/warsztat/wskazniki/jobless/"))
    again = text_of(client.post("/warsztat/nowy/", sent))
    assert "Wskaźnik o tym kluczu już istnieje." in again


def test_what_is_typed_is_kept_while_writing(client, analyst):
    stamp = client.get(EDIT).context["draft"].stamp
    client.post(f"{EDIT}?draft=save", {"name_pl": "Pół nazwy", "draft_stamp": stamp})
    assert Draft.objects.count() == 1
    assert "Pół nazwy" in text_of(client.get(EDIT))
    client.post(EDIT, typed())
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/warsztat/wskazniki/nie_ma/", "/warsztat/wskazniki/nie_ma/zmien/", "/warsztat/wersje/x/"]
)
def test_what_is_not_there_is_not_found(client, analyst, address):
    assert client.get(address).status_code == 404


def test_the_public_page_says_all_that_must_be_said(client, load):
    load("P2670")
    Indicator.objects.filter(key="unemployed").update(method_pl="Stan w końcu roku.", owner="Wydział Analiz")
    page = text_of(client.get("/wskazniki/bezrobotni/definicja/"))
    for said in (
        "Bezrobotni zarejestrowani: definicja", "Wartość podana przez źródło. Województwo: suma powiatów.",
        "Stan w końcu roku.", "rolled_up(P2670[&quot;ogółem&quot;])", "union ( unemployed__1", "Obejmuje tylko osoby",
        "raz w roku", "źródło oznacza przerwy", "Wydział Analiz", "dostarczona z produktem", "Pierwsza wersja.",
        reverse("indicators:definition", args=["bezrobotni-na-1000"]),
    ):  # fmt: skip
        assert said in page, said
    assert reverse("indicators:definition", args=["bezrobotni"]) in text_of(client.get("/wskazniki/bezrobotni/"))


@pytest.mark.usefixtures("observatory")
def test_vtl_is_downloaded(client):
    answer = client.get("/wskazniki/bezrobotni-na-1000/definicja.vtl")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{KEY}.vtl"'
    assert f"{KEY} <- inner_join ( unemployed as a , population as b" in answer.content.decode()
    assert client.get("/wskazniki/nie-ma/definicja.vtl").status_code == 404
    assert client.get("/wskazniki/nie-ma/definicja/").status_code == 404
