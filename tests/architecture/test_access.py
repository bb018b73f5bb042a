"""Every address of the site, walked by every role, does what access.csv says; and no walk by GET writes."""

from __future__ import annotations

import os

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.access import ROLES, addresses, outcome, read_table, write_table
from tests.factories.people import AccountFactory
from tests.factories.places import TerritoryFactory

WRITING = os.environ.get("WRITE_ACCESS_TABLE") == "yes"


@pytest.fixture(autouse=True)
def without_second_factor(settings) -> None:
    """It has its own tests; here it would hide what a role may open."""
    settings.SECOND_FACTOR_DEMANDED = False


# Django's admin asks one question of everyone, so these two stand for all.
BACK_OFFICE = ("anonymous", "administrator")


def client_of(role: str) -> Client:
    """A client of this role, in a region that exists."""
    TerritoryFactory(voivodeship=True)
    client = Client()
    if role != "anonymous":
        client.force_login(AccountFactory(**{role: True}))
    return client


if WRITING:

    def test_table_proposal(db) -> None:
        clients = {role: client_of(role) for role in ROLES}
        rows: dict[str, dict[str, str]] = {}
        for address in addresses():
            rows.setdefault(address.row, {role: outcome(client, address.url) for role, client in clients.items()})
        write_table(rows)


def test_every_address_stands_in_the_table() -> None:
    assert {address.row for address in addresses()} ^ set(read_table()) == set()


@pytest.mark.parametrize("role", ROLES)
def test_addresses_open_for_those_whom_the_table_names(role: str, db) -> None:
    """Real requests through the whole stack, the guard against a writing GET among it."""
    table, client = read_table(), client_of(role)
    wrong = {}
    for address in addresses():
        if address.name.startswith("admin:") and role not in BACK_OFFICE:
            continue
        expected = table.get(address.row, {}).get(role, "no line in the table")
        found = outcome(client, address.url)
        if found != expected:
            wrong[address.name] = f"{found}, expected {expected}"
    assert wrong == {}


def test_second_factor_keeps_coordinators_at_its_set_up(db, settings) -> None:
    settings.SECOND_FACTOR_DEMANDED = True
    client = Client()
    client.force_login(AccountFactory(coordinator=True))
    assert client.get("/pulpit/").headers["Location"] == reverse("mfa_index")
