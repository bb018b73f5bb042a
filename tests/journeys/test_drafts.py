"""Nothing typed is lost: a form left half-way is found again as it was, until it is saved."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person

Arrives = Callable[..., Person]
ABOUT = "Co ma osiągnąć"


def half_way(coordinator: Person) -> str:
    """The address of the facts of an action, opened as people open it."""
    coordinator.opens("/moje-dzialania/").follows(re.compile("Mobilne punkty"), within="main").follows(
        re.compile("Zmień dane")
    )
    return coordinator.page.url.removeprefix(coordinator.address)


def typed(coordinator: Person) -> str:
    return coordinator.page.locator("main").get_by_label(re.compile(ABOUT)).input_value()


def test_form_left_half_way_is_found_again_until_it_is_saved(arrives: Arrives) -> None:
    coordinator = arrives("coordinator")
    facts = half_way(coordinator)
    before = typed(coordinator)
    coordinator.sees_no("Przywrócono szkic").fills(re.compile(ABOUT), "Sto klas z patronem, w pół sło")
    coordinator.sees(re.compile("^zapisano o"))
    coordinator.opens("/pulpit/").opens(facts).sees(re.compile("Przywrócono szkic z "))
    assert typed(coordinator) == "Sto klas z patronem, w pół sło"
    coordinator.finds_the_page_accessible()

    coordinator.presses("Odrzuć szkic").sees("Szkic został odrzucony.").sees_no("Przywrócono szkic")
    assert typed(coordinator) == before

    coordinator.fills(re.compile(ABOUT), "Sto klas z patronem w trzy lata.").sees(re.compile("^zapisano o"))
    coordinator.opens("/pulpit/").opens(facts).sees("Przywrócono szkic").presses("Zapisz dane")
    coordinator.sees("Dane zapisano.").opens(facts).sees_no("Przywrócono szkic")
    assert typed(coordinator) == "Sto klas z patronem w trzy lata."


def test_page_left_at_once_still_keeps_the_last_word(arrives: Arrives) -> None:
    coordinator = arrives("coordinator")
    facts = half_way(coordinator)
    coordinator.fills(re.compile(ABOUT), "Ostatnie słowo").opens("/pulpit/").opens(facts)
    coordinator.waits_for("Przywrócono szkic", seconds=10)
    assert typed(coordinator) == "Ostatnie słowo"
    coordinator.presses("Odrzuć szkic").sees_no("Przywrócono szkic")


@pytest.mark.parametrize("width", [390, 1280])
def test_draft_is_kept_without_scripts_by_its_button(arrives: Arrives, width: int) -> None:
    coordinator = arrives("coordinator", scripts=False, width=width)
    facts = half_way(coordinator)
    coordinator.fills(re.compile(ABOUT), "Bez skryptów").presses("Zapisz szkic").sees(re.compile("Szkic: zapisano o"))
    coordinator.opens("/pulpit/").opens(facts).sees("Przywrócono szkic")
    assert typed(coordinator) == "Bez skryptów"
    coordinator.fills("Początek", "jutro").presses("Zapisz dane")
    assert typed(coordinator) == "Bez skryptów"
    expect(coordinator.page.locator("main").get_by_label("Początek")).to_have_value("jutro")
    coordinator.opens(facts).presses("Odrzuć szkic").sees_no("Przywrócono szkic")


def test_person_signed_out_meanwhile_is_told_that_the_draft_is_not_saved(arrives: Arrives) -> None:
    coordinator = arrives("coordinator")
    half_way(coordinator)
    coordinator.context.clear_cookies()
    coordinator.fills(re.compile(ABOUT), "Już po czasie").sees(re.compile("^Szkicu nie zapisano"))
    assert typed(coordinator) == "Już po czasie"
    coordinator.complaints.clear()
