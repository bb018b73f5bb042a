"""Page objects of the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.autosave import stamp_of
from azymut.kernel.registries import Mark
from azymut.monitoring import queries
from azymut.monitoring.enums import Decider, RuleCode, Status
from azymut.monitoring.providers import TONES, mark_of
from azymut.monitoring.queries import BoardRow
from azymut.monitoring.rules import THRESHOLDS
from azymut.monitoring.rules.status import STATUS_OF_RULE
from azymut.programmes.models import Action, Node
from azymut.programmes.rules import number_path

SHOWN = (
    Status.OFF_COURSE,
    Status.AT_RISK,
    Status.NO_DATA,
    Status.ON_COURSE,
    Status.NOT_STARTED,
    Status.FINISHED,
)
CALM = frozenset({Status.ON_COURSE, Status.NOT_STARTED, Status.FINISHED})


@dataclass(frozen=True)
class CountLink:
    mark: Mark
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Line:
    """A row of the board."""

    title: str
    url: str
    lead: str
    mark: Mark
    since: str
    reasons: tuple[str, ...]
    by_hand: str
    note: str
    note_url: str
    needs_word: bool
    sample: bool


@dataclass(frozen=True)
class Area:
    """A priority of the programme with its actions that give no cause for worry, folded away."""

    title: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class BoardPage:
    """`lines` are in trouble or without data, the worst first; `areas` hold all others."""

    lead: str
    counts: tuple[CountLink, ...]
    decide: tuple[Line, ...]
    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    leads: tuple[tuple[str, str, bool], ...]
    chosen: str
    reset_url: str
    """Where the list stands without filters, if it has any."""
    may_refresh: bool
    empty: bool
    sample: bool
    """Everything here is sample data, so that it is said once."""

    @classmethod
    def of(cls, query: Mapping[str, str], *, on: date, may_refresh: bool) -> BoardPage:
        """Every action in force, the worst first; the address may ask for a status, a lead."""
        rows = queries.board(on=on)
        status, lead = query.get("status", ""), query.get("lead", "")
        shown = [
            row
            for row in rows
            if (not status or row.course.status == status) and (not lead or row.action.lead.public_id == lead)
        ]
        leads = sorted({(row.action.lead.name_sort, row.action.lead.public_id, row.action.lead.name) for row in rows})
        counted = Counter(row.course.status for row in rows)
        return cls(
            lead=_lead(counted, len(rows)),
            counts=tuple(_count(key, counted[key], status, lead) for key in SHOWN if counted[key]),
            decide=tuple(_line(row) for row in rows if row.needs_word or row.needs_review),
            lines=tuple(_line(row) for row in shown if row.course.status not in CALM),
            areas=_areas([row for row in shown if row.course.status in CALM]),
            leads=tuple((key, name, key == lead) for _sort, key, name in leads),
            chosen=status,
            reset_url=reverse("monitoring:board") if status or lead else "",
            may_refresh=may_refresh,
            empty=not rows,
            sample=bool(rows) and all(row.action.is_sample for row in rows),
        )


def _lead(counted: Mapping[Status, int], total: int) -> str:
    return _("%(on)d of %(all)d actions are on course or finished, %(off)d are off course.") % {
        "on": counted.get(Status.ON_COURSE, 0) + counted.get(Status.FINISHED, 0),
        "all": total,
        "off": counted.get(Status.OFF_COURSE, 0),
    }


def _areas(rows: Sequence[BoardRow]) -> tuple[Area, ...]:
    """By programme and priority, in the programme's order; actions keep theirs."""
    grouped: dict[Node, list[BoardRow]] = {}
    for row in sorted(rows, key=lambda row: (row.action.strategy.short_name, number_path(row.action.number))):
        grouped.setdefault(_priority(row.action.node), []).append(row)
    return tuple(Area(str(node), _statuses(group), tuple(map(_line, group))) for node, group in grouped.items())


def _priority(node: Node) -> Node:
    return node if node.parent is None else _priority(node.parent)


