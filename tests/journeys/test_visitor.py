"""A visitor without an account walks through what the region shows to everyone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.person import Person

Arrives = Callable[..., Person]


def test_visitor_walks_from_home_to_an_action(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").follows("Programy").sees_heading("Programy")
    visitor.follows(re.compile("^Program wdrażania"), within="main").sees("dane przykładowe")
    visitor.follows(re.compile(r"Staże uczniowskie"), within="main").sees_heading(re.compile("Staże uczniowskie"))
    visitor.sees("poza kursem").sees("Dlaczego").sees(re.compile(r"Kamień milowy .* jest spóźniony o \d+ dni"))
    visitor.sees_no("Ustaw status ręcznie")


def test_visitor_walks_from_the_region_to_the_source_of_a_figure(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").follows("Region").sees_heading("Województwo łódzkie")
    visitor.follows("Skąd ta liczba").sees_heading("Skąd pochodzi liczba")
    visitor.sees("Licencja").sees("SHA-256").sees("Wiersz pliku")


def test_visitor_compares_counties_on_an_indicator(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/wskazniki/").follows("Stopa bezrobocia", within="main").sees("powiat kutnowski")
    table = visitor.fetches(re.compile("CSV")).decode("utf-8-sig")
    assert "kutnowski" in table


def test_visitor_finds_an_occupation_in_spite_of_a_typo(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/szukaj/").fills(re.compile("Szukaj|Czego szukasz"), "technik mechatronk").presses("Szukaj")
    visitor.follows(re.compile("technik mechatronik", re.IGNORECASE), within="main")
    visitor.sees_heading(re.compile("mechatronik", re.IGNORECASE)).sees(re.compile(r"311410"))


def test_visitor_reads_what_the_law_asks_for(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").follows("Deklaracja dostępności").sees_heading("Deklaracja dostępności")
    visitor.follows("Prywatność").sees_heading("Prywatność")


def test_visitor_may_not_open_the_workspace(arrives: Arrives) -> None:
    arrives().opens("/pulpit/").sees("Hasło")


@pytest.mark.parametrize(
    ("button", "attribute"), [("ciemny", ("data-theme", "dark")), ("wysoki kontrast", ("data-contrast", "high"))]
)
def test_visitor_chooses_a_look_that_stays(arrives: Arrives, button: str, attribute: tuple[str, str]) -> None:
    visitor = arrives()
    visitor.opens("/wskazniki/stopa-bezrobocia/?teren=1002&okres=2020").presses(button, within="footer")
    visitor.stands_at("/wskazniki/stopa-bezrobocia/?teren=1002&okres=2020").opens("/programy/")
    assert visitor.page.locator("html").get_attribute(attribute[0]) == attribute[1]


def test_visitor_changes_look_and_language_in_the_middle_of_a_search(arrives: Arrives) -> None:
    """Results come while one types, so the page that was loaded knows nothing of the words."""
    visitor = arrives()
    visitor.opens("/szukaj/").fills("Czego szukasz?", "mechatronik").sees(re.compile("311410"))
    visitor.presses("ciemny", within="footer").stands_at("/szukaj/?q=mechatronik").sees(re.compile("311410"))
    visitor.opens("/szukaj/").fills("Czego szukasz?", "mechatronik").sees(re.compile("311410"))
    visitor.follows("English", within="header").stands_at("/en/szukaj/?q=mechatronik").sees(re.compile("311410"))


def test_visitor_changes_the_language_and_stays_on_the_page(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/wskazniki/stopa-bezrobocia/?teren=1002&okres=2020").follows("English", within="header")
    visitor.stands_at("/en/wskazniki/stopa-bezrobocia/?teren=1002&okres=2020").sees(re.compile("unemployment"))
    visitor.follows("Polski", within="header").stands_at("/wskazniki/stopa-bezrobocia/?teren=1002&okres=2020")


def test_visitor_reads_in_english(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").follows("English").sees_heading(re.compile("Łódzkie|region", re.IGNORECASE))
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.follows("Programmes").sees_heading("Programmes")
