"""The plan of an action: its facts, milestones, money and indicators. Changed by the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import Right
from azymut.places.models import Territory
from azymut.programmes import rules
from azymut.programmes.actions.listeners import changes
from azymut.programmes.actions.versions import create_node
from azymut.programmes.enums import Better, IndicatorLevel, NodeKind, PartnerRole
from azymut.programmes.models import (
    Action,
    ActionIndicator,
    BudgetLine,
    FundingSource,
    Milestone,
    Node,
    Partnership,
    Tag,
    Target,
)


@dataclass(frozen=True)
class ActionPlan:
    """The facts of an action, as its form or a file gives them."""

    number: str
    title: str
    text: str
    lead: Organisation
    starts_on: date
    ends_on: date
    goals: str = ""
    evidence: str = ""
    partners: Sequence[tuple[Organisation, PartnerRole]] = ()
    territories: Sequence[Territory] = ()
    tags: Sequence[Tag] = ()


@dataclass(frozen=True)
class IndicatorPlan:
    """An indicator of an action with its yearly targets; with `indicator_key` its values come from the observatory."""

    name: str
    better: Better = Better.HIGHER
    level: IndicatorLevel = IndicatorLevel.OUTPUT
    name_en: str = ""
    unit: str = ""
    decimals: int = 0
    baseline: Decimal | None = None
    baseline_year: int | None = None
    indicator_key: str = ""
    territory: Territory | None = None
    key: str = ""
    targets: Sequence[tuple[int, Decimal]] = field(default_factory=tuple)


@audit.action(gettext_lazy("Action added"))
def create_action(*, parent: Node, plan: ActionPlan, code: str = "", by: Account | None, at: datetime) -> Action:
    """A new action below a priority or a direction."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_span(plan.starts_on, plan.ends_on)
    version = parent.version
    taken = set(version.strategy.identities.values_list("code", flat=True))
    node = create_node(
        version=version,
        kind=NodeKind.ACTION,
        parent=parent,
        number=plan.number,
        title=plan.title,
        text=plan.text,
        code=code or rules.key_of(plan.title, taken),
        by=by,
        at=at,
    )
    made = Action.objects.create(
        node=node,
        lead=plan.lead,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        goals=plan.goals,
        evidence=plan.evidence,
        created_by=by,
    )
    _join(made, plan)
    audit.created(made, by=by, at=at)
    changes.tell(made, by=by, at=at)
    return made


@audit.action(
    gettext_lazy("Action changed"),
    facts={
        "partners": gettext_lazy("partners"),
        "territories": gettext_lazy("territories"),
        "tags": gettext_lazy("tags"),
    },
)
def update_action(*, action: Action, plan: ActionPlan, by: Account | None, at: datetime) -> Action:
    """Correct an action's facts in a version that may still change."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_changeable(action.node.version.state)
    rules.check_span(plan.starts_on, plan.ends_on)
    latest = max(action.milestones.values_list("due_on", flat=True), default=plan.ends_on)
    if latest > plan.ends_on:
        raise DomainError(_("A milestone is due after this day. Move or close it first."), field="ends_on")
    if action.node.version.nodes.exclude(pk=action.node_id).filter(number=plan.number).exists():
        raise DomainError(_("The number %(number)s is taken.") % {"number": plan.number}, field="number")
    with audit.change(action.node, by=by, at=at):
        action.node.number, action.node.title, action.node.text = plan.number, plan.title, plan.text
    with audit.change(action, by=by, at=at):
        action.lead = plan.lead
        action.starts_on, action.ends_on = plan.starts_on, plan.ends_on
        action.goals, action.evidence = plan.goals, plan.evidence
    before = _joined(action)
    _join(action, plan)
    after = _joined(action)
    if before != after:
        audit.happened(action, by=by, at=at, facts=after, before=before)
    changes.tell(action, by=by, at=at)
    return action


def _joined(action: Action) -> dict[str, list[str]]:
    return {
        "partners": [f"{p.organisation} ({p.role})" for p in action.partnerships.select_related("organisation")],
        "territories": sorted(action.territories.values_list("code", flat=True)),
        "tags": sorted(f"{group}:{code}" for group, code in action.tags.values_list("group", "code")),
    }


def _join(action: Action, plan: ActionPlan) -> None:
    action.territories.set(plan.territories)
    action.tags.set(plan.tags)
    wanted = {organisation.pk: role for organisation, role in plan.partners if organisation.pk != plan.lead.pk}
    action.partnerships.exclude(organisation__in=wanted).delete()
    for organisation_id, role in wanted.items():
        Partnership.objects.update_or_create(action=action, organisation_id=organisation_id, defaults={"role": role})


@audit.action(gettext_lazy("Milestone added"))
def add_milestone(
    *,
    action: Action,
    title: str,
    due_on: date,
    owner: Organisation | None = None,
    note: str = "",
    key: str = "",
    by: Account | None,
    at: datetime,
) -> Milestone:
    """A new milestone of the plan."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_changeable(action.node.version.state)
    rules.check_new_milestone(title, due_on, action.ends_on)
    taken = set(action.milestones.values_list("key", flat=True))
    milestone = Milestone.objects.create(
        action=action,
        key=key or rules.key_of(title, taken),
        title=title.strip(),
        first_due_on=due_on,
        due_on=due_on,
        owner=owner,
        note=note,
        created_by=by,
    )
    audit.created(milestone, by=by, at=at)
    changes.tell(action, by=by, at=at)
    return milestone


@audit.action(gettext_lazy("Source of money added"))
def add_budget_line(
    *, action: Action, source: FundingSource, year: int, planned: Decimal, by: Account | None, at: datetime
) -> BudgetLine:
    """Planned money of one source in one year."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_changeable(action.node.version.state)
    rules.check_budget(planned=planned, committed=Decimal(0), spent=Decimal(0), note="")
    if action.budget_lines.filter(source=source, year=year).exists():
        raise DomainError(_("This source already has a line for this year."), field="year")
    line = BudgetLine.objects.create(action=action, source=source, year=year, planned=planned, created_by=by)
    audit.created(line, by=by, at=at)
    changes.tell(action, by=by, at=at)
    return line


def indicator_with_targets(action: Action, plan: IndicatorPlan, by: Account | None) -> ActionIndicator:
    """The rows of an indicator, after those that the action has; the action that calls tells the trail."""
    taken = set(action.indicators.values_list("key", flat=True))
    indicator = ActionIndicator.objects.create(
        action=action,
        key=plan.key or rules.key_of(plan.name, taken),
        name=plan.name,
        name_en=plan.name_en,
        level=plan.level,
        unit=plan.unit,
        decimals=plan.decimals,
        better=plan.better,
        baseline=plan.baseline,
        baseline_year=plan.baseline_year,
        indicator_key=plan.indicator_key,
        territory=plan.territory,
        position=len(taken) + 1,
        created_by=by,
    )
    Target.objects.bulk_create(Target(indicator=indicator, year=year, value=value) for year, value in plan.targets)
    return indicator


@audit.action(gettext_lazy("Indicator of an action added"))
def add_indicator(*, action: Action, plan: IndicatorPlan, by: Account | None, at: datetime) -> ActionIndicator:
    """An indicator with its baseline and yearly targets."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_changeable(action.node.version.state)
    indicator = indicator_with_targets(action, plan, by)
    audit.created(indicator, by=by, at=at)
    changes.tell(action, by=by, at=at)
    return indicator
