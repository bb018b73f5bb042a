"""The catalogue and the pages of themes: filters, search, order, ages, number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from azymut.indicators import queries
from azymut.indicators.enums import Figures, Freshness, Order, Theme
from azymut.indicators.models import Dataset, Indicator
from azymut.indicators.queries import Wanted
from azymut.indicators.rules.ages import age
from azymut.indicators.web.pages.ages import age_note, age_text
from azymut.search import index

TODAY = date(2026, 11, 22)


ALL = Wanted()


def keys(wanted):
    return [one.indicator.key for one in queries.catalogue("10", wanted, today=TODAY).entries]


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("observatory")
class TestFilters:
    def test_nothing_asked_shows_all_in_their_order(self):
        found = queries.catalogue("10", ALL, today=TODAY)
        assert [one.indicator for one in found.entries] == list(Indicator.objects.all())
        assert found.total == len(found.entries) == sum(found.themes.values())
        assert {one.age for one in found.entries} == {None}

    def test_filters_narrow_together(self):
        for one in keys(Wanted(theme="vocational")):
            assert Indicator.objects.get(key=one).theme == Theme.VOCATIONAL
        assert "wage" in keys(Wanted(level="subregion"))
        assert "urbanisation" not in keys(Wanted(level="subregion"))
        assert keys(Wanted(source="orpde")) == ["unemployment_rate_monthly", "unemployed_monthly"]
        assert set(keys(Wanted(source="eurostat", theme="work", direction="higher"))) == {
            "employment_20_64", "employment_women_20_64", "employment_55_64",
        }  # fmt: skip
        assert "technical_share" in keys(Wanted(kind="result"))
        assert "wage" not in keys(Wanted(kind="result"))
        assert keys(Wanted(theme="nothing")) == []

    def test_themes_are_counted_by_what_the_other_filters_leave(self):
        found = queries.catalogue("10", Wanted(theme="pay", source="orpde"), today=TODAY)
        assert (found.entries, found.themes) == ((), {"work": 2})

    def test_publishers_are_those_with_a_dataset(self):
        assert [one.key for one in queries.publishers()] == [
            "barometer",
            "ela",
            "eurostat",
            "gus-bdl",
            "ibe",
            "men",
            "mrpips",
            "orpde",
        ]

    def test_an_indicator_without_known_datasets_has_no_source(self):
        Dataset.objects.filter(code="P2392").delete()
        found = {one.indicator.key: one for one in queries.catalogue("10", ALL, today=TODAY).entries}
        assert found["unemployment_rate"].sources == ()


class TestFigures:
    def test_the_latest_figure_comes_with_its_age(self, load):
        load("P2392", "P2670", "trng_lfse_04")
        found = {one.indicator.key: one for one in queries.catalogue("10", ALL, today=TODAY).entries}
        adult, county = found["adult_learning"], found["unemployment_rate"]
        assert (adult.period, adult.age.state, adult.age.newest) == ("2023", Freshness.STALE, "2025")
        assert (county.value, county.period, county.age.missing) == (None, "2022", 3)
        assert found["students"].period == ""
        assert "students" in keys(Wanted(figures=Figures.NONE))
        assert "students" not in keys(Wanted(figures=Figures.SOME))
        assert "adult_learning" in keys(Wanted(figures=Figures.SOME))

    def test_order(self, load):
        load("P2392", "trng_lfse_04")
        names = [Indicator.objects.get(key=key).name for key in keys(Wanted(order=Order.NAME, theme="adult"))]
        assert names == [
            "Dorośli uczestniczący w kształceniu i szkoleniu",
            "Dorośli uczestniczący w kształceniu i szkoleniu, kobiety",
            "Dorośli uczestniczący w kształceniu i szkoleniu, mężczyźni",
            "Osoby w wieku 25–64 lat z wykształceniem najwyżej gimnazjalnym",
        ]
        assert keys(Wanted(order=Order.PERIOD))[:2] == ["adult_learning", "unemployment_rate"]

    def test_an_indicator_waits_for_its_slowest_dataset(self, observatory):
        delays = queries.usual_delays(queries.indicators())
        assert (delays["unemployed"], delays["population"], delays["unemployed_per_1000"]) == (4, 6, 6)
        Dataset.objects.update(delay=None)
        assert set(queries.usual_delays(queries.indicators()).values()) == {None}


@pytest.mark.usefixtures("observatory")
class TestSearch:
    def test_inflected_words_and_words_without_diacritics_are_found(self, client):
        index.refresh("indicator")
        assert "wage" in keys(Wanted(text="wynagrodzeń"))
        assert "wage" in keys(Wanted(text="przecietne WYNAGRODZENIE"))
        assert keys(Wanted(text="zxqvw")) == []
        assert set(keys(Wanted(text="wynagrodzeń", theme="pay"))) <= set(keys(Wanted(text="wynagrodzeń")))
        page = text_of(client, "/wskazniki/?szukaj=wynagrodzeniee")
        assert "Pokazano to, co pasuje do „wynagrodzenie”" in page
        page = text_of(client, "/wskazniki/?szukaj=wynagrodzenie+bezrobotnych+urbanizacja")
        assert "Żaden wskaźnik nie zawiera wszystkich słów" in page
        assert "Nic nie znaleziono" in text_of(client, "/wskazniki/?szukaj=zxqvw")


@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2670", "trng_lfse_04"]])
def test_catalogue_takes_the_same_number_of_queries(client, load, django_assert_num_queries, tables):
    load(*tables)
    client.get("/wskazniki/")
    with django_assert_num_queries(8):
        client.get("/wskazniki/")


@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2670", "trng_lfse_04"]])
def test_theme_takes_the_same_number_of_queries(client, load, django_assert_num_queries, tables):
    load(*tables)
    address = reverse("indicators:territory-theme", args=["1061", "work"])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)


def test_catalogue_page_keeps_the_filters_in_its_addresses(client, load):
    load("P2392")
    page = text_of(client, "/wskazniki/?poziom=subregion&dane=sa&kolejnosc=nazwa")
    assert '<option value="subregion" selected>' in page
    assert 'href="/wskazniki/?poziom=subregion&amp;dane=sa&amp;kolejnosc=nazwa&amp;temat=work"' in page
    assert "1 z " in page
    assert "Wyczyść filtry" in page
    assert "<details open>" in page
    plain = text_of(client, "/wskazniki/?poziom=nonsens")
    assert "Wyczyść filtry" not in plain
    assert f"{Indicator.objects.count()} wskaźników" in plain
    assert "2022 <span" in plain


def test_catalogue_before_definitions_teaches(client, observatory):
    Indicator.objects.all().delete()
    assert "Wskaźniki pojawią się tutaj" in text_of(client, "/wskazniki/")


def test_theme_page_shows_change_rank_and_what_waits(client, load):
    load("P2670", "P2137")
    page = text_of(client, f"/region/1061/temat/{Theme.WORK}/")
    assert "Praca i bezrobocie: Łódź" in page
    assert "spadek o" in page
    assert "z 24, licząc od najniższej wartości" in page
    assert "nieaktualne" in page
    assert "Jeszcze bez danych:" in page
    assert '<a href="/region/10/">województwo łódzkie</a>' in page
    assert client.get("/region/1061/temat/nic/").status_code == 404
    assert client.get(f"/region/9999/temat/{Theme.WORK}/").status_code == 404


def test_theme_without_figures_teaches(client, observatory):
    assert "Jeszcze bez danych:" in text_of(client, "/region/10/temat/people/")


def test_profile_is_told_by_theme_and_leads_to_all_of_one(client, load):
    load("P2670", "P2137")
    page = text_of(client, "/region/")
    assert page.index('<section id="work">') < page.index('<section id="people">') < page.index('<section id="mapa">')
    assert '<a href="#people">Ludność</a>' in page
    assert "/region/10/temat/people/" in page
    assert "powinny już być dane za 2025" in page


def test_compared_places_with_different_periods_are_told(client, load, now):
    load("P2137")
    assert "Dane różnych miejsc są za różne okresy" not in text_of(client, "/region/")
    load("P2497")
    assert "Dane różnych miejsc są za różne okresy" in text_of(client, "/region/2467/")


def test_indicator_says_how_old_its_figures_are(client, load):
    load("P2392")
    page = text_of(client, "/wskazniki/stopa-bezrobocia/?teren=1061")
    assert "najnowsze dane są za 2022; powinny już być" in page


@pytest.mark.parametrize(
    ("period", "text", "note"),
    [
        ("2025", "najnowsze dane są za 2025; nowszych nie można się jeszcze spodziewać", ""),
        ("2024", "najnowsze dane są za 2024; powinny już być za 2025", "powinny już być dane za 2025"),
        (
            "2020",
            "najnowsze dane są za 2020; powinno już być 5 nowszych wartości, ostatnia za 2025",
            "powinny już być dane za 2025",
        ),
    ],
)
def test_age_in_words(period, text, note):
    found = age(period, today=TODAY, delay=4)
    assert (age_text(found), age_note(found)) == (text, note)


def test_change_too_small_to_be_shown_is_none(client, load):
    load("SZKOLY_PONADPODSTAWOWE")
    page = text_of(client, "/region/1061/")
    tile = page[page.index("Udział szkół zawodowych</a>") :]
    assert "bez zmian od 2023" in tile[: tile.index("Skąd ta liczba")]
    assert "0,0" not in page
