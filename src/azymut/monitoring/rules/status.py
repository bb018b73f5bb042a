"""The status of an action on a day: a pure function over frozen values, with its reasons and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from azymut.monitoring.enums import ReasonCode, RuleCode, Status
from azymut.monitoring.rules.indicators import MONTHS, Assessment, IndicatorFact, Outcome, assess
from azymut.monitoring.rules.thresholds import THRESHOLDS, Thresholds

SEVERITY: Mapping[Status, int] = {
    Status.OFF_COURSE: 2,
    Status.AT_RISK: 1,
    Status.NO_DATA: 0,
    Status.ON_COURSE: 0,
    Status.NOT_STARTED: 0,
    Status.FINISHED: 0,
}
"""How bad a status is; more bad news never lowers it."""

STATUS_OF_RULE: Mapping[RuleCode, Status] = {
    RuleCode.MILESTONE_VERY_LATE: Status.OFF_COURSE,
    RuleCode.MILESTONES_LATE_TOGETHER: Status.OFF_COURSE,
    RuleCode.INDICATOR_FAR_BELOW: Status.OFF_COURSE,
    RuleCode.MILESTONE_LATE: Status.AT_RISK,
    RuleCode.INDICATOR_BELOW: Status.AT_RISK,
    RuleCode.FINISHED: Status.FINISHED,
    RuleCode.NOT_STARTED: Status.NOT_STARTED,
    RuleCode.NO_DATA: Status.NO_DATA,
    RuleCode.ON_COURSE: Status.ON_COURSE,
}


@dataclass(frozen=True)
class MilestoneFact:
    title: str
    due_on: date
    done_on: date | None = None

    def done(self, on: date) -> bool:
        return self.done_on is not None and self.done_on <= on

    def late_days(self, on: date) -> int:
        """Days past the term; the term's own day is still in time."""
        return 0 if self.done(on) else max(0, (on - self.due_on).days)


@dataclass(frozen=True)
class ActionFacts:
    """All that the rules look at. What is not here does not count."""

    starts_on: date
    ends_on: date
    milestones: tuple[MilestoneFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()


@dataclass(frozen=True)
class Reason:
    """A code with its parameters as plain JSON values; sentences are made of it in any language."""

    code: ReasonCode
    parameters: Mapping[str, Any] = field(default_factory=dict)
    severity: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code.value, "severity": self.severity, **self.parameters}


@dataclass(frozen=True)
class Verdict:
    """The status, the rule that decided, why, and what would bring the action back on course."""

    status: Status
    rule: RuleCode
    reasons: tuple[Reason, ...]
    returns_when: tuple[Reason, ...] = ()

    @property
    def severity(self) -> int:
        return SEVERITY[self.status]

    @property
    def codes(self) -> str:
        """What must differ for a new line in the history: rule, codes and their subjects, not moving figures."""
        parts = sorted(f"{reason.code.value}:{reason.parameters.get('name', '')}" for reason in self.reasons)
        return ";".join([self.rule.value, *parts])


def status_of(facts: ActionFacts, on: date, thresholds: Thresholds = THRESHOLDS) -> Verdict:
    """The status on a day. Rules are tried in the order of RuleCode; the first that applies decides."""
    late = [(milestone, milestone.late_days(on)) for milestone in facts.milestones]
    late = sorted(((m, days) for m, days in late if days), key=lambda pair: (-pair[1], pair[0].title))
    now = on.year * MONTHS + on.month
    judged = [(indicator, assess(indicator, now=now, thresholds=thresholds)) for indicator in facts.indicators]
    rule = _rule(facts, on, [days for _, days in late], [assessment for _, assessment in judged], thresholds)
    reasons = [_late_reason(milestone, days, thresholds) for milestone, days in late]
    reasons += sorted((_indicator_reason(*pair) for pair in judged), key=lambda reason: -reason.severity)
    return Verdict(
        STATUS_OF_RULE[rule],
        rule,
        (*reasons, *_quiet_reasons(facts, on, rule)),
        tuple(_returns(late, judged)),
    )


def _rule(facts: ActionFacts, on: date, late: list[int], judged: list[Assessment], thresholds: Thresholds) -> RuleCode:
    worst = {assessment.outcome for assessment in judged}
    tried = (
        (RuleCode.MILESTONE_VERY_LATE, any(days > thresholds.off_days for days in late)),
        (
            RuleCode.MILESTONES_LATE_TOGETHER,
            sum(days > thresholds.serious_days for days in late) >= thresholds.off_together,
        ),
        (RuleCode.INDICATOR_FAR_BELOW, Outcome.FAR_BELOW in worst),
        (RuleCode.MILESTONE_LATE, bool(late)),
        (RuleCode.INDICATOR_BELOW, Outcome.BELOW in worst),
        (RuleCode.FINISHED, _finished(facts, on, judged)),
        (RuleCode.NOT_STARTED, on < facts.starts_on),
        (RuleCode.NO_DATA, _nothing_to_judge(facts, judged)),
    )
    return next((rule for rule, applies in tried if applies), RuleCode.ON_COURSE)


