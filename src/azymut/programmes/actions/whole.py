"""A whole programme from a file in one write: strategy, version in force, tree, actions with plan and execution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.importing import ImportReport
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import Right
from azymut.programmes import rules
from azymut.programmes.actions.listeners import changes
from azymut.programmes.actions.plan import ActionPlan, IndicatorPlan, indicator_with_targets
from azymut.programmes.enums import NodeKind, PeriodPart, VersionState
from azymut.programmes.models import (
    Action,
    BudgetLine,
    FundingSource,
    Measurement,
    Milestone,
    Node,
    NodeIdentity,
    Partnership,
    Postponement,
    Strategy,
    Version,
)


@dataclass(frozen=True)
class NodeDocument:
    code: str
    kind: NodeKind
    number: str
    title: str
    text: str = ""
    parent: str = ""


@dataclass(frozen=True)
class MilestoneDocument:
    title: str
    due_on: date
    done_on: date | None = None
    first_due_on: date | None = None
    reason: str = ""
    owner: Organisation | None = None


@dataclass(frozen=True)
class BudgetDocument:
    source: FundingSource
    year: int
    planned: Decimal
    committed: Decimal
    spent: Decimal
    note: str = ""


@dataclass(frozen=True)
class IndicatorDocument:
    plan: IndicatorPlan
    measurements: Sequence[tuple[int, PeriodPart, Decimal, str]] = ()


@dataclass(frozen=True)
class ActionDocument:
    code: str
    parent: str
    plan: ActionPlan
    milestones: Sequence[MilestoneDocument] = ()
    budget: Sequence[BudgetDocument] = ()
    indicators: Sequence[IndicatorDocument] = ()


@dataclass(frozen=True)
class ProgrammeDocument:
    code: str
    name: str
    short_name: str
    summary: str
    is_sample: bool
    resolution_number: str
    adopted_on: date
    in_force_from: date
    nodes: Sequence[NodeDocument]
    actions: Sequence[ActionDocument]


@audit.action(gettext_lazy("Programme loaded"))
def load_programme(*, document: ProgrammeDocument, by: Account | None, at: datetime) -> ImportReport:
    """Bring in a programme that is not here yet, as its first version in force.

    One that is here already is left as people made it: nothing changes, and every action counts as unchanged.
    """
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_adoption(document.resolution_number, document.adopted_on, document.in_force_from)
    report = ImportReport()
    if Strategy.objects.filter(code=document.code).exists():
        report.unchanged = len(document.actions)
        audit.unchanged()
        return report
    strategy = Strategy.objects.create(
        code=document.code,
        name=document.name,
        short_name=document.short_name,
        summary=document.summary,
        is_sample=document.is_sample,
        created_by=by,
    )
    version = Version.objects.create(
        strategy=strategy,
        number=1,
        state=VersionState.IN_FORCE,
        resolution_number=document.resolution_number,
        adopted_on=document.adopted_on,
        in_force_from=document.in_force_from,
        created_by=by,
    )
    nodes: dict[str, Node] = {}
    for entry in document.nodes:
        nodes[entry.code] = _node(version, entry, nodes.get(entry.parent), by)
    made = [_action(version, entry, nodes[entry.parent], by, at) for entry in document.actions]
    report.created = len(made)
    audit.happened(strategy, by=by, at=at, facts=report.as_dict())
    changes.tell(*made, by=by, at=at)
    return report


def _node(version: Version, entry: NodeDocument, parent: Node | None, by: Account | None) -> Node:
    rules.check_place(entry.kind, NodeKind(parent.kind) if parent else None)
    identity = NodeIdentity.objects.create(strategy_id=version.strategy_id, code=entry.code, created_by=by)
    return Node.objects.create(
        identity=identity,
        version=version,
        parent=parent,
        kind=entry.kind,
        number=entry.number,
        title=entry.title,
        text=entry.text,
        position=version.nodes.filter(parent=parent).count() + 1,
    )


def _action(version: Version, entry: ActionDocument, parent: Node, by: Account | None, at: datetime) -> Action:
    plan = entry.plan
    rules.check_span(plan.starts_on, plan.ends_on)
    below = NodeDocument(entry.code, NodeKind.ACTION, plan.number, plan.title, plan.text, parent.identity.code)
    made = Action.objects.create(
        node=_node(version, below, parent, by),
        lead=plan.lead,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        goals=plan.goals,
        evidence=plan.evidence,
        created_by=by,
    )
    made.territories.set(plan.territories)
    made.tags.set(plan.tags)
    Partnership.objects.bulk_create(
        Partnership(action=made, organisation=organisation, role=role) for organisation, role in plan.partners
    )
    _milestones(made, entry.milestones, by, at)
    for line in entry.budget:
        rules.check_budget(planned=line.planned, committed=line.committed, spent=line.spent, note=line.note)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            action=made,
            source=line.source,
            year=line.year,
            planned=line.planned,
            committed=line.committed,
            spent=line.spent,
            note=line.note,
            created_by=by,
        )
        for line in entry.budget
    )
    for indicator in entry.indicators:
        _indicator(made, indicator, by)
    return made


def _milestones(made: Action, entries: Sequence[MilestoneDocument], by: Account | None, at: datetime) -> None:
    taken: set[str] = set()
    for entry in entries:
        rules.check_new_milestone(entry.title, entry.due_on, made.ends_on)
        key = rules.key_of(entry.title, taken)
        taken.add(key)
        first = entry.first_due_on or entry.due_on
        milestone = Milestone.objects.create(
            action=made,
            key=key,
            title=entry.title,
            first_due_on=first,
            due_on=entry.due_on,
            done_on=entry.done_on,
            owner=entry.owner,
            created_by=by,
        )
        if first != entry.due_on:
            Postponement.objects.create(
                milestone=milestone, from_on=first, to_on=entry.due_on, reason=entry.reason, at=at
            )


def _indicator(made: Action, entry: IndicatorDocument, by: Account | None) -> None:
    indicator = indicator_with_targets(made, entry.plan, by)
    Measurement.objects.bulk_create(
        Measurement(indicator=indicator, year=year, part=part, value=value, source_note=note, created_by=by)
        for year, part, value, note in entry.measurements
    )
