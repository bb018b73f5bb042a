"""A small programme in force and the region that it is for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from azymut.kernel import registries
from azymut.kernel.registries import Mark, Tone
from azymut.programmes.models import Action
from tests.factories.people import AccountFactory
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import (
    ActionFactory,
    ActionIndicatorFactory,
    BudgetLineFactory,
    MeasurementFactory,
    MilestoneFactory,
    NodeFactory,
    VersionFactory,
)


@pytest.fixture
def region(db):
    return TerritoryFactory(code="10", level="voivodeship", name="województwo łódzkie")


@pytest.fixture
def version(region):
    """One priority with two actions: the first in trouble, the second with nothing entered yet."""
    made = VersionFactory(strategy__short_name="ZSU 2030", strategy__name="Program ZSU 2030")
    priority = NodeFactory(version=made, number="1", title="Umiejętności", text="O co chodzi.")
    first = ActionFactory(version=made, priority=priority, node__number="1.1", node__title="Staże uczniowskie")
    ActionFactory(version=made, priority=priority, node__number="1.2", node__title="Doradcy")
    MilestoneFactory(action=first, title="Umowy podpisane", due_on=date(2026, 5, 31))
    MilestoneFactory(action=first, title="Nabór", due_on=date(2025, 5, 31), done_on=date(2025, 5, 30))
    moved = MilestoneFactory(action=first, title="Ocena", due_on=date(2027, 5, 31))
    moved.first_due_on = date(2027, 1, 31)
    moved.save()
    BudgetLineFactory(action=first, year=2025, planned=Decimal(1000), committed=Decimal(800), spent=Decimal(500))
    BudgetLineFactory(action=first, year=2026, planned=Decimal(3000), committed=Decimal(0), spent=Decimal(0))
    indicator = ActionIndicatorFactory(action=first, name="Staże", unit="szt.")
    MeasurementFactory(indicator=indicator, year=2025, value=Decimal(214))
    return made


@pytest.fixture
def marks(monkeypatch, version):
    """The first action is off course; nobody judges the second."""
    first = Action.objects.get(node__number="1.1")
    mark = Mark(Tone.OFF, "poza kursem", ("Kamień milowy „Umowy podpisane” jest spóźniony.",))
    monkeypatch.setitem(registries._marks, Action, lambda pks: {first.pk: mark} if first.pk in pks else {})
    return mark


@pytest.fixture
def coordinator(db):
    return AccountFactory(coordinator=True)
