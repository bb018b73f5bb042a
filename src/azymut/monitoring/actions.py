"""Writes of the room: recording statuses, setting and lifting them by hand, saying what is being done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.queries import current_releases
from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.monitoring import rules
from azymut.monitoring.enums import Decider, Status
from azymut.monitoring.models import CourseNote, StatusEntry, StatusOverride
from azymut.monitoring.queries.courses import Course, courses, courses_in_force, verdict_on
from azymut.monitoring.queries.history import latest_entries, open_override
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes.enums import PeriodPart, VersionState
from azymut.programmes.models import Action, Version
from azymut.programmes.queries import PlanFacts, plan_facts
from azymut.programmes.rules import check_right

KNOWN_AFTER_MONTHS = 2
"""In the sample's history a value counts from the second month after its period: reports take a month to come in."""


@audit.action(gettext_lazy("Statuses worked out"), facts={"of": gettext_lazy("of all actions")})
def refresh_statuses(*, actions: Sequence[Action] | None = None, by: Account | None, at: datetime) -> int:
    """Add a line to the history of every action whose status or reasons have changed; returns how many.

    Without `actions`, all actions in force. Run daily, after every write on an action, and at the coordinator's wish.
    """
    on = timezone.localdate(at)
    stand = courses_in_force(on=on) if actions is None else courses([action.pk for action in actions], on=on)
    latest = latest_entries([course.identity for course in stand])
    fresh = [course for course in stand if _differs(course, latest.get(course.identity, []))]
    for course in fresh:
        _record(course, by=by, at=at)
    if fresh:
        facts = {"changed": len(fresh), "of": len(stand)}
        audit.happened(None, by=by, at=at, facts=facts)
        _touch([course.identity for course in fresh])
    else:
        audit.unchanged()
    return len(fresh)


def _differs(course: Course, entries: Sequence[StatusEntry]) -> bool:
    if not entries:
        return True
    last = entries[0]
    shown = (last.status, last.rule_status, last.decided_by, last.codes)
    return shown != (course.status, course.verdict.status, course.standing.decided_by, course.verdict.codes)


def _record(course: Course, *, by: Account | None, at: datetime) -> None:
    held = course.standing.decided_by == Decider.OVERRIDE
    StatusEntry.objects.create(
        identity_id=course.identity,
        at=at,
        status=course.status,
        rule_status=course.verdict.status,
        rule=course.verdict.rule,
        reasons=[reason.as_json() for reason in course.verdict.reasons],
        codes=course.verdict.codes,
        decided_by=course.standing.decided_by,
        override_id=course.override_id if held else None,
        by=by,
    )


@audit.action(gettext_lazy("Status set by hand"))
def override_status(
    *, action: Action, status: Status, reason: str, expires_on: date, by: Account | None, at: datetime
) -> StatusOverride:
    """Show another status than the rules', with a reason, until a day. The rules' own stays visible beside it."""
    check_right(by, Right.OVERRIDE_STATUS)
    on = timezone.localdate(at)
    rules.check_override(reason, expires_on, on)
    identity = action.node.identity
    audit.hold(identity)
    former = open_override(identity.pk)
    if former:
        with audit.change(former, by=by, at=at):
            former.ended_at, former.ended_by = at, by
    override = StatusOverride.objects.create(
        identity=identity, status=status, reason=reason.strip(), starts_on=on, expires_on=expires_on, created_by=by
    )
    audit.created(override, by=by, at=at)
    _touch([identity.pk])
    refresh_statuses(actions=[action], by=by, at=at)
    return override


@audit.action(gettext_lazy("Status left to the rules again"))
def lift_override(*, action: Action, by: Account | None, at: datetime) -> StatusOverride:
    """Let the rules decide again."""
    check_right(by, Right.OVERRIDE_STATUS)
    audit.hold(action.node.identity)
    override = open_override(action.node.identity_id)
    if override is None:
        raise DomainError(_("No status has been set by hand for this action."))
    with audit.change(override, by=by, at=at):
        override.ended_at, override.ended_by = at, by
    _touch([action.node.identity_id])
    refresh_statuses(actions=[action], by=by, at=at)
    return override


@audit.action(gettext_lazy("Note on the course"))
def add_note(*, action: Action, text: str, by: Account | None, at: datetime) -> CourseNote:
    """Say what is being done about an action. Notes are kept, the latest one is shown first."""
    check_right(by, Right.UPDATE_ACTION, action.lead_id)
    if not text.strip():
        raise DomainError(_("Say what is being done."), field="text")
    note = CourseNote.objects.create(identity=action.node.identity, text=text.strip(), at=at, created_by=by)
    audit.created(note, by=by, at=at)
    _touch([action.node.identity_id])
    return note


def _touch(identities: Sequence[int]) -> None:
    """What was worked out from the versions that hold these actions is worked out again."""
    for version in Version.objects.filter(state=VersionState.IN_FORCE, nodes__identity__in=identities).distinct():
        version.touch()


@audit.action(gettext_lazy("Past of the sample added"), facts={"lines": gettext_lazy("lines of history")})
def replay_sample_history(*, by: Account | None, at: datetime) -> int:
    """Give the sample programme's actions a past: what the rules would have said on the days when things turned.

    Only for actions of sample strategies that have no history before today; returns how many lines were added.
    """
    today = timezone.localdate(at)
    invented = Action.objects.in_force().filter(node__version__strategy__is_sample=True)
    plans = plan_facts(list(invented.values_list("pk", flat=True)))
    known = latest_entries([plan.identity for plan in plans])
    releases = current_releases()
    lines = [
        line
        for plan in plans
        if not any(timezone.localdate(entry.at) < today for entry in known.get(plan.identity, []))
        for line in _past(plan, today, releases)
    ]
    StatusEntry.objects.bulk_create(lines)
    if lines:
        _touch([line.identity_id for line in lines])
        audit.happened(None, by=by, at=at, facts={"lines": len(lines)})
    else:
        audit.unchanged()
    return len(lines)


def _past(plan: PlanFacts, today: date, releases: tuple[str, ...]) -> list[StatusEntry]:
    lines: list[StatusEntry] = []
    codes = ""
    for day in _turning_days(plan, today):
        verdict = verdict_on(plan, on=day, releases=releases, known_after_months=KNOWN_AFTER_MONTHS)
        if verdict.codes == codes:
            continue
        codes = verdict.codes
        lines.append(
            StatusEntry(
                identity_id=plan.identity,
                at=timezone.make_aware(datetime.combine(day, time(6))),
                status=verdict.status,
                rule_status=verdict.status,
                rule=verdict.rule,
                reasons=[reason.as_json() for reason in verdict.reasons],
                codes=codes,
                decided_by=Decider.RULE,
            )
        )
    return lines


def _turning_days(plan: PlanFacts, today: date) -> list[date]:
    """Days on which a verdict can turn: the start, the end, terms with their thresholds, what was done, new values."""
    thresholds = rules.THRESHOLDS
    days = {plan.starts_on - timedelta(days=31), plan.starts_on, plan.ends_on + timedelta(days=1)}
    for milestone in plan.milestones:
        after = (1, thresholds.serious_days + 1, thresholds.off_days + 1)
        days |= {milestone.due_on + timedelta(days=days_after) for days_after in after}
        days |= {milestone.done_on} if milestone.done_on else set()
    for indicator in plan.indicators:
        for value in indicator.measured:
            days.add(date(value.year, 8, 1) if value.part == PeriodPart.HALF else date(value.year + 1, 2, 1))
    return sorted(day for day in days if day < today)
