"""What the coordinator's board shows: who is off course, since when, and what still waits for a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from azymut.monitoring.enums import Decider, Status
from azymut.monitoring.models import CourseNote, StatusOverride
from azymut.monitoring.queries.courses import Course, courses
from azymut.monitoring.rules import SEVERITY
from azymut.programmes.models import Action
from azymut.programmes.queries import publishable_actions
from azymut.programmes.rules import number_path

REVIEW_DAYS = 14
_ORDER = {status: place for place, status in enumerate(Status)}


@dataclass(frozen=True)
class BoardRow:
    action: Action
    course: Course
    note: CourseNote | None

    @property
    def needs_word(self) -> bool:
        """Off course, and nobody has said since then what is being done."""
        if self.course.status != Status.OFF_COURSE:
            return False
        since = self.course.since
        return self.note is None or (since is not None and timezone.localdate(self.note.at) < since)

    @property
    def needs_review(self) -> bool:
        """A person's status that the rules no longer share, or have come to share."""
        return self.course.standing.decided_by == Decider.OVERRIDE


def board(*, on: date) -> list[BoardRow]:
    """Actions in force, the worst first, then those longest in their status, then by number."""
    actions = {action.pk: action for action in publishable_actions()}
    notes = notes_of([action.node.identity_id for action in actions.values()])
    rows = [
        BoardRow(actions[course.action], course, notes.get(course.identity))
        for course in courses(sorted(actions), on=on)
    ]
    return sorted(
        rows,
        key=lambda row: (
            -SEVERITY[row.course.status],
            _ORDER[row.course.status],
            row.course.since or on,
            number_path(row.action.number),
        ),
    )


def unexplained(*, on: date) -> list[BoardRow]:
    """Off course without a word since then."""
    return [row for row in board(on=on) if row.needs_word]


def notes_of(identities: Sequence[int]) -> Mapping[int, CourseNote]:
    """The latest note of each: one query."""
    latest = CourseNote.objects.filter(identity=OuterRef("identity")).order_by("-at", "-pk").values("pk")[:1]
    notes = CourseNote.objects.filter(identity__in=identities, pk=Subquery(latest)).select_related("created_by")
    return {note.identity_id: note for note in notes}


def late_overrides(*, on: date) -> QuerySet[StatusOverride]:
    """Statuses set by people that run out within two weeks, or ran out and were not lifted."""
    return StatusOverride.objects.filter(
        ended_at__isnull=True, expires_on__lte=on + timedelta(days=REVIEW_DAYS)
    ).select_related("identity__strategy")
