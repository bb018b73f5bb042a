"""What the room tells the others: status marks, reasons and history beside an action, duties, what a release turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from azymut.design import formats
from azymut.design.steps import Step
from azymut.indicators.models import Release
from azymut.indicators.queries import current_releases
from azymut.kernel.registries import (
    Duty,
    Impact,
    Mark,
    Panel,
    Tone,
    register_duties,
    register_impact,
    register_marks,
    register_panels,
)
from azymut.monitoring import actions, queries
from azymut.monitoring.enums import Decider, Status
from azymut.monitoring.queries.history import HistoryLine
from azymut.monitoring.rules.sentences import sentences, way_back
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes import actions as programme_actions
from azymut.programmes.enums import VersionState
from azymut.programmes.models import Action
from azymut.programmes.queries import late_milestones

TONES: Mapping[Status, Tone] = {
    Status.ON_COURSE: Tone.ON,
    Status.AT_RISK: Tone.RISK,
    Status.OFF_COURSE: Tone.OFF,
    Status.NOT_STARTED: Tone.WAIT,
    Status.FINISHED: Tone.DONE,
    Status.NO_DATA: Tone.NO_DATA,
}


def register() -> None:
    """Called once from AppConfig.ready()."""
    register_marks(Action, _marks, stamp=queries.stamp)
    register_panels(Action, _panels)
    register_duties("monitoring", _duties)
    register_impact("monitoring", impact)
    programme_actions.changes.listen(_after_change)


def _after_change(changed: Sequence[Action], by: Account | None, at: datetime) -> None:
    in_force = [action for action in changed if action.node.version.state == VersionState.IN_FORCE]
    if in_force:
        actions.refresh_statuses(actions=in_force, by=by, at=at)


def mark_of(course: queries.Course) -> Mark:
    """A course as a mark: reasons that weigh first, all of them where nothing weighs."""
    weighing = [reason for reason in course.verdict.reasons if reason.severity]
    return Mark(
        tone=TONES[course.status],
        label=course.status.label,
        reasons=sentences(weighing or course.verdict.reasons),
        since=course.since,
    )


def _marks(pks: Sequence[int]) -> Mapping[int, Mark]:
    return {course.action: mark_of(course) for course in queries.courses(pks, on=timezone.localdate())}


def _panels(thing: models.Model, account: Any) -> Iterable[Panel]:
    action = cast("Action", thing)
    course = queries.courses([action.pk], on=timezone.localdate())[0]
    key = [action.node.identity.public_id]
    signed_in = isinstance(account, Account)
    note = queries.notes_of([action.node.identity_id]).get(action.node.identity_id)
    yield Panel(
        key="monitoring-why",
        title=_("Why this status"),
        template="monitoring/panel-why.html",
        order=1,
        context={
            "reasons": sentences(course.verdict.reasons),
            "rule": course.verdict.rule,
            "rule_mark": Mark(TONES[course.verdict.status], course.verdict.status.label),
            "overridden": course.standing.decided_by == Decider.OVERRIDE,
            "override_reason": course.override_reason,
            "override_expires_on": course.override_expires_on,
            "returns_when": [way_back(condition) for condition in course.verdict.returns_when],
            "note": note,
            "before": course.before.label if course.before else "",
            "override_url": reverse("monitoring:override", args=key)
            if signed_in and account.may(Right.OVERRIDE_STATUS)
            else "",
            "note_url": reverse("monitoring:note", args=key)
            if signed_in and account.may(Right.UPDATE_ACTION, action.lead_id)
            else "",
        },
    )
    history = queries.turns(queries.history_of(action.node.identity_id))
    if history:
        yield Panel(
            key="monitoring-history",
            title=_("How the status changed"),
            template="monitoring/panel-history.html",
            order=60,
            context={"title": _("How the status changed"), "steps": [_step(line) for line in history]},
        )


def _step(line: HistoryLine) -> Step:
    return Step(
        when=formats.day(line.at),
        tone=TONES[line.status],
        mark=Mark(TONES[line.status], line.status.label),
        note=str(_("set by hand")) if line.overridden else "",
        lines=tuple(line.reasons),
    )


def _duties(account: Account, now: datetime) -> Iterable[Duty]:
    today = timezone.localdate(now)
    for milestone in late_milestones(account, today):
        yield Duty(
            label=_("Milestone “%(milestone)s”, action %(number)s")
            % {"milestone": milestone.title, "number": milestone.action.number},
            url=reverse("programmes:milestone-complete", args=[milestone.public_id]),
            button=_("Say how it stands"),
            due_on=milestone.due_on,
            room="monitoring",
            sample=milestone.action.is_sample,
        )
    if not account.may(Right.OVERRIDE_STATUS):
        return
    for row in queries.unexplained(on=today):
        yield Duty(
            label=_("Action %(action)s is off course and nobody has said what is being done") % {"action": row.action},
            url=reverse("monitoring:note", args=[row.action.node.identity.public_id]),
            button=_("Add a note"),
            due_on=row.course.since,
            room="monitoring",
            sample=row.action.is_sample,
        )
    for override in queries.late_overrides(on=today):
        yield Duty(
            label=_("Status set by hand runs out: %(action)s") % {"action": override.identity},
            url=reverse("monitoring:override", args=[override.identity.public_id]),
            button=_("Review the status"),
            due_on=override.expires_on,
            room="monitoring",
            sample=override.identity.strategy.is_sample,
        )


def impact(change: Any) -> Iterable[Impact]:
    """Statuses that a release turns: as they stand without it, and with it."""
    if not isinstance(change, Release):
        return
    affected = queries.actions_reading(change.dataset.code)
    if not affected:
        return
    others = tuple(key for key in current_releases() if key != change.public_id)
    on = timezone.localdate()
    pks = [action.pk for action in affected]
    before = {course.action: course.status for course in queries.courses(pks, on=on, as_of=others)}
    after = {course.action: course for course in queries.courses(pks, on=on, as_of=(*others, change.public_id))}
    for action in affected:
        then = after[action.pk]
        if then.status != before[action.pk]:
            reasons = " ".join(str(reason) for reason in mark_of(then).reasons)
            yield Impact(
                kind=_("Status of an action"),
                label=str(action),
                before=str(before[action.pk].label),
                after=f"{then.status.label}. {reasons}".strip(),
                url=action.get_absolute_url(),
            )
