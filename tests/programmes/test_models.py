"""The database refuses what may not be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from azymut.programmes.enums import NodeKind, VersionState
from azymut.programmes.models import Postponement
from tests.factories.programmes import (
    ActionFactory,
    ActionIndicatorFactory,
    BudgetLineFactory,
    FundingSourceFactory,
    MeasurementFactory,
    MilestoneFactory,
    NodeFactory,
    StrategyFactory,
    TagFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def broken() -> dict:
    """Each constraint with a call that breaks it."""
    return {
        "strategy_named": lambda: StrategyFactory(name=""),
        "version_one_in_force": lambda: VersionFactory(strategy=VersionFactory().strategy, number=2),
        "version_number_once": lambda: VersionFactory(strategy=VersionFactory().strategy, draft=True),
        "version_adopted_by_resolution": lambda: VersionFactory(resolution_number=""),
        "version_in_force_after_adoption": lambda: VersionFactory(in_force_from=date(2023, 1, 1)),
        "version_in_force_dated": lambda: VersionFactory(in_force_from=None),
        "version_superseded_dated": lambda: VersionFactory(state=VersionState.SUPERSEDED),
        "version_number_from_one": lambda: VersionFactory(number=0),
        "node_only_priorities_at_top": lambda: NodeFactory(kind=NodeKind.ACTION),
        "node_numbered_and_titled": lambda: NodeFactory(title=""),
        "action_ends_after_start": lambda: ActionFactory(ends_on=date(2020, 1, 1)),
        "milestone_titled": lambda: MilestoneFactory(title=""),
        "milestone_moves_only_later": lambda: MilestoneFactory(first_due_on=date(2027, 1, 1)),
        "postponement_has_reason": lambda: Postponement.objects.create(
            milestone=MilestoneFactory(),
            from_on=date(2026, 1, 1),
            to_on=date(2026, 1, 2),
            reason="",
            at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
        "budget_not_negative": lambda: BudgetLineFactory(planned=Decimal(-1)),
        "budget_spent_was_committed": lambda: BudgetLineFactory(spent=Decimal(900)),
        "budget_over_plan_explained": lambda: BudgetLineFactory(committed=Decimal(2000)),
        "budget_year": lambda: BudgetLineFactory(year=1900),
        "action_indicator_baseline_dated": lambda: ActionIndicatorFactory(baseline_year=None),
        "action_indicator_link_complete": lambda: ActionIndicatorFactory(indicator_key="wage"),
        "action_indicator_named": lambda: ActionIndicatorFactory(name=""),
        "target_year": lambda: ActionIndicatorFactory(targets={1990: 1}),
        "measurement_year": lambda: MeasurementFactory(year=1990),
        "measurement_has_source": lambda: MeasurementFactory(source_note=""),
    }


@pytest.mark.parametrize("name", broken())
def test_constraint(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()[name]()


def test_same_twice_is_refused():
    line = BudgetLineFactory()
    milestone = MilestoneFactory()
    measurement = MeasurementFactory()
    for again in (
        lambda: BudgetLineFactory(action=line.action),
        lambda: MilestoneFactory(action=milestone.action, key=milestone.key),
        lambda: MeasurementFactory(indicator=measurement.indicator),
        lambda: NodeFactory(version=line.action.node.version, number=line.action.number),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


def test_words_follow_the_language():
    things = (TagFactory(), FundingSourceFactory(), ActionIndicatorFactory(name="Klasy", name_en="Classes"))
    with translation.override("en"):
        assert [thing.label for thing in things] == ["Basic skills", "National Recovery Plan", "Classes"]
    with translation.override("pl"):
        assert [str(thing) for thing in things] == ["Umiejętności podstawowe", "Krajowy Plan Odbudowy", "Klasy"]
