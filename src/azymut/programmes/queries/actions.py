"""One action in full, and the actions that a person works on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When

from azymut.people.enums import Scope
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import ROLES, Right
from azymut.programmes.enums import VersionState
from azymut.programmes.models import Action, ActionIndicator, BudgetLine, Milestone, Partnership
from azymut.programmes.queries.strategies import PUBLIC_STATES

_WITH_NODE = ("node__identity", "node__version__strategy", "node__parent__parent", "lead")


def action_of_identity(public_id: str) -> Action | None:
    """The action behind a public address: as the version in force has it, else as the latest public version had it."""
    rank = Case(
        *(When(node__version__state=state, then=Value(n)) for n, state in enumerate(PUBLIC_STATES)),
        default=Value(len(PUBLIC_STATES)),
        output_field=IntegerField(),
    )
    return (
        Action.objects.filter(node__identity__public_id=public_id, node__version__state__in=PUBLIC_STATES)
        .annotate(rank=rank)
        .select_related(*_WITH_NODE)
        .order_by("rank", "-node__version__number")
        .first()
    )


def publishable_actions() -> QuerySet[Action]:
    """Actions of versions in force."""
    return Action.objects.filter(node__version__state=VersionState.IN_FORCE).select_related(*_WITH_NODE)


def searchable_actions(keys: Sequence[str] | None) -> QuerySet[Action]:
    """Actions in force by the public ids of their identities, or all."""
    actions = publishable_actions().prefetch_related("tags", "partnerships__organisation", "territories")
    return actions if keys is None else actions.filter(node__identity__public_id__in=keys)


def actions_served_by(indicator_key: str) -> list[Action]:
    """Actions in force that an indicator of the observatory measures: one query."""
    found = publishable_actions().filter(indicators__indicator_key=indicator_key)
    return list(found.distinct().order_by("node__number"))


def actions_of_organisation(organisation: Organisation) -> list[Action]:
    """Actions in force that an organisation leads or takes part in: one query."""
    found = publishable_actions().filter(Q(lead=organisation) | Q(partners=organisation))
    return list(found.distinct().order_by("node__number"))


def partner_roles_of(organisation: Organisation) -> dict[int, str]:
    """In words, as what an organisation takes part, by action: one query."""
    return {one.action_id: one.get_role_display() for one in Partnership.objects.filter(organisation=organisation)}


def indicators_in_full(action: Action) -> list[ActionIndicator]:
    """The action's indicators with targets and measurements: three queries."""
    return list(
        action.indicators.select_related("territory").prefetch_related("targets", "measurements").order_by("position")
    )


def actions_with_milestones(version_pk: int) -> QuerySet[Action]:
    """All actions of a version with everything that a document prints: a fixed number of queries."""
    return (
        Action.objects.filter(node__version=version_pk)
        .select_related(*_WITH_NODE)
        .prefetch_related(
            "partnerships__organisation",
            "territories",
            "tags",
            "milestones__owner",
            "milestones__postponements",
            "budget_lines__source",
            "indicators__targets",
            "indicators__measurements",
            "indicators__territory",
        )
    )


def managed_actions(account: Account, today: date) -> QuerySet[Action]:
    """Actions in force that this person may report on, with the number of late and open milestones."""
    late = Q(milestones__done_on__isnull=True, milestones__due_on__lt=today)
    still_open = Q(milestones__done_on__isnull=True)
    return (
        _reported_by(account, Action.objects.filter(node__version__state=VersionState.IN_FORCE))
        .select_related(*_WITH_NODE)
        .annotate(
            late_count=Count("milestones", filter=late, distinct=True),
            milestone_count=Count("milestones", distinct=True),
            open_count=Count("milestones", filter=still_open, distinct=True),
            next_due_on=Min("milestones__due_on", filter=still_open),
        )
    )


def late_milestones(account: Account, today: date) -> QuerySet[Milestone]:
    """Open milestones past their term in actions that this person's organisations lead; region-wide roles have none.

    The office answers for the whole programme and sees its late milestones on the board instead.
    """
    organisations = [g.organisation_id for g in account.grants if ROLES[g.role].scope == Scope.ORGANISATION]
    return (
        Milestone.objects.filter(
            done_on__isnull=True,
            due_on__lt=today,
            action__node__version__state=VersionState.IN_FORCE,
            action__lead__in=[pk for pk in organisations if account.may(Right.UPDATE_ACTION, pk)],
        )
        .select_related("action__node__version__strategy")
        .order_by("due_on", "pk")
    )


def _reported_by(account: Account, actions: QuerySet[Action]) -> QuerySet[Action]:
    reporting = [grant for grant in account.grants if Right.UPDATE_ACTION in ROLES[grant.role].rights]
    if any(ROLES[grant.role].scope == Scope.REGION for grant in reporting):
        return actions
    return actions.filter(lead__in=[grant.organisation_id for grant in reporting])


def action_for_work(account: Account, public_id: str) -> Action | None:
    """The action in force, if this person may report on it."""
    actions = Action.objects.filter(node__identity__public_id=public_id, node__version__state=VersionState.IN_FORCE)
    return (
        _reported_by(account, actions)
        .select_related(*_WITH_NODE)
        .prefetch_related("partnerships__organisation", "territories", "tags")
        .first()
    )


def milestone_for_work(account: Account, public_id: str) -> Milestone | None:
    """A milestone of a version in force, if this person may report on its action."""
    found = (
        Milestone.objects.filter(public_id=public_id, action__node__version__state=VersionState.IN_FORCE)
        .select_related("action__lead", "action__node__identity", "action__node__version__strategy")
        .first()
    )
    return found if found and account.may(Right.UPDATE_ACTION, found.action.lead_id) else None


def indicator_for_work(account: Account, public_id: str) -> ActionIndicator | None:
    """An indicator of a version in force with values and targets, if this person may report on its action."""
    found = (
        ActionIndicator.objects.filter(public_id=public_id, action__node__version__state=VersionState.IN_FORCE)
        .select_related("action__lead", "action__node__identity", "action__node__version__strategy")
        .prefetch_related("measurements", "targets")
        .first()
    )
    return found if found and account.may(Right.UPDATE_ACTION, found.action.lead_id) else None


def budget_line_for_work(account: Account, public_id: str) -> BudgetLine | None:
    """A line of money of a version in force, if this person may report on its action."""
    found = (
        BudgetLine.objects.filter(public_id=public_id, action__node__version__state=VersionState.IN_FORCE)
        .select_related("source", "action__lead", "action__node__identity", "action__node__version__strategy")
        .first()
    )
    return found if found and account.may(Right.UPDATE_ACTION, found.action.lead_id) else None
