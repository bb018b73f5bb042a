"""What lists, counties, gaps, schools and the search are told, at a constant number of questions to the database."""

from __future__ import annotations

from datetime import date

import pytest

from azymut.offers import queries
from azymut.offers.enums import Meaning
from azymut.offers.queries import Filters, UnknownName
from azymut.offers.rules import Pupils
from tests.factories.occupations import SchoolOccupationFactory, SectorFactory
from tests.factories.offers import OfferFactory, ReadingFactory
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory

pytestmark = pytest.mark.django_db


def listed(**asked):
    return [one.organisation.name for one in queries.offers(Filters(**asked))]


@pytest.fixture
def offers(schools, occupations):
    """Three schools, each with one occupation."""
    pairs = zip(schools.values(), occupations.values(), strict=True)
    for pupils, (school, occupation) in zip((30, None, 12), pairs, strict=True):
        OfferFactory(
            organisation=school, occupation=occupation, pupils=pupils,
            school_type="bs1" if school.rspo == "103" else "technikum",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Szkoła nr 3", "Technikum nr 1", "Technikum nr 2"]),
        ({"text": "technikum informatyk"}, ["Technikum nr 1"]),
        ({"text": "kucharz"}, ["Szkoła nr 3"]),
        ({"occupation": "351203"}, ["Technikum nr 1"]),
        ({"county": "1001"}, ["Szkoła nr 3", "Technikum nr 2"]),
        ({"school_type": "bs1"}, ["Szkoła nr 3"]),
        ({"sector": "XXX"}, []),
        ({"sector": "INF", "year": 2026, "text": "elektryk"}, ["Technikum nr 2"]),
        ({"year": 2025}, []),
        ({"order": "-school"}, ["Technikum nr 2", "Technikum nr 1", "Szkoła nr 3"]),
        ({"order": "occupation"}, ["Szkoła nr 3", "Technikum nr 2", "Technikum nr 1"]),
        ({"order": "county"}, ["Technikum nr 1", "Szkoła nr 3", "Technikum nr 2"]),
        ({"order": "pupils"}, ["Szkoła nr 3", "Technikum nr 1", "Technikum nr 2"]),
        ({"order": "-pupils"}, ["Technikum nr 1", "Szkoła nr 3", "Technikum nr 2"]),
    ],
)
def test_filters_and_orders(offers, asked, names):
    assert listed(**asked) == names


def test_an_offices_table_stands_over_the_registers_declaration(schools, occupations):
    both = {"organisation": schools["101"], "occupation": occupations["351203"]}
    OfferFactory(**both, declared=True)
    OfferFactory(**both, pupils=20)
    OfferFactory(organisation=schools["102"], occupation=occupations["351203"], declared=True)
    told = [(one.organisation.rspo, one.meaning) for one in queries.offers(Filters())]
    assert told == [("101", Meaning.TAUGHT), ("102", Meaning.DECLARED)]


def test_what_ended_is_unknown_or_is_of_a_closed_school_is_not_listed(schools, occupations):
    OfferFactory(organisation=schools["101"], ended=True)
    OfferFactory(organisation=schools["102"], unknown=True)
    closed = OrganisationFactory(closed_on=date(2026, 8, 31), territory=schools["101"].territory)
    OfferFactory(organisation=closed)
    OfferFactory(organisation=closed, school_year=2025, occupation=occupations["351203"])
    assert [one.school_year for one in queries.offers(Filters())] == [2025]
    assert queries.school_years() == [2026, 2025]


def test_what_the_filters_offer(offers):
    SectorFactory(symbol="ELE", name="elektryczna")
    assert [one.code for one in queries.taught_occupations()] == ["512001", "311303", "351203"]
    assert [one.symbol for one in queries.taught_sectors()] == ["INF"]
    assert [one.code for one in queries.teaching_counties()] == ["1061", "1001"]


def test_provision_over_counties_with_its_gaps(region, schools, occupations):
    lodz, belchatow = schools["101"].territory, schools["102"].territory
    between, far = TerritoryFactory(code="1008"), TerritoryFactory(code="1018")
    between.neighbours.add(lodz, belchatow)
    one = occupations["351203"]
    OfferFactory(organisation=schools["102"], occupation=one, pupils=30)
    OfferFactory(organisation=schools["103"], occupation=one, pupils=None)
    told = queries.provision_of(one, 2026, region)
    assert (told.schools, told.pupils, told.year) == (2, Pupils(30, 1), 2026)
    assert [(each.county.code, each.schools, each.pupils) for each in told.taught] == [("1001", 2, Pupils(30, 1))]
    gaps = {gap.county.code: (gap.steps, [each.code for each in gap.nearest]) for gap in told.gaps}
    assert gaps == {lodz.code: (2, ["1001"]), "1008": (1, ["1001"]), far.code: (-1, [])}
    assert queries.provision_of(one, 2024, region).gaps == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_provision_costs_the_same_whatever_its_size(region, rows, occupations, django_assert_num_queries):
    for number in range(rows):
        school = OrganisationFactory(territory=TerritoryFactory(code=f"10{number:02d}"))
        OfferFactory(organisation=school, occupation=occupations["351203"])
    with django_assert_num_queries(3):
        queries.provision_of(occupations["351203"], 2026, region)