def _statuses(rows: Sequence[BoardRow]) -> str:
    """How many stand how, in words: "4 on course, 1 finished"."""
    counted = Counter(row.course.status for row in rows)
    return ", ".join(f"{counted[status]} {status.label}" for status in SHOWN if counted[status])


def _count(status: Status, count: int, chosen: str, lead: str) -> CountLink:
    wanted = {"status": "" if chosen == status else status.value, "lead": lead}
    query = urlencode({key: value for key, value in wanted.items() if value})
    url = reverse("monitoring:board")
    return CountLink(Mark(TONES[status], status.label), count, f"{url}?{query}" if query else url, chosen == status)


def _line(row: BoardRow) -> Line:
    course = row.course
    by_hand = ""
    if course.standing.decided_by == Decider.OVERRIDE:
        by_hand = _("set by hand until %(day)s; the rules say: %(status)s") % {
            "day": formats.day(course.override_expires_on),
            "status": course.verdict.status.label,
        }
    mark = mark_of(course)
    return Line(
        title=str(row.action),
        url=row.action.get_absolute_url(),
        lead=row.action.lead.name,
        mark=mark,
        since=formats.day(course.since) if course.since else "",
        reasons=mark.reasons if any(reason.severity for reason in course.verdict.reasons) else mark.reasons[:1],
        by_hand=by_hand,
        note=row.note.text if row.note else "",
        note_url=reverse("monitoring:note", args=[row.action.node.identity.public_id]),
        needs_word=row.needs_word,
        sample=row.action.is_sample,
    )


@dataclass(frozen=True)
class OverridePage:
    title: str
    back_url: str
    rule_mark: Mark
    reasons: tuple[str, ...]
    standing: str
    lift_url: str
    stamp: str

    @classmethod
    def of(cls, action: Action, *, on: date) -> OverridePage:
        course = queries.courses([action.pk], on=on)[0]
        held = queries.open_override(action.node.identity_id)
        told = ""
        if held:
            told = _("Now set by hand: %(status)s, until %(day)s. %(reason)s") % {
                "status": held.get_status_display(),
                "day": formats.day(held.expires_on),
                "reason": held.reason,
            }
        return cls(
            title=str(action),
            back_url=action.get_absolute_url(),
            rule_mark=Mark(TONES[course.verdict.status], course.verdict.status.label),
            reasons=mark_of(course).reasons,
            standing=told,
            lift_url=reverse("monitoring:override-lift", args=[action.node.identity.public_id]) if held else "",
            stamp=stamp_of(course.verdict.status.value, held.pk if held else None),
        )


@dataclass(frozen=True)
class NotePage:
    title: str
    back_url: str

    @classmethod
    def of(cls, action: Action) -> NotePage:
        return cls(str(action), action.get_absolute_url())


@dataclass(frozen=True)
class RulesPage:
    """The rules in the order in which they are tried, and the numbers in them."""

    rules: tuple[tuple[str, str, Mark], ...]
    numbers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls) -> RulesPage:
        return cls(
            rules=tuple(
                (rule.value, str(rule.label), Mark(TONES[STATUS_OF_RULE[rule]], STATUS_OF_RULE[rule].label))
                for rule in RuleCode
            ),
            numbers=(
                (_("%(n)d days") % {"n": THRESHOLDS.serious_days}, _("a month: a shorter delay is usually caught up")),
                (
                    _("%(n)d days") % {"n": THRESHOLDS.off_days},
                    _("a quarter: the team meets quarterly, so a longer delay has outlived a meeting"),
                ),
                (formats.percent(THRESHOLDS.risk_share), _("a fifth of the plan can be made up within a year")),
                (formats.percent(THRESHOLDS.off_share), _("below this one good year no longer makes up the gap")),
                (
                    _("%(n)d months") % {"n": THRESHOLDS.old_months},
                    _("an older value still warns, but no longer shows that an action is on course"),
                ),
            ),
        )
