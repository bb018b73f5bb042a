"""The home page: doors that open, real figures, the sample programme only in the demonstration."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from azymut.indicators.queries import Value
from azymut.kernel import registries
from azymut.kernel.registries import Mark, Tone
from azymut.places import queries as places
from azymut.portal import queries
from azymut.portal.queries import figures
from azymut.portal.web.pages.home import home_page, place_in
from azymut.programmes.models import Action
from tests.factories.programmes import ActionFactory, StrategyFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    """The bundled territories."""
    call_command("load_places", verbosity=0)
    return places.region()


def _value(key, territory, number, **fields) -> Value:
    given = {
        "key": key, "slug": key, "territory": territory, "period": "2023", "value": Decimal(number), "flags": (),
        "unit": "%", "decimals": 1, "releases": (), "sample": False, "rolled": False, "rank": None,
    }  # fmt: skip
    return Value(**{**given, **fields})


@pytest.fixture
def marks(monkeypatch):
    """Statuses by action, as the monitoring room would tell them."""
    told: dict[int, Mark] = {}
    monkeypatch.setitem(registries._marks, Action, lambda pks: {pk: told[pk] for pk in pks if pk in told})
    return told


def _action(version=None, **fields):
    return ActionFactory(**({"version": version} if version else {}), **fields)


def test_question_names_the_region_in_its_case(client, land):
    assert "Czego chcesz się nauczyć w województwie łódzkim?" in client.get("/").content.decode()


def test_question_needs_no_region(client):
    assert "Czego chcesz się nauczyć?" in client.get("/").content.decode()


def test_another_voivodeship_is_named_when_it_is_served(client, land, settings):
    settings.REGION_TERYT = "06"
    assert "w województwie lubelskim?" in client.get("/").content.decode()


def test_english_region_keeps_its_name(land):
    with translation.override("en"):
        assert place_in(land) == (land.name_en or land.name)
    land.name_locative = ""
    with translation.override("pl"):
        assert place_in(land) == land.name


def test_doors_lead_to_pages_that_exist(client, land):
    page = home_page(None, course=None, figures=(), counties=None)
    assert len(page.doors) == 4
    for door in page.doors:
        assert client.get(door.url).status_code == 200, door.url


def test_sample_programme_is_only_for_the_demo(client, settings, marks):
    action = _action()
    marks[action.pk] = Mark(Tone.OFF, "poza kursem", reasons=("Brak sprawozdania.",))
    assert "Brak sprawozdania." not in client.get("/").content.decode()
    settings.DEMO = True
    text = client.get("/").content.decode()
    assert "Brak sprawozdania." in text
    assert "przykładowy program" in text
    assert action.node.title in text


def test_real_programme_goes_before_the_sample_one(marks):
    _action()
    real = VersionFactory(strategy=StrategyFactory(is_sample=False))
    assert queries.course(with_sample=True).version == real
    assert queries.course(with_sample=False).version == real


def test_no_programme_no_course():
    assert queries.course(with_sample=True) is None


def test_course_counts_what_is_on_course_and_what_needs_a_decision(marks):
    version = VersionFactory()
    tones = [Tone.ON, Tone.DONE, Tone.RISK, Tone.OFF, Tone.NO_DATA, Tone.WAIT]
    for tone in tones:
        action = _action(version)
        marks[action.pk] = Mark(tone, str(tone))
    _action(version)
    found = queries.course(with_sample=True)
    assert (found.total, found.known, found.on, found.risk, found.deciding) == (7, 5, 2, 1, 1)
    assert [one.mark.tone for one in found.attention] == [Tone.OFF, Tone.RISK]
    with translation.override("pl"):
        part = home_page(None, course=found, figures=(), counties=None).course
    assert part.title == "Region na kursie: 2 z 7 działań na kursie lub zakończonych, 1 wymaga decyzji"
    assert part.sample


def test_course_without_trouble_asks_for_no_decision(marks):
    action = _action()
    marks[action.pk] = Mark(Tone.ON, "on")
    with translation.override("pl"):
        part = home_page(None, course=queries.course(with_sample=True), figures=(), counties=None).course
    assert part.title == "Region na kursie: 1 z 1 działań na kursie lub zakończonych"
    assert part.rows == ()


def test_course_without_statuses_says_so(marks):
    _action()
    with translation.override("pl"):
        part = home_page(None, course=queries.course(with_sample=True), figures=(), counties=None).course
    assert part.title == "Kurs regionu nie jest jeszcze znany"


def test_empty_programme_is_not_told():
    VersionFactory()
    assert home_page(None, course=queries.course(with_sample=True), figures=(), counties=None).course is None


def test_figures_are_the_first_four_with_a_value(land, monkeypatch):
    known = {key: type("Indicator", (), {"key": key, "short": key})() for key in figures.KEY_INDICATORS}
    values = {(key, "10"): _value(key, "10", "1.5") for key in figures.KEY_INDICATORS[1:]}
    values[("wage", "10")] = _value("wage", "10", "1", value=None)
    monkeypatch.setattr(figures.indicators, "indicators", lambda: known)
    monkeypatch.setattr(figures.indicators, "values_of_territories", lambda keys, codes: values)  # noqa: ARG005
    assert [figure.value.key for figure in queries.key_figures(land)] == [
        "unemployment_rate_monthly",
        "population_15_19",
        "unemployed_per_1000",
        "population",
    ]


def test_figure_says_its_period_and_leads_to_its_source(land):
    indicator = type("Indicator", (), {"short": "Stopa"})()
    figure = queries.KeyFigure(indicator, _value("x", "10", "5.6", period="2024-03"))
    (part,) = home_page(land, course=None, figures=[figure], counties=None).figures
    assert (part.label, part.value, part.note) == ("Stopa", "5,6\u00a0%", "03.2024")
    assert part.url.startswith("/")
    assert not part.sample


def test_long_unit_stands_below_the_figure(land):
    indicator = type("Indicator", (), {"short": "Population"})()
    figure = queries.KeyFigure(indicator, _value("x", "10", "115070", unit="persons", decimals=0))
    (part,) = home_page(land, course=None, figures=[figure], counties=None).figures
    assert (part.value, part.note) == ("115\u202f070", "persons · 2023")


def test_cartogram_is_titled_with_both_ends(land, monkeypatch):
    indicator = type(
        "Indicator", (), {"short": "Stopa", "name": "Stopa bezrobocia", "unit": "%", "decimals": 1,
                          "get_absolute_url": lambda _self: "/stopa/"},
    )()  # fmt: skip
    values = {
        "1001": _value("x", "1001", "3.5"),
        "1061": _value("x", "1061", "8.2"),
        "1002": _value("x", "1002", "0", value=None),
    }
    monkeypatch.setattr(figures.indicators, "indicators", lambda: {figures.COUNTY_INDICATOR: indicator})
    monkeypatch.setattr(figures.indicators, "values_for_level", lambda *_, **__: values)
    with translation.override("pl"):
        cartogram = home_page(land, course=None, figures=(), counties=queries.county_figures(land)).cartogram
    assert cartogram.title == "Stopa: od 3,5\u00a0% (bełchatowski) do 8,2\u00a0% (Łódź)"
    assert len(cartogram.tiles) == 24
    assert "2023" in cartogram.note


def test_no_figures_no_cartogram(land, monkeypatch):
    monkeypatch.setattr(figures.indicators, "values_for_level", lambda *_, **__: {})
    assert queries.county_figures(land) is None


def test_page_is_kept_until_a_plan_changes(client, settings, marks):
    settings.DEMO = True
    action = _action()
    client.get("/")
    action.node.title = "Nowy tytuł działania"
    action.node.save()
    marks[action.pk] = Mark(Tone.OFF, "poza kursem")
    assert "Nowy tytuł" not in client.get("/").content.decode()
    version = action.node.version
    version.revision += 1
    version.save()
    assert "Nowy tytuł" in client.get("/").content.decode()


def test_warm_page_costs_five_queries(client, django_assert_num_queries):
    """How far the database has come, and what the page itself asks."""
    cache.clear()
    client.get("/")
    with django_assert_num_queries(5):
        client.get("/")
