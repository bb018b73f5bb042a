"""People guard their accounts: a second factor, passkeys, devices that are signed in, and for whom they act."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import Any

from tests.journeys.person import Person

Arrives = Callable[..., Person]
GUILD = "Regionalna Izba Gospodarcza (przykład)"
SCHOOL = "Technikum Rolnicze w Łowiczu (przykład)"


def six_digits(secret: str, at: float) -> str:
    """What an authenticator application shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number: int = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def confirms(person: Person, account: dict[str, str]) -> Person:
    return person.sees_heading("Potwierdź, że to Ty").fills("Hasło", account["password"]).presses("Potwierdź")


def test_analyst_adds_a_passkey_and_signs_in_with_it(arrives: Arrives, demo: Any) -> None:
    account = demo.accounts["analyst"]
    analyst = arrives().has_a_device_for_passkeys()
    analyst.signs_in(account).sees_heading("Pulpit")
    confirms(analyst.opens("/konto/2fa/").follows("Dodaj klucz", within="main"), account)
    analyst.sees_heading("Dodaj klucz").fills("Nazwa klucza", "Telefon Anny").ticks("Loguj samym kluczem, bez hasła")
    analyst.presses("Dodaj klucz").sees_heading("Kody zapasowe").opens("/konto/2fa/").sees("1 klucz")

    analyst.signs_out().opens("/konto/login/").presses("Zaloguj się kluczem dostępu").sees_heading("Pulpit")

    analyst.signs_out().signs_in(account).sees_heading("Jeszcze jeden krok")
    analyst.presses("Użyj klucza").sees_heading("Pulpit")

    confirms(analyst.opens("/konto/2fa/webauthn/").sees("Telefon Anny").follows("Usuń", within="main"), account)
    analyst.presses("Usuń klucz").sees("Nie dodano żadnego klucza")
    analyst.signs_out().signs_in(account).sees_heading("Pulpit")


def test_secretary_sets_up_the_application_and_loses_the_phone(arrives: Arrives, demo: Any) -> None:
    account = demo.accounts["secretary"]
    secretary = arrives()
    secretary.signs_in(account).sees_heading("Pulpit")
    confirms(secretary.opens("/konto/2fa/").follows("Ustaw aplikację", within="main"), account)
    secret = secretary.reads("#authenticator_secret")
    secretary.finds_the_page_accessible()
    secretary.fills("Kod", six_digits(secret, time.time())).presses("Włącz").sees_heading("Kody zapasowe")
    codes = secretary.page.locator(".codes li").all_inner_texts()
    assert len(set(codes)) == 10
    assert secretary.fetches("Pobierz kody").decode().split()[-1] == codes[-1]
    secretary.finds_the_page_accessible()

    secretary.signs_out().signs_in(account).sees_heading("Jeszcze jeden krok")
    secretary.fills("Kod", "000000").presses("Zaloguj").sees_heading("Coś trzeba poprawić")
    secretary.finds_the_page_accessible()
    secretary.fills("Kod", six_digits(secret, time.time())).presses("Zaloguj").sees_heading("Pulpit")

    secretary.signs_out().signs_in(account).fills("Kod", codes[0]).presses("Zaloguj").sees_heading("Pulpit")
    secretary.opens("/konto/2fa/").sees("Pozostało 9 niewykorzystanych kodów")
    secretary.signs_out().signs_in(account).fills("Kod", codes[0]).presses("Zaloguj")
    secretary.sees_heading("Coś trzeba poprawić")


def test_counsellor_signs_out_a_device_left_elsewhere(arrives: Arrives, demo: Any) -> None:
    at_school = arrives().signs_in(demo.accounts["counsellor"]).sees_heading("Pulpit")
    at_home = arrives().signs_in(demo.accounts["counsellor"]).sees_heading("Pulpit")
    at_home.opens("/konto/sessions/").sees("to urządzenie")
    assert at_home.counts(re.compile("Chrom"), within="main tbody tr") == 2
    at_home.presses("Wyloguj pozostałe urządzenia").opens("/konto/sessions/").sees("Logowanie jest tylko na tym")
    at_school.opens("/pulpit/").sees_heading("Zaloguj się")
    at_home.opens("/pulpit/").sees_heading("Pulpit")


def test_reporter_of_two_organisations_chooses_for_whom_to_act(arrives: Arrives) -> None:
    administrator = arrives("administrator")
    administrator.opens("/zarzadzanie/konta/?q=sprawozdawca").follows("Sebastian Sprawozdawca", within="main table")
    administrator.chooses("Rola", "sprawozdawca podmiotu").fills("Podmiot", SCHOOL).presses("Nadaj rolę")
    administrator.sees(f"sprawozdawca podmiotu · {SCHOOL}")

    reporter = arrives("reporter")
    reporter.opens("/pulpit/").chooses("Działam w imieniu", SCHOOL).presses("Przełącz").sees_heading("Pulpit")
    reporter.sees(re.compile(re.escape(SCHOOL)), within="main [role=status]")
    reporter.opens("/moje-dane/")
    assert reporter.page.get_by_label("Działam w imieniu").locator("option:checked").inner_text() == SCHOOL
    reporter.chooses("Działam w imieniu", GUILD).presses("Przełącz").sees_heading("Moje dane")
