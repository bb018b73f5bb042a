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


def test_visitor_without_javascript_reads_every_public_page(arrives: Arrives) -> None:
    visitor = arrives(scripts=False, width=390)
    visitor.opens("/").follows("Wskaźniki").sees_heading("Wskaźniki")
    visitor.follows("Stopa bezrobocia", within="main").sees("powiat kutnowski")
    visitor.opens("/organizacje/").sees_heading("Podmioty")
    visitor.opens("/szukaj/?q=technik+mechatronik").sees(re.compile("mechatronik"))


def test_visitor_chooses_a_dark_look_that_stays(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").presses("ciemny", within="footer")
    assert visitor.opens("/programy/").page.locator("html").get_attribute("data-theme") == "dark"


def test_visitor_reads_in_english(arrives: Arrives) -> None:
    visitor = arrives()
    visitor.opens("/").follows("English").sees_heading(re.compile("Łódzkie|region", re.IGNORECASE))
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.follows("Programmes").sees_heading("Programmes")


@pytest.mark.parametrize("word", ["Programy"])
def test_visitor_walks_with_the_keyboard_alone(arrives: Arrives, word: str) -> None:
    visitor = arrives()
    visitor.opens("/").types("Tab")
    assert "Przejdź do treści" in visitor.reads(":focus")
    visitor.types("Enter")
    visitor.opens("/").tabs_to(word).types("Enter").sees_heading("Programy")
    visitor.tabs_to("Program wdrażania").types("Enter").sees("dane przykładowe")
