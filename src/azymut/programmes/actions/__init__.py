"""Writes on programmes: versions, plans and their execution. Rooms above listen through `changes`."""

from __future__ import annotations

from azymut.programmes.actions.execution import (
    complete_milestone,
    postpone_milestone,
    record_execution,
    record_measurement,
    reopen_milestone,
)
from azymut.programmes.actions.listeners import changes
from azymut.programmes.actions.plan import (
    ActionPlan,
    IndicatorPlan,
    add_budget_line,
    add_indicator,
    add_milestone,
    create_action,
    update_action,
)
from azymut.programmes.actions.versions import bring_into_force, create_node, create_strategy, open_version
from azymut.programmes.actions.whole import (
    ActionDocument,
    BudgetDocument,
    IndicatorDocument,
    MilestoneDocument,
    NodeDocument,
    ProgrammeDocument,
    load_programme,
)
from azymut.programmes.actions.words import SourceWord, TagWord, load_words

__all__ = [
    "ActionDocument",
    "ActionPlan",
    "BudgetDocument",
    "IndicatorDocument",
    "IndicatorPlan",
    "MilestoneDocument",
    "NodeDocument",
    "ProgrammeDocument",
    "SourceWord",
    "TagWord",
    "add_budget_line",
    "add_indicator",
    "add_milestone",
    "bring_into_force",
    "changes",
    "complete_milestone",
    "create_action",
    "create_node",
    "create_strategy",
    "load_programme",
    "load_words",
    "open_version",
    "postpone_milestone",
    "record_execution",
    "record_measurement",
    "reopen_milestone",
    "update_action",
]
