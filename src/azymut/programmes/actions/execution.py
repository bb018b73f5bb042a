"""What was done: milestones, measurements, money. Written by the lead organisation or the coordinator."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes import rules
from azymut.programmes.actions.listeners import changes
from azymut.programmes.enums import PeriodPart
from azymut.programmes.models import Action, ActionIndicator, BudgetLine, Measurement, Milestone, Postponement


def _enter(action: Action, by: Account | None) -> None:
    rules.check_right(by, Right.UPDATE_ACTION, action.lead_id)
    rules.check_changeable(action.node.version.state)


@audit.action(gettext_lazy("Milestone reached"))
def complete_milestone(
    *, milestone: Milestone, done_on: date, note: str = "", by: Account | None, at: datetime
) -> Milestone:
    """Mark a milestone as done on a day that is not in the future."""
    audit.hold(milestone)
    _enter(milestone.action, by)
    rules.check_completion(done_on, timezone.localdate(at), already=milestone.done_on is not None)
    with audit.change(milestone, by=by, at=at):
        milestone.done_on = done_on
        milestone.note = note.strip() or milestone.note
    changes.tell(milestone.action, by=by, at=at)
    return milestone


@audit.action(gettext_lazy("Milestone reopened"))
def reopen_milestone(*, milestone: Milestone, reason: str, by: Account | None, at: datetime) -> Milestone:
    """Take back that a milestone is done, with the reason kept in its note."""
    audit.hold(milestone)
    _enter(milestone.action, by)
    if milestone.done_on is None:
        raise DomainError(_("This milestone is not marked as done."))
    if not reason.strip():
        raise DomainError(_("Say why the milestone is open again."), field="reason")
    with audit.change(milestone, by=by, at=at):
        milestone.done_on = None
        milestone.note = reason.strip()
    changes.tell(milestone.action, by=by, at=at)
    return milestone


@audit.action(gettext_lazy("Milestone postponed"))
def postpone_milestone(
    *, milestone: Milestone, due_on: date, reason: str, by: Account | None, at: datetime
) -> Milestone:
    """Move a term later. The first term and every move stay on record and are shown."""
    audit.hold(milestone)
    _enter(milestone.action, by)
    rules.check_postponement(
        first_due_on=milestone.first_due_on,
        due_on=milestone.due_on,
        new_due_on=due_on,
        ends_on=milestone.action.ends_on,
        reason=reason,
        done=milestone.done_on is not None,
        plan_editor=by is None or by.may(Right.EDIT_PROGRAMME),
    )
    Postponement.objects.create(
        milestone=milestone, from_on=milestone.due_on, to_on=due_on, reason=reason.strip(), at=at
    )
    with audit.change(milestone, by=by, at=at):
        milestone.due_on = due_on
    changes.tell(milestone.action, by=by, at=at)
    return milestone


@audit.action(gettext_lazy("Indicator measured"))
def record_measurement(
    *,
    indicator: ActionIndicator,
    year: int,
    part: PeriodPart,
    value: Decimal,
    source_note: str,
    by: Account | None,
    at: datetime,
) -> Measurement:
    """Enter the value of a period, or correct it; the trail keeps what was there before."""
    audit.hold(indicator)
    _enter(indicator.action, by)
    rules.check_measurement(
        year=year,
        part=part,
        today=timezone.localdate(at),
        starts_on=indicator.action.starts_on,
        source_note=source_note,
        linked=indicator.is_linked,
    )
    note = source_note.strip()
    measurement = indicator.measurements.filter(year=year, part=part).first()
    if measurement:
        with audit.change(measurement, by=by, at=at):
            measurement.value, measurement.source_note = value, note
    else:
        measurement = Measurement.objects.create(
            indicator=indicator, year=year, part=part, value=value, source_note=note, created_by=by
        )
        audit.created(measurement, by=by, at=at)
    changes.tell(indicator.action, by=by, at=at)
    return measurement


@audit.action(gettext_lazy("Spending recorded"))
def record_execution(
    *,
    line: BudgetLine,
    committed: Decimal,
    spent: Decimal,
    note: str,
    planned: Decimal | None = None,
    by: Account | None,
    at: datetime,
) -> BudgetLine:
    """Record what was committed and spent; the planned amount changes only at the coordinator's hand."""
    audit.hold(line)
    _enter(line.action, by)
    plan = line.planned if planned is None else planned
    if plan != line.planned:
        rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_budget(planned=plan, committed=committed, spent=spent, note=note)
    with audit.change(line, by=by, at=at):
        line.planned, line.committed, line.spent, line.note = plan, committed, spent, note.strip()
    changes.tell(line.action, by=by, at=at)
    return line
