"""Counties of Łódzkie and a signed-in browser for the room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from tests.factories.people import AccountFactory
from tests.factories.places import TerritoryFactory


@pytest.fixture(autouse=True)
def polish():
    """A page read in English leaves English behind in the thread; each test starts in the site's own language."""
    with translation.override("pl"):
        yield


@pytest.fixture
def lodzkie(db):
    """The voivodeship with two counties and the city."""
    region = TerritoryFactory(voivodeship=True)
    return {
        "region": region,
        "belchatow": TerritoryFactory(code="1001", name="bełchatowski", parent=region),
        "zgierz": TerritoryFactory(code="1020", name="zgierski", parent=region),
        "lodz": TerritoryFactory(city=True, parent=region),
    }


@pytest.fixture
def sign_in(client, settings):
    """Signs an account in and hands its browser over; the second factor has tests of its own."""
    settings.SECOND_FACTOR_DEMANDED = False

    def as_(account=None, **roles):
        person = account or AccountFactory(**roles)
        client.force_login(person)
        client.account = person
        return client

    return as_


@pytest.fixture
def rspo_file():
    """The real export of 2020; tests that need it are skipped aloud when it is not there."""
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "rspo" / "rspo_export_lubelskie_2020-02.csv"
    if not path.exists():
        pytest.skip(f"shared data not found: {path.name}")
    return path
