"""Writes on programmes: who may, what they check, what they leave behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.kernel.models import AuditEntry
from azymut.programmes import actions
from azymut.programmes.actions import ActionPlan, IndicatorPlan
from azymut.programmes.enums import NodeKind, PartnerRole, PeriodPart, VersionState
from azymut.programmes.models import Action, Node, NodeIdentity, Version
from tests.factories.people import AccountFactory, OrganisationFactory
from tests.factories.places import TerritoryFactory
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
TODAY = date(2026, 11, 22)


@pytest.fixture
def coordinator():
    return AccountFactory(coordinator=True)


def refused(call, field: str | None = None, **arguments) -> None:
    with pytest.raises(DomainError) as error:
        call(**arguments)
    assert error.value.field == field


def plan(**changes) -> ActionPlan:
    values = {
        "number": "1.1", "title": "Staże uczniowskie", "text": "Opis", "lead": OrganisationFactory(),
        "starts_on": date(2025, 1, 1), "ends_on": date(2026, 12, 31), "tags": [TagFactory()],
        "territories": [TerritoryFactory(voivodeship=True)],
    }  # fmt: skip
    return ActionPlan(**{**values, **changes})


def test_strategy_version_and_tree_grow(coordinator, now):
    who = {"by": coordinator, "at": now}
    strategy = actions.create_strategy(
        code="zsu", name="Program ZSU", short_name="ZSU", summary="", is_sample=False, **who
    )
    first = actions.open_version(strategy=strategy, **who)
    node = {"kind": NodeKind.PRIORITY, "parent": None, "number": "1", "title": "Pierwszy", "text": "", "code": "p1"}
    priority = actions.create_node(version=first, **node, **who)
    actions.bring_into_force(
        version=first, resolution_number=" 1/2024 ", adopted_on=date(2024, 1, 1), in_force_from=date(2024, 2, 1), **who
    )
    second = actions.open_version(strategy=strategy, **who)
    again = actions.create_node(version=second, **{**node, "title": "Pierwszy, inaczej"}, **who)
    assert (first.number, second.number) == (1, 2)
    assert priority.identity == again.identity
    assert NodeIdentity.objects.count() == 1
    refused(actions.create_node, "number", version=second, **{**node, "code": "p9"}, **who)
    refused(actions.create_node, "code", version=second, **{**node, "number": "2"}, **who)
    below = {**node, "kind": NodeKind.DIRECTION, "parent": priority, "number": "1.A", "code": "k"}
    refused(actions.create_node, "parent", version=second, **below, **who)
    refused(actions.create_node, "parent", version=second, **{**below, "parent": None}, **who)
    refused(actions.create_strategy, "code", code="zsu", name="X", short_name="X", summary="", is_sample=False, **who)


def test_new_version_in_force_supersedes_the_former(coordinator, now):
    former = VersionFactory()
    draft = VersionFactory(strategy=former.strategy, number=2, draft=True)
    facts = {"version": draft, "resolution_number": "7/2026", "by": coordinator, "at": now}
    refused(
        actions.bring_into_force,
        "resolution_number",
        **{**facts, "resolution_number": " "},
        adopted_on=TODAY,
        in_force_from=TODAY,
    )
    refused(actions.bring_into_force, "in_force_from", **facts, adopted_on=TODAY, in_force_from=date(2026, 1, 1))
    refused(
        actions.bring_into_force, "in_force_from", **facts, adopted_on=date(2023, 1, 1), in_force_from=date(2023, 1, 1)
    )
    actions.bring_into_force(**facts, adopted_on=date(2026, 11, 1), in_force_from=TODAY)
    former.refresh_from_db()
    assert (former.state, former.superseded_on) == (VersionState.SUPERSEDED, TODAY)
    assert Version.objects.filter(state=VersionState.IN_FORCE).get() == draft
    refused(actions.bring_into_force, None, **facts, adopted_on=TODAY, in_force_from=TODAY)


def test_action_is_created_and_corrected(coordinator, now):
    priority, who = NodeFactory(), {"by": coordinator, "at": now}
    partner = OrganisationFactory()
    made = actions.create_action(parent=priority, plan=plan(partners=[(partner, PartnerRole.FUNDS)]), **who)
    other = actions.create_action(parent=priority, plan=plan(number="1.2"), **who)
    assert (made.node.identity.code, other.node.identity.code) == ("staze-uczniowskie", "staze-uczniowskie-2")
    assert made.partnerships.get().role == PartnerRole.FUNDS
    refused(actions.create_action, "ends_on", parent=priority, plan=plan(number="9", ends_on=date(2020, 1, 1)), **who)
    refused(actions.update_action, "number", action=made, plan=plan(number="1.2"), **who)
    changed = plan(title="Staże płatne", lead=made.lead, partners=[(made.lead, PartnerRole.ADVISES)])
    actions.update_action(action=made, plan=changed, **who)
    fresh = Action.objects.get(pk=made.pk)
    assert (fresh.title, fresh.partnerships.count()) == ("Staże płatne", 0)
    entries = AuditEntry.objects.count()
    actions.update_action(action=fresh, plan=changed, **who)
    assert AuditEntry.objects.count() == entries
    MilestoneFactory(action=fresh, due_on=date(2026, 12, 1))
    refused(actions.update_action, "ends_on", action=fresh, plan=plan(ends_on=date(2026, 6, 1)), **who)


def test_plan_is_for_the_coordinator(now):
    action = ActionFactory()
    reporter = AccountFactory(reporter=True, organisation=action.lead)
    with pytest.raises(NotAllowedError):
        actions.update_action(action=action, plan=plan(), by=reporter, at=now)
    with pytest.raises(NotAllowedError):
        actions.add_milestone(action=action, title="X", due_on=TODAY, by=reporter, at=now)


def test_plan_gains_milestone_money_and_indicator(coordinator, now):
    action, who = ActionFactory(), {"by": coordinator, "at": now}
    milestone = actions.add_milestone(action=action, title=" Umowy z firmami ", due_on=TODAY, **who)
    assert (milestone.title, milestone.key, milestone.first_due_on) == ("Umowy z firmami", "umowy-z-firmami", TODAY)
    refused(actions.add_milestone, "title", action=action, title=" ", due_on=TODAY, **who)
    refused(actions.add_milestone, "due_on", action=action, title="Późno", due_on=date(2030, 1, 1), **who)
    money = {"action": action, "source": FundingSourceFactory(), "year": 2026, **who}
    assert actions.add_budget_line(**money, planned=Decimal(10)).planned == 10
    refused(actions.add_budget_line, "year", **money, planned=Decimal(10))
    refused(actions.add_budget_line, "planned", **{**money, "year": 2027}, planned=Decimal(-1))
    added = actions.add_indicator(action=action, plan=IndicatorPlan(name="Klasy", targets=[(2026, Decimal(5))]), **who)
    assert (added.key, added.targets.get().value) == ("klasy", 5)


def test_superseded_version_stays_as_it_was(coordinator, now):
    version = VersionFactory(state=VersionState.SUPERSEDED, superseded_on=TODAY)
    milestone = MilestoneFactory(action=ActionFactory(version=version))
    refused(actions.complete_milestone, None, milestone=milestone, done_on=TODAY, by=coordinator, at=now)


def test_milestone_is_completed_once_and_reopened_with_reason(now):
    milestone = MilestoneFactory(due_on=date(2026, 10, 1))
    lead = AccountFactory(head=True, organisation=milestone.action.lead)
    who = {"milestone": milestone, "by": lead, "at": now}
    revision = milestone.action.node.version.revision
    refused(actions.reopen_milestone, None, reason="Pomyłka", **who)
    refused(actions.complete_milestone, "done_on", done_on=date(2026, 11, 23), **who)
    actions.complete_milestone(done_on=TODAY, note="Protokół", **who)
    assert (milestone.done_on, milestone.note) == (TODAY, "Protokół")
    assert Version.objects.get().revision > revision
    refused(actions.complete_milestone, None, done_on=TODAY, **who)
    refused(actions.reopen_milestone, "reason", reason=" ", **who)
    refused(actions.postpone_milestone, None, due_on=date(2026, 12, 1), reason="X", **who)
    actions.reopen_milestone(reason="Pomyłka", **who)
    assert milestone.done_on is None
    assert list(AuditEntry.objects.filter(object_type="programmes.milestone").values_list("action", flat=True)) == [
        "programmes.reopen_milestone",
        "programmes.complete_milestone",
    ]


def test_stranger_may_not_report(now):
    milestone = MilestoneFactory()
    stranger = AccountFactory(reporter=True)
    with pytest.raises(NotAllowedError):
        actions.complete_milestone(milestone=milestone, done_on=TODAY, by=stranger, at=now)


def test_term_moves_later_with_reason_and_within_limits(coordinator, now):
    milestone = MilestoneFactory(due_on=date(2026, 10, 1))
    lead = AccountFactory(reporter=True, organisation=milestone.action.lead)
    who = {"milestone": milestone, "at": now}
    refused(actions.postpone_milestone, "reason", due_on=date(2026, 12, 1), reason="", by=lead, **who)
    refused(actions.postpone_milestone, "due_on", due_on=date(2026, 10, 1), reason="X", by=lead, **who)
    refused(actions.postpone_milestone, "due_on", due_on=date(2028, 1, 1), reason="X", by=lead, **who)
    refused(actions.postpone_milestone, "due_on", due_on=date(2026, 12, 31), reason="X", by=lead, **who)
    actions.postpone_milestone(due_on=date(2026, 12, 30), reason="Przetarg", by=lead, **who)
    actions.postpone_milestone(due_on=date(2027, 6, 30), reason="Drugi przetarg", by=coordinator, **who)
    assert (milestone.first_due_on, milestone.due_on) == (date(2026, 10, 1), date(2027, 6, 30))
    assert [move.reason for move in milestone.postponements.all()] == ["Przetarg", "Drugi przetarg"]


def test_measurement_is_entered_and_corrected(coordinator, now):
    indicator = ActionIndicatorFactory()
    facts = {"indicator": indicator, "value": Decimal(100), "source_note": "listy", "by": coordinator, "at": now}
    actions.record_measurement(year=2026, part=PeriodPart.HALF, **facts)
    actions.record_measurement(year=2026, part=PeriodPart.HALF, **{**facts, "value": Decimal(120)})
    assert indicator.measurements.get().value == 120
    refused(actions.record_measurement, "year", year=2023, part=PeriodPart.YEAR, **facts)
    refused(actions.record_measurement, "year", year=2027, part=PeriodPart.HALF, **facts)
    refused(actions.record_measurement, "part", year=2026, part=PeriodPart.YEAR, **facts)
    early = {**facts, "at": now.replace(month=3)}
    refused(actions.record_measurement, "part", year=2026, part=PeriodPart.HALF, **early)
    refused(actions.record_measurement, "source_note", year=2025, part=PeriodPart.YEAR, **{**facts, "source_note": " "})
    linked = ActionIndicatorFactory(indicator_key="adult_learning", territory=TerritoryFactory(voivodeship=True))
    refused(actions.record_measurement, None, year=2025, part=PeriodPart.YEAR, **{**facts, "indicator": linked})
    assert str(MeasurementFactory()) == "2025 year: 200"


def test_money_is_recorded_within_its_rules(coordinator, now):
    line = BudgetLineFactory(planned=Decimal(1000))
    lead = AccountFactory(reporter=True, organisation=line.action.lead)
    facts = {"line": line, "at": now}
    actions.record_execution(committed=Decimal(900), spent=Decimal(900), note="", by=lead, **facts)
    refused(actions.record_execution, "spent", committed=Decimal(1), spent=Decimal(2), note="", by=lead, **facts)
    refused(actions.record_execution, "note", committed=Decimal(1001), spent=Decimal(2), note=" ", by=lead, **facts)
    refused(actions.record_execution, "committed", committed=Decimal(-1), spent=Decimal(-1), note="", by=lead, **facts)
    with pytest.raises(NotAllowedError):
        actions.record_execution(
            planned=Decimal(2000), committed=Decimal(1), spent=Decimal(0), note="", by=lead, **facts
        )
    actions.record_execution(
        planned=Decimal(2000), committed=Decimal(2100), spent=Decimal(0), note="Ceny", by=coordinator, **facts
    )
    line.refresh_from_db()
    assert (line.planned, line.committed, line.spent, line.note) == (2000, 2100, 0, "Ceny")


def test_listeners_hear_once():
    changes = actions.changes.__class__()
    heard: list[object] = []

    def listener(things, by, at):
        heard.append(things)

    changes.listen(listener)
    changes.listen(listener)
    changes.tell(ActionFactory(), by=None, at=None)
    assert len(heard) == 1


def test_words_for_people():
    strategy = StrategyFactory(name="Program A")
    assert str(strategy) == "Program A"
    assert str(Node(number="1", title="X")) == "1 X"


def test_a_milestone_done_in_another_window_is_not_done_twice(coordinator, now):
    milestone = MilestoneFactory()
    in_another_window = type(milestone).objects.get(pk=milestone.pk)
    actions.complete_milestone(milestone=milestone, done_on=TODAY, by=coordinator, at=now)
    refused(actions.complete_milestone, milestone=in_another_window, done_on=TODAY, by=coordinator, at=now)
    assert AuditEntry.objects.filter(action="programmes.complete_milestone").count() == 1


def test_money_recorded_from_an_old_page_is_compared_with_what_stands(coordinator, now):
    line = BudgetLineFactory(planned=Decimal(1000), committed=Decimal(100), spent=Decimal(0))
    old_page = type(line).objects.get(pk=line.pk)
    amounts = {"committed": Decimal(200), "spent": Decimal(50), "note": "", "by": coordinator, "at": now}
    actions.record_execution(line=line, **amounts)
    actions.record_execution(line=old_page, **amounts)
    assert AuditEntry.objects.filter(action="programmes.record_execution").count() == 1
