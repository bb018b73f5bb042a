"""What rooms above need to judge actions: plan and own measurements as frozen values, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from azymut.programmes.enums import Better, PeriodPart
from azymut.programmes.models import Action, ActionIndicator, Milestone


@dataclass(frozen=True)
class MilestonePlanFact:
    title: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class MeasuredValue:
    year: int
    part: PeriodPart
    value: Decimal


@dataclass(frozen=True)
class IndicatorPlanFact:
    """An indicator's plan. Linked ones name the observatory's indicator and territory and have no measurements."""

    pk: int
    name: str
    unit: str
    decimals: int
    better: Better
    baseline: Decimal | None
    baseline_year: int | None
    indicator_key: str
    territory_code: str
    targets: tuple[tuple[int, Decimal], ...]
    measured: tuple[MeasuredValue, ...]


@dataclass(frozen=True)
class PlanFacts:
    pk: int
    identity: int
    lead: int
    starts_on: date
    ends_on: date
    milestones: tuple[MilestonePlanFact, ...]
    indicators: tuple[IndicatorPlanFact, ...]


def plan_facts(action_pks: Sequence[int]) -> list[PlanFacts]:
    """Facts of these actions: five queries whatever their number."""
    milestones: defaultdict[int, list[MilestonePlanFact]] = defaultdict(list)
    for owner, title, due_on, done_on in Milestone.objects.filter(action__in=action_pks).values_list(
        "action", "title", "due_on", "done_on"
    ):
        milestones[owner].append(MilestonePlanFact(title, due_on, done_on))
    indicators = _indicators(action_pks)
    actions = Action.objects.filter(pk__in=action_pks).values_list(
        "pk", "node__identity", "lead", "starts_on", "ends_on"
    )
    return [
        PlanFacts(pk, identity, lead, starts_on, ends_on, tuple(milestones[pk]), tuple(indicators.get(pk, ())))
        for pk, identity, lead, starts_on, ends_on in actions
    ]


def _indicators(action_pks: Sequence[int]) -> Mapping[int, list[IndicatorPlanFact]]:
    found: defaultdict[int, list[IndicatorPlanFact]] = defaultdict(list)
    rows = (
        ActionIndicator.objects.filter(action__in=action_pks)
        .select_related("territory")
        .prefetch_related("targets", "measurements")
    )
    for row in rows:
        found[row.action_id].append(
            IndicatorPlanFact(
                pk=row.pk,
                name=row.name,
                unit=row.unit,
                decimals=row.decimals,
                better=Better(row.better),
                baseline=row.baseline,
                baseline_year=row.baseline_year,
                indicator_key=row.indicator_key,
                territory_code=row.territory.code if row.territory else "",
                targets=tuple((target.year, target.value) for target in row.targets.all()),
                measured=tuple(MeasuredValue(m.year, PeriodPart(m.part), m.value) for m in row.measurements.all()),
            )
        )
    return found
