"""Strategies with their versions and trees; actions with plan and execution."""

from __future__ import annotations

from azymut.programmes.models.action import Action, Milestone, Partnership, Postponement
from azymut.programmes.models.measures import ActionIndicator, BudgetLine, FundingSource, Measurement, Target
from azymut.programmes.models.strategy import Node, NodeIdentity, Strategy, Tag, Version

__all__ = [
    "Action",
    "ActionIndicator",
    "BudgetLine",
    "FundingSource",
    "Measurement",
    "Milestone",
    "Node",
    "NodeIdentity",
    "Partnership",
    "Postponement",
    "Strategy",
    "Tag",
    "Target",
    "Version",
]
