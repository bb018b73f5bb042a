"""What programmes tell the search, organisations' pages and figures' pages."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from azymut.indicators.models import Indicator
from azymut.kernel.registries import panels_for, trace_of
from azymut.programmes import providers
from azymut.programmes.enums import NodeKind
from azymut.search.registry import kind_named
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import ActionFactory, ActionIndicatorFactory, NodeFactory, VersionFactory

pytestmark = pytest.mark.django_db


def test_actions_can_be_found():
    action = ActionFactory(node__title="Staże", goals="Praca po szkole")
    ActionFactory(version=VersionFactory(draft=True))
    documents = list(kind_named("action").documents(None))
    assert [(d.key, d.sample) for d in documents] == [(action.node.identity.public_id, True)]
    assert "Praca po szkole" in documents[0].body
    assert list(kind_named("action").documents([])) == []


def test_thread_leads_from_programme_through_priority():
    priority = NodeFactory(number="4", title="Diagnoza")
    direction = NodeFactory(
        version=priority.version, parent=priority, kind=NodeKind.DIRECTION, number="4.A", title="Doradztwo"
    )
    action = ActionFactory(priority=direction, node__number="4.5")
    steps = trace_of(action, label="4.5", kind="Działanie")
    assert [str(step.label) for step in steps] == [action.strategy.short_name, "4. Diagnoza", "4.5"]


def test_organisation_shows_what_it_leads_and_where_it_helps():
    lead, partner = OrganisationFactory(), OrganisationFactory()
    action = ActionFactory(lead=lead, node__title="Staże")
    action.partners.add(partner, through_defaults={"role": "funds"})
    for organisation, role in ((lead, "prowadzi"), (partner, "współfinansuje")):
        (panel,) = [panel for panel in panels_for(organisation, None) if panel.key == "programmes-actions"]
        html = render_to_string(panel.template, dict(panel.context))
        assert "Staże" in html
        assert role in html
    assert panels_for(OrganisationFactory(), None) == []


def test_indicator_shows_the_actions_that_it_measures():
    indicator = Indicator.objects.create(
        key="wage", slug="place", name_pl="Płace", name_en="Pay", short_pl="P", short_en="P", theme="pay",
        formula='P2497["ogółem"]', levels="county",
    )  # fmt: skip
    assert [panel.key for panel in panels_for(indicator, None)] == []
    action = ActionFactory(node__title="Staże")
    ActionIndicatorFactory(action=action, indicator_key="wage", territory=TerritoryFactory())
    (panel,) = panels_for(indicator, None)
    assert "Staże" in render_to_string(panel.template, dict(panel.context))
    assert [str(step.label) for step in providers.served_actions(indicator)] == [str(action.node)]
