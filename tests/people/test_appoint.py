"""The command that brings in the first administrator."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from azymut.kernel.models import AuditEntry
from azymut.people.enums import RoleKey
from azymut.people.models import Account
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db
PASSWORD = "koń bateria zszywka poprawny"


@pytest.fixture
def typed(monkeypatch):
    def type_in(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return type_in


def test_appoint_opens_an_account_with_the_role(typed) -> None:
    typed(f"{PASSWORD}\n")
    out = io.StringIO()
    call_command("appoint", "ada@example.org", name="Ada Nowak", stdout=out)
    account = Account.objects.get(email="ada@example.org")
    assert out.getvalue() == "ada@example.org: administrator\n"
    assert account.check_password(PASSWORD)
    assert list(account.memberships.values_list("role", flat=True)) == [RoleKey.ADMINISTRATOR]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"people.open_account", "people.grant_role"}


def test_appoint_gives_a_role_to_who_has_an_account() -> None:
    account = AccountFactory()
    call_command("appoint", account.email.upper(), role="coordinator", stdout=io.StringIO())
    assert list(account.memberships.values_list("role", flat=True)) == [RoleKey.COORDINATOR]


@pytest.mark.parametrize("password", ["", "short", "passwordpassword"[:8]])
def test_appoint_refuses_a_weak_password_and_makes_nothing(typed, password: str) -> None:
    typed(f"{password}\n")
    with pytest.raises(CommandError):
        call_command("appoint", "ada@example.org")
    assert not Account.objects.exists()


def test_appoint_asks_twice_at_a_terminal(typed, monkeypatch) -> None:
    typed("")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter([PASSWORD, "something else"])
    monkeypatch.setattr("azymut.people.management.commands.appoint.getpass", lambda _prompt: next(answers))
    with pytest.raises(CommandError, match="differ"):
        call_command("appoint", "ada@example.org")


@pytest.mark.parametrize("role", ["head", "administrator"])
def test_appoint_says_why_a_role_cannot_be_given(role: str) -> None:
    account = AccountFactory(administrator=True)
    with pytest.raises(CommandError):
        call_command("appoint", account.email, role=role)
