"""Reads: strategies, the programme's table, one action in full, plan facts for the rooms above."""

from __future__ import annotations

from azymut.programmes.queries.actions import (
    action_for_work,
    action_of_identity,
    actions_with_milestones,
    budget_line_for_work,
    indicator_for_work,
    indicators_in_full,
    late_milestones,
    managed_actions,
    milestone_for_work,
    publishable_actions,
    searchable_actions,
)
from azymut.programmes.queries.facts import IndicatorPlanFact, MeasuredValue, MilestonePlanFact, PlanFacts, plan_facts
from azymut.programmes.queries.strategies import shown_version, strategies_with_versions
from azymut.programmes.queries.table import (
    ActionRow,
    MilestoneCell,
    MoneySum,
    NodeRow,
    ProgrammeTable,
    TableFilter,
    money_of,
    programme_table,
    rows_matching,
)

__all__ = [
    "ActionRow",
    "IndicatorPlanFact",
    "MeasuredValue",
    "MilestoneCell",
    "MilestonePlanFact",
    "MoneySum",
    "NodeRow",
    "PlanFacts",
    "ProgrammeTable",
    "TableFilter",
    "action_for_work",
    "action_of_identity",
    "actions_with_milestones",
    "budget_line_for_work",
    "indicator_for_work",
    "indicators_in_full",
    "late_milestones",
    "managed_actions",
    "milestone_for_work",
    "money_of",
    "plan_facts",
    "programme_table",
    "publishable_actions",
    "rows_matching",
    "searchable_actions",
    "shown_version",
    "strategies_with_versions",
]
