"""Workspace pages: my actions, one action to report on, and the page round a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.kernel.registries import Mark, marks_of
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes import queries
from azymut.programmes.enums import PeriodPart
from azymut.programmes.models import Action, ActionIndicator, Measurement
from azymut.programmes.rules import number_path
from azymut.programmes.web.pages.programme import Tab
from azymut.programmes.web.pages.timeline import milestone_state

FILTERS = ("late", "soon", "all")
SOON_DAYS = 60


@dataclass(frozen=True)
class ManageRow:
    title: str
    url: str
    public_url: str
    lead: str
    mark: Mark | None
    late: str
    next_due: str
    sample: bool


@dataclass(frozen=True)
class ManagePage:
    rows: tuple[ManageRow, ...]
    tabs: tuple[Tab, ...]
    text: str
    chosen: str
    create_url: str
    none_at_all: bool

    @classmethod
    def of(cls, account: Account, query: Mapping[str, str], *, on: date) -> ManagePage:
        """The actions that this person reports on: all, those with late milestones, those with one soon due."""
        every: list[Any] = sorted(queries.managed_actions(account, on), key=lambda action: number_path(action.number))
        chosen = query.get("show", "all")
        chosen = chosen if chosen in FILTERS else "all"
        text = query.get("q", "").strip()[:100]
        groups = {
            "late": [action for action in every if action.late_count],
            "soon": [a for a in every if a.next_due_on and 0 <= (a.next_due_on - on).days <= SOON_DAYS],
            "all": every,
        }
        marks = marks_of(Action, [action.pk for action in every])
        shown = [a for a in groups[chosen] if text.casefold() in f"{a} {a.lead.name}".casefold()]
        labels = {
            "late": _("With late milestones"),
            "soon": _("With a term within 60 days"),
            "all": _("All"),
        }
        base = reverse("programmes:manage")
        return cls(
            rows=tuple(_row(action, marks.get(action.pk)) for action in shown),
            tabs=tuple(
                Tab(labels[key], f"{base}?show={key}", current=key == chosen, count=len(groups[key]))
                for key in ("all", "late", "soon")
            ),
            text=text,
            chosen=chosen,
            create_url=reverse("programmes:action-create") if account.may(Right.EDIT_PROGRAMME) else "",
            none_at_all=not every,
        )


def _row(action: Any, mark: Mark | None) -> ManageRow:
    late = int(action.late_count)
    return ManageRow(
        title=str(action),
        url=reverse("programmes:action-manage", args=[action.node.identity.public_id]),
        public_url=action.get_absolute_url(),
        lead=action.lead.name,
        mark=mark,
        late=ngettext("%(n)d late milestone", "%(n)d late milestones", late) % {"n": late} if late else "",
        next_due=formats.day(action.next_due_on) if action.next_due_on else "",
        sample=action.is_sample,
    )


@dataclass(frozen=True)
class MilestoneWork:
    title: str
    due: str
    state: str
    told: str
    complete_url: str
    postpone_url: str
    reopen_url: str


@dataclass(frozen=True)
class IndicatorWork:
    name: str
    latest: str
    target: str
    record_url: str


@dataclass(frozen=True)
class MoneyWork:
    label: str
    planned: str
    committed: str
    spent: str
    record_url: str


@dataclass(frozen=True)
class ManageActionPage:
    title: str
    public_url: str
    crumbs: tuple[tuple[str, str], ...]
    mark: Mark | None
    sample: bool
    milestones: tuple[MilestoneWork, ...]
    indicators: tuple[IndicatorWork, ...]
    money: tuple[MoneyWork, ...]
    edit_url: str
    milestone_url: str
    budget_url: str

    @classmethod
    def of(cls, action: Action, *, may_plan: bool, on: date) -> ManageActionPage:
        """What can be told about an action, each line with its form."""
        key = [action.node.identity.public_id]
        return cls(
            title=str(action),
            public_url=action.get_absolute_url(),
            crumbs=((_("Actions and milestones"), reverse("programmes:manage")), (action.number, "")),
            mark=marks_of(Action, [action.pk]).get(action.pk),
            sample=action.is_sample,
            milestones=tuple(_milestones(action, on)),
            indicators=tuple(_indicator(row, on) for row in queries.indicators_in_full(action)),
            money=tuple(_money(action)),
            edit_url=reverse("programmes:action-edit", args=key) if may_plan else "",
            milestone_url=reverse("programmes:milestone-add", args=key) if may_plan else "",
            budget_url=reverse("programmes:budget-add", args=key) if may_plan else "",
        )


def _milestones(action: Action, on: date) -> list[MilestoneWork]:
    works = []
    for milestone in action.milestones.all():
        state = milestone_state(milestone.due_on, milestone.done_on, on)
        done = milestone.done_on is not None
        key = [milestone.public_id]
        told = formats.until(milestone.due_on, on)
        works.append(
            MilestoneWork(
                title=milestone.title,
                due=formats.day(milestone.due_on),
                state=state,
                told=_("done on %(day)s") % {"day": formats.day(milestone.done_on)} if done else told,
                complete_url="" if done else reverse("programmes:milestone-complete", args=key),
                postpone_url="" if done else reverse("programmes:milestone-postpone", args=key),
                reopen_url=reverse("programmes:milestone-reopen", args=key) if done else "",
            )
        )
    return works


def _indicator(indicator: ActionIndicator, on: date) -> IndicatorWork:
    latest = max(indicator.measurements.all(), key=lambda m: (m.year, m.part == PeriodPart.YEAR), default=None)
    target = next((t for t in indicator.targets.all() if t.year >= on.year), None)
    return IndicatorWork(
        name=indicator.label,
        latest=_("from the observatory") if indicator.is_linked else measured(indicator, latest),
        target=f"{_figure(indicator, target.value)} ({target.year})" if target else "–",
        record_url="" if indicator.is_linked else reverse("programmes:measurement-record", args=[indicator.public_id]),
    )


def _figure(indicator: ActionIndicator, value: Decimal) -> str:
    return formats.with_unit(value, indicator.unit, indicator.decimals)


def measured(indicator: ActionIndicator, measurement: Measurement | None) -> str:
    """The latest value with its period, or that there is none."""
    if measurement is None:
        return formats.missing()
    period = str(measurement.year)
    if measurement.part == PeriodPart.HALF:
        period = _("H1 %(year)d") % {"year": measurement.year}
    return f"{_figure(indicator, measurement.value)} ({period})"


def _money(action: Action) -> list[MoneyWork]:
    return [
        MoneyWork(
            label=f"{line.year}, {line.source.label}",
            planned=formats.money(line.planned),
            committed=formats.money(line.committed),
            spent=formats.money(line.spent),
            record_url=reverse("programmes:execution-record", args=[line.public_id]),
        )
        for line in action.budget_lines.select_related("source")
    ]


@dataclass(frozen=True)
class FormPage:
    """A title, the way back and what stood last time; the form does the rest."""

    title: str
    button: str
    back_url: str
    crumbs: tuple[tuple[str, str], ...]
    about: str = ""
    last: tuple[str, ...] = ()
    stamp: str = ""

    @classmethod
    def of(
        cls,
        action: Action | None,
        title: str,
        button: str,
        indicator: ActionIndicator | None = None,
        stamp: str = "",
    ) -> FormPage:
        """`stamp` marks how the thing stands that the form is about: a draft tells by it whether that has changed."""
        start = (_("Actions and milestones"), reverse("programmes:manage"))
        if action is None:
            return cls(title, button, start[1], (start, (title, "")), stamp=stamp)
        back = reverse("programmes:action-manage", args=[action.node.identity.public_id])
        last: tuple[str, ...] = ()
        if indicator is not None:
            rows = sorted(indicator.measurements.all(), key=lambda m: (m.year, m.part), reverse=True)
            last = tuple(f"{measured(indicator, row)} · {row.source_note}" for row in rows)
        return cls(title, button, back, (start, (action.number, back), (title, "")), str(action), last, stamp)
