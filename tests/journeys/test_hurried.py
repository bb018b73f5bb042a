"""Hurried people press every button twice; it counts once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.journeys.person import Person

Arrives = Callable[..., Person]


def test_hurried_coordinator_adds_a_milestone_and_marks_it_done(arrives: Arrives) -> None:
    coordinator = arrives("coordinator", clicks=2)
    coordinator.opens("/moje-dzialania/").follows(re.compile("Matematyka w praktyce"), within="main")
    coordinator.follows("Dodaj kamień milowy", within="main")
    coordinator.fills("Co zostanie zrobione?", "Zeszyt zadań").fills("Do kiedy?", "30.11.2027")
    coordinator.presses("Dodaj kamień milowy").sees("Kamień milowy dodano")
    assert coordinator.counts("Zeszyt zadań", within="main .duties li") == 1
    coordinator.page.locator("main .duties li").filter(has_text="Zeszyt zadań").get_by_role("link").first.click()
    coordinator.fills("Co o tym świadczy?", "Leży na stronie.").presses("Oznacz jako osiągnięty")
    coordinator.sees("Kamień milowy oznaczono jako osiągnięty")


def test_hurried_coordinator_loads_one_file_and_publishes_nothing(arrives: Arrives, few_students: Path) -> None:
    coordinator = arrives("coordinator", clicks=2)
    coordinator.opens("/wydania/wczytaj/").attaches(re.compile("^Plik$"), few_students)
    coordinator.presses("Pokaż, co się zmieni").sees_heading("Co się zmieni")
    assert coordinator.opens("/wydania/").counts(few_students.name, within="main tbody tr") == 1
    coordinator.follows(re.compile("P3226"), within="main table").decides("Usuń plik").sees("nic się nie zmieniło")
    assert coordinator.opens("/wydania/").counts(few_students.name, within="main tbody tr") == 0


def test_hurried_coordinator_orders_one_report(arrives: Arrives) -> None:
    coordinator = arrives("coordinator", clicks=2).opens("/raporty/")
    before = coordinator.counts("English", within="main tbody tr")
    coordinator.chooses("Język raportu", "English").presses("Sporządź raport")
    coordinator.sees(re.compile("Raport powstaje|Pobierz"))
    assert coordinator.opens("/raporty/").counts("English", within="main tbody tr") == before + 1


def test_hurried_administrator_invites_a_person_once(arrives: Arrives) -> None:
    administrator = arrives("administrator", clicks=2)
    administrator.opens("/zaproszenia/").fills(re.compile("[Ee]-mail"), "raz@przyklad.example")
    administrator.chooses("Rola", "analityk").presses("Wyślij zaproszenie")
    assert administrator.sees("raz@przyklad.example").counts("raz@przyklad.example", within="main tbody tr") == 1


def test_hurried_head_gives_a_consent_that_stays_given(arrives: Arrives) -> None:
    head = arrives("head", clicks=2)
    head.opens("/moje-dane/").presses("Zgadzam się").sees("Zgoda została zapisana")
    head.opens("/moje-dane/").sees("Wycofaj zgodę")