def _finished(facts: ActionFacts, on: date, judged: list[Assessment]) -> bool:
    """Every milestone is done, and either the end has come or every indicator has reached its last target.

    Indicators below plan were tried before, so an action that ended short of them does not come here.
    """
    if not facts.milestones or not all(milestone.done(on) for milestone in facts.milestones):
        return False
    return on > facts.ends_on or all(assessment.reached_last and not assessment.old for assessment in judged)


def _nothing_to_judge(facts: ActionFacts, judged: list[Assessment]) -> bool:
    return not facts.milestones and not any(a.outcome.judged and not a.old for a in judged)


def _late_reason(milestone: MilestoneFact, days: int, thresholds: Thresholds) -> Reason:
    severity = 2 if days > thresholds.serious_days else 1
    return Reason(
        ReasonCode.MILESTONE_LATE,
        {"name": milestone.title, "due_on": milestone.due_on.isoformat(), "days": days},
        severity,
    )


_CODE_OF_OUTCOME = {
    Outcome.MEETS: (ReasonCode.INDICATOR_MEETS, 0),
    Outcome.BELOW: (ReasonCode.INDICATOR_SHORT, 1),
    Outcome.FAR_BELOW: (ReasonCode.INDICATOR_SHORT, 2),
    Outcome.NOT_DUE: (ReasonCode.INDICATOR_NOT_DUE, 0),
    Outcome.NO_VALUE: (ReasonCode.INDICATOR_NO_VALUE, 0),
    Outcome.SUPPRESSED: (ReasonCode.INDICATOR_SUPPRESSED, 0),
    Outcome.BREAK: (ReasonCode.INDICATOR_BREAK, 0),
}


def _indicator_reason(fact: IndicatorFact, assessment: Assessment) -> Reason:
    code, severity = _CODE_OF_OUTCOME[assessment.outcome]
    if assessment.outcome == Outcome.MEETS and assessment.old:
        code = ReasonCode.INDICATOR_OLD
    reading = fact.reading
    parameters = {
        "name": fact.name,
        "unit": fact.unit,
        "decimals": fact.decimals,
        "period": reading.period if reading else "",
        "value": _plain(reading.value if reading else None),
        "expected": _plain(assessment.expected),
        "share": _plain(assessment.share),
        "baseline_year": fact.baseline_year,
    }
    return Reason(code, parameters, severity)


def _quiet_reasons(facts: ActionFacts, on: date, rule: RuleCode) -> list[Reason]:
    """What else is worth saying: milestones done, the next one, a start to come, an end that passed."""
    reasons = []
    if rule == RuleCode.NOT_STARTED:
        reasons.append(Reason(ReasonCode.NOT_STARTED, {"starts_on": facts.starts_on.isoformat()}))
    if not facts.milestones:
        reasons.append(Reason(ReasonCode.NOTHING_PLANNED))
        return reasons
    done = sum(milestone.done(on) for milestone in facts.milestones)
    if done:
        reasons.append(Reason(ReasonCode.MILESTONES_DONE, {"done": done, "total": len(facts.milestones)}))
    if on > facts.ends_on:
        reasons.append(Reason(ReasonCode.ENDED, {"ends_on": facts.ends_on.isoformat()}))
    ahead = [m for m in facts.milestones if not m.done(on) and m.due_on >= on]
    if ahead:
        following = min(ahead, key=lambda milestone: (milestone.due_on, milestone.title))
        reasons.append(
            Reason(ReasonCode.NEXT_MILESTONE, {"name": following.title, "due_on": following.due_on.isoformat()})
        )
    return reasons


def _returns(late: list[tuple[MilestoneFact, int]], judged: list[tuple[IndicatorFact, Assessment]]) -> list[Reason]:
    """Every condition that must come true for the action to be on course again."""
    conditions = [Reason(ReasonCode.MILESTONE_LATE, {"name": milestone.title}) for milestone, _ in late]
    for fact, assessment in judged:
        if assessment.outcome in (Outcome.BELOW, Outcome.FAR_BELOW):
            conditions.append(
                Reason(
                    ReasonCode.INDICATOR_SHORT,
                    {
                        "name": fact.name,
                        "unit": fact.unit,
                        "decimals": fact.decimals,
                        "enough": _plain(assessment.enough),
                        "higher": fact.better == "higher",
                        "period": fact.reading.period if fact.reading else "",
                    },
                )
            )
    return conditions


def _plain(value: Decimal | None) -> str | None:
    """A figure as text with at most four places, so that history compares and prints the same everywhere."""
    return None if value is None else f"{value.quantize(Decimal('0.0001')).normalize():f}"
