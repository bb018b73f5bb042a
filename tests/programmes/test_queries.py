"""Reads of the room: each takes the same number of queries for one and for three."""

from __future__ import annotations

from datetime import date

import pytest

from azymut.programmes import queries
from azymut.programmes.enums import NodeKind, PartnerRole
from azymut.programmes.models import Partnership
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import (
    ActionFactory,
    ActionIndicatorFactory,
    FundingSourceFactory,
    NodeFactory,
    TagFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 3])
def test_actions_that_an_indicator_measures(many, django_assert_num_queries):
    here = TerritoryFactory()
    actions = [ActionFactory(node__number=str(number)) for number in range(1, many + 1)]
    for action in actions:
        ActionIndicatorFactory(action=action, indicator_key="wage", territory=here)
        ActionIndicatorFactory(action=action, indicator_key="wage", territory=here)
    draft = ActionFactory(version=VersionFactory(draft=True))
    ActionIndicatorFactory(action=draft, indicator_key="wage", territory=here)
    with django_assert_num_queries(1):
        assert [str(action.node) for action in queries.actions_served_by("wage")] == [str(a.node) for a in actions]
    assert queries.actions_served_by("nothing") == []


@pytest.mark.parametrize("many", [1, 3])
def test_actions_of_an_organisation_and_what_it_is_in_them(many, django_assert_num_queries):
    organisation = OrganisationFactory()
    led = [ActionFactory(node__number=f"1.{number}", lead=organisation) for number in range(many)]
    joined = [ActionFactory(node__number=f"2.{number}") for number in range(many)]
    for action in joined:
        Partnership.objects.create(action=action, organisation=organisation, role=PartnerRole.CARRIES_OUT)
    ActionFactory()
    with django_assert_num_queries(1):
        assert queries.actions_of_organisation(organisation) == [*led, *joined]
    with django_assert_num_queries(1):
        roles = queries.partner_roles_of(organisation)
    assert roles == {action.pk: PartnerRole.CARRIES_OUT.label for action in joined}


def test_choices_of_forms(django_assert_num_queries):
    region = TerritoryFactory(voivodeship=True, code="10", name="łódzkie")
    county = TerritoryFactory(code="1001", parent=region)
    TerritoryFactory(voivodeship=True, code="14", name="mazowieckie")
    standing = OrganisationFactory(name="Ala", territory=county)
    OrganisationFactory(name="Była", territory=county, opened_on=None, closed_on=date(2020, 1, 1))
    area, other = TagFactory(group="area"), TagFactory(group="target")
    source = FundingSourceFactory()
    priority = NodeFactory(number="1")
    NodeFactory(version=priority.version, parent=priority, kind=NodeKind.ACTION, number="1.1")
    NodeFactory(version=VersionFactory(draft=True))
    for found, expected in (
        (queries.territories_below("10"), [region, county]),
        (queries.open_organisations(), [standing]),
        (queries.areas(), [area]),
        (queries.other_tags(), [other]),
        (queries.funding_sources(), [source]),
        (queries.parents_in_force(), [priority]),
    ):
        with django_assert_num_queries(1):
            assert list(found) == expected
