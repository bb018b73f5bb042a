"""The administrator looks after accounts and reads what was done."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.person import Person

Arrives = Callable[..., Person]


def test_administrator_invites_a_person_and_reads_it_in_the_audit_trail(arrives: Arrives) -> None:
    administrator = arrives("administrator")
    administrator.opens("/zaproszenia/").fills(re.compile("[Ee]-mail"), "nowa.osoba@przyklad.example")
    administrator.chooses("Rola", "administrator").presses(re.compile("Wyślij"))
    administrator.sees("nowa.osoba@przyklad.example")
    administrator.follows("Dziennik zmian").sees(re.compile("invite|zapro", re.IGNORECASE))


def test_administrator_sees_mail_and_tasks(arrives: Arrives) -> None:
    arrives("administrator").opens("/poczta/").sees(re.compile("Poczta|Wiadomości|zadania", re.IGNORECASE))


def test_reporter_sees_only_what_is_theirs(arrives: Arrives) -> None:
    reporter = arrives("reporter")
    reporter.opens("/pulpit/").sees_no("Dziennik zmian", within="body")
    reporter.is_refused("/zarzadzanie/konta/")
    reporter.opens("/moje-dane/").sees_heading("Moje dane")
