"""Reads of the room, and what the database itself refuses."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from azymut.occupations import queries
from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.exchange import bundled
from azymut.occupations.models import (
    IscoGroup,
    Occupation,
    Qualification,
    Scheme,
    SchoolOccupation,
    SchoolPath,
    Sector,
)
from tests.factories.occupations import SchemeFactory, SchoolOccupationFactory, SchoolPathFactory

pytestmark = pytest.mark.django_db


def test_related_occupations_share_the_elementary_group(few):
    one = queries.school_occupation("351203")
    assert [other.code for other in queries.related_to(one)] == ["351204"]
    assert [other.code for other in queries.sharing_qualifications(one)] == ["351406"]


def test_sectors_in_polish_order(classifications):
    names = [sector.name for sector in queries.sectors()]
    assert len(names) == 32
    assert names[0] == "audiowizualna"
    assert names.index("leśna") > names.index("handlowa")


def test_open_recruitment_is_asked_of_the_kind_of_school():
    one = SchoolOccupationFactory(way__recruits_to=2018)
    SchoolPathFactory(occupation=one, school_type=SchoolType.COURSE)
    asked = queries.Filters(school_type=SchoolType.TECHNIKUM, open_only=True)
    assert not queries.school_occupations(asked).exists()
    assert queries.school_occupations(queries.Filters(school_type=SchoolType.COURSE, open_only=True)).get() == one
    assert queries.school_occupations(queries.Filters(open_only=True)).get() == one
    assert queries.school_occupations(queries.Filters(school_type=SchoolType.TECHNIKUM)).get() == one
    assert bool(asked)
    assert not queries.Filters()


def test_codes_and_schemes(classifications):
    assert len(queries.standing_codes(SchemeKind.SCHOOL, 2019)) == 261
    assert len(queries.standing_codes(SchemeKind.ISCO, 2008)) == 619
    assert [scheme.kind for scheme in queries.schemes()] == ["isco", "kzis", "school"]
    assert queries.tree_of("351203", None) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Scheme.objects.create(kind="school", year=2019, title="x", source="x"),
        lambda: Scheme.objects.create(
            kind="kzis", year=2030, title="x", source="x", valid_from="2026-01-02", valid_to="2026-01-01"
        ),
        lambda: IscoGroup.objects.create(code="12345"[:4], level=5, name="x"),
        lambda: Occupation.objects.create(scheme=Scheme.objects.get(), code="12345", level=5, name="x"),
        lambda: SchoolOccupation.objects.create(scheme=Scheme.objects.get(), code="1", name="x", prk_level=9),
        lambda: SchoolPathFactory(
            occupation=SchoolOccupation.objects.get(), school_type="kkz", recruits_from=2019, recruits_to=2018
        ),
        lambda: SchoolPathFactory(occupation=SchoolOccupation.objects.get()),
        lambda: [
            Qualification.objects.create(occupation=SchoolOccupation.objects.get(), code="INF.02", position=place)
            for place in (1, 2)
        ],
        lambda: Sector.objects.create(symbol="INF", name="x"),
    ],
)
def test_database_refuses_what_must_not_be(make):
    SchemeFactory()
    SchoolOccupationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_names_for_people():
    one = SchoolOccupationFactory(name="Technik informatyk")
    assert str(one) == "Technik informatyk"
    assert str(SchoolPath.objects.get()) == "Technik informatyk: technikum"
    assert str(Qualification(occupation=one, code="INF.02", position=1)) == "INF.02"
    assert one.folded.startswith("technik informatyk 35")


def test_sector_filter_asks_the_symbol():
    one = SchoolOccupationFactory()
    assert queries.school_occupations(queries.Filters(sector="INF")).get() == one
    assert not queries.school_occupations(queries.Filters(sector="BUD"))


def test_scheme_facts_that_were_missing_are_filled_in(few, now):
    Scheme.objects.filter(kind="school").update(state="")
    bundled.load(by=None, at=now)
    assert Scheme.objects.get(kind="school").state == "2020/2021"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count_holds(rows, django_assert_num_queries):
    SchoolOccupationFactory.create_batch(rows)
    with django_assert_num_queries(2):
        list(queries.school_occupations())
