"""Counties, schools with register numbers and occupations that the tests of the room share."""

from __future__ import annotations

import pytest

from tests.factories.occupations import SchoolOccupationFactory
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory


@pytest.fixture
def region(db):
    return TerritoryFactory(voivodeship=True)


@pytest.fixture
def occupations(db):
    """By their codes."""
    names = {"351203": "Technik informatyk", "311303": "Technik elektryk", "512001": "Kucharz"}
    return {code: SchoolOccupationFactory(code=code, name=name) for code, name in names.items()}


@pytest.fixture
def schools(region):
    """By their numbers: a technikum in Łódź, one in the county of Bełchatów, a trade school in the same."""
    lodz, belchatow = TerritoryFactory(city=True), TerritoryFactory(code="1001")
    return {
        "101": OrganisationFactory(rspo="101", name="Technikum nr 1", subtype="Technikum", territory=lodz),
        "102": OrganisationFactory(rspo="102", name="Technikum nr 2", subtype="Technikum", territory=belchatow),
        "103": OrganisationFactory(
            rspo="103", name="Szkoła nr 3", subtype="Branżowa szkoła I stopnia", territory=belchatow
        ),
    }
