"""How a status follows from milestones and indicators, and how its reasons are said. docs/status-rules.md explains."""

from __future__ import annotations

from azymut.monitoring.rules.indicators import Assessment, IndicatorFact, Outcome, Reading, assess, expected_at
from azymut.monitoring.rules.override import Standing, check_override, standing
from azymut.monitoring.rules.sentences import sentence, sentences
from azymut.monitoring.rules.status import (
    SEVERITY,
    ActionFacts,
    MilestoneFact,
    Reason,
    Verdict,
    status_of,
)
from azymut.monitoring.rules.thresholds import THRESHOLDS, Thresholds

__all__ = [
    "SEVERITY",
    "THRESHOLDS",
    "ActionFacts",
    "Assessment",
    "IndicatorFact",
    "MilestoneFact",
    "Outcome",
    "Reading",
    "Reason",
    "Standing",
    "Thresholds",
    "Verdict",
    "assess",
    "check_override",
    "expected_at",
    "sentence",
    "sentences",
    "standing",
    "status_of",
]
