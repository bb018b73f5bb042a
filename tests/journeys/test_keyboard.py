"""With the keyboard alone: from signing in to a report, and the focus can be seen wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.person import Person

Arrives = Callable[..., Person]


def test_coordinator_finds_out_why_an_action_is_off_course(arrives: Arrives, demo: Any) -> None:
    account = demo.accounts["coordinator"]
    coordinator = arrives().opens("/").tabs_to("Zaloguj").types("Enter").sees_heading("Zaloguj się")
    coordinator.tabs_to("Adres e-mail").writes(account["email"]).tabs_to("Hasło").writes(account["password"])
    coordinator.types("Enter").sees_heading("Pulpit")
    coordinator.tabs_to("Kurs programu").types("Enter").sees_heading("Kurs programu")
    coordinator.tabs_to("3.4 Staże uczniowskie").types("Enter").sees_heading(re.compile("Staże uczniowskie"))
    coordinator.sees("Dlaczego").tabs_to("Jak powstają statusy").types("Enter").sees_heading("Jak powstają statusy")


def test_visitor_finds_where_a_figure_comes_from(arrives: Arrives) -> None:
    visitor = arrives().opens("/").types("Tab")
    assert "Przejdź do treści" in visitor.reads(":focus")
    visitor.types("Enter").tabs_to("Czego szukasz?").writes("bezrobocie").types("Enter").sees("wynik")
    visitor.tabs_to("Region").types("Enter").sees_heading("Województwo łódzkie")
    visitor.tabs_to("Skąd ta liczba").types("Enter").sees_heading("Skąd pochodzi liczba")


def test_coordinator_loads_a_file_and_takes_it_away(arrives: Arrives, few_students: Path) -> None:
    coordinator = arrives("coordinator").opens("/pulpit/")
    coordinator.tabs_to("Wczytaj plik").types("Enter").sees_heading("Wczytaj plik").tabs_to("Rodzaj pliku")
    coordinator.tabs_to("Plik").picks(few_students).tabs_to("Pokaż, co się zmieni").types("Enter")
    coordinator.sees_heading("Co się zmieni").sees("dużo").finds_the_page_accessible()
    coordinator.decides_with_enter("Usuń plik").sees("nic się nie zmieniło")


def test_coordinator_orders_a_report(arrives: Arrives) -> None:
    coordinator = arrives("coordinator").opens("/pulpit/")
    coordinator.tabs_to("Raporty z monitoringu").types("Enter").sees_heading("Raporty z monitoringu")
    coordinator.tabs_to("Sporządź raport").types("Enter").sees(re.compile("Raport powstaje|Pobierz"))