def test_totals_year_by_year(region, schools, occupations):
    one = occupations["351203"]
    OfferFactory(organisation=schools["101"], occupation=one, school_year=2025, pupils=40)
    OfferFactory(organisation=schools["101"], occupation=one, pupils=38)
    OfferFactory(organisation=schools["102"], occupation=one, pupils=None)
    OfferFactory(organisation=OrganisationFactory(territory=TerritoryFactory(code="1465")), occupation=one)
    told = [(total.year, total.schools, total.pupils) for total in queries.totals_of(one, region.code)]
    assert told == [(2025, 1, Pupils(40, 0)), (2026, 2, Pupils(38, 1))]


def test_all_that_was_ever_said_of_a_school(schools, occupations):
    OfferFactory(organisation=schools["101"], occupation=occupations["351203"], school_year=2025)
    OfferFactory(organisation=schools["101"], occupation=occupations["351203"], ended=True)
    OfferFactory(organisation=schools["101"], occupation=occupations["351203"])
    OfferFactory(organisation=schools["102"])
    told = [(one.school_year, bool(one.ended_on)) for one in queries.offers_of_school(schools["101"])]
    assert told == [(2026, False), (2026, True), (2025, False)]


class TestMatcher:
    def test_by_name_code_and_nothing(self, occupations):
        matcher = queries.matcher()
        assert matcher.find("", "TECHNIK  INFORMATYK").code == "351203"
        assert matcher.find("311303", "elektryk dawniej").code == "311303"
        assert matcher.find("", "smok") is None

    def test_where_name_and_code_disagree_the_name_holds(self, occupations):
        assert queries.matcher().find("311303", "Kucharz").code == "512001"

    def test_of_two_namesakes_the_standing_one(self, occupations):
        SchoolOccupationFactory(code="512002", name="Kucharz", closed_on=date(2019, 8, 31))
        assert queries.matcher().find("", "Kucharz").code == "512001"
        SchoolOccupationFactory(code="512003", name="Kucharz")
        assert queries.matcher().find("", "Kucharz") is None

    def test_a_closed_occupation_alone_is_found(self, occupations):
        SchoolOccupationFactory(code="512009", name="Dawny kucharz", closed_on=date(2019, 8, 31))
        assert queries.matcher().find("", "dawny kucharz").code == "512009"


def test_names_that_wait_the_most_frequent_first(schools):
    for number, school in enumerate(schools.values()):
        OfferFactory(organisation=school, unknown=True, school_year=2024 + number)
    OfferFactory(organisation=schools["101"], unknown=True, said="Smok")
    OfferFactory(organisation=schools["101"], unknown=True, said="Dawny", ended=True)
    assert queries.unknown_names() == [
        UnknownName("Technik nieznany", "technik nieznany", 3, 2024, 2026),
        UnknownName("Smok", "smok", 1, 2026, 2026),
    ]


def test_readings_by_their_address(db):
    first = ReadingFactory()
    assert queries.readings() == [first]
    assert queries.reading(first.public_id) == first
    assert queries.reading("nothing") is None
    assert queries.was_taken(first.sha256)
    assert not queries.was_taken(first.sha256, as_of=date(2020, 1, 1))


def test_standing_keys_of_a_territory(schools, occupations):
    there = OfferFactory(organisation=schools["101"], occupation=occupations["351203"])
    elsewhere = OrganisationFactory(territory=TerritoryFactory(code="1465"))
    OfferFactory(organisation=elsewhere, occupation=occupations["351203"])
    assert queries.standing_keys("office", years=[2026], within="10") == {(there.organisation_id, 2026, "351203")}
    assert len(queries.standing_keys("office", years=[2026])) == 2


def test_many_schools_are_looked_up_in_portions(schools):
    found = queries.schools_by_number({*map(str, range(200, 900)), "101", "103"})
    assert set(found) == {"101", "103"}


def test_the_site_finds_schools_of_an_occupation_in_its_newest_year(schools, occupations):
    one = occupations["351203"]
    OfferFactory(organisation=schools["101"], occupation=one, school_year=2025)
    OfferFactory(organisation=schools["102"], occupation=one)
    told = [(found.code, [each.organisation.rspo for each in offers]) for found, offers in queries.for_search(None)]
    assert told == [("351203", ["102"])]
    assert queries.for_search(["512001"]) == []


def test_whether_all_is_invented(schools, occupations):
    one = occupations["351203"]
    assert not queries.is_sample_only(one)
    OfferFactory(organisation=schools["101"], occupation=one, origin="sample")
    assert queries.is_sample_only(one)
    OfferFactory(organisation=schools["102"], occupation=one)
    assert not queries.is_sample_only(one)


def test_an_occupation_by_its_code(occupations):
    assert queries.occupation("351203") == occupations["351203"]
    assert queries.occupation("000000") is None
