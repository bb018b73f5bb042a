"""Everything about one action on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.design import formats
from azymut.design.charts import Chart
from azymut.design.steps import Step
from azymut.kernel.registries import Mark, Panel, TraceStep, marks_of, panels_for, trace_of
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes import queries
from azymut.programmes.enums import TagGroup, VersionState
from azymut.programmes.models import Action, BudgetLine, Milestone
from azymut.programmes.queries import MilestoneCell, MoneySum
from azymut.programmes.web.pages.kept import kept
from azymut.programmes.web.pages.measures import indicator_chart
from azymut.programmes.web.pages.programme import version_line
from azymut.programmes.web.pages.timeline import Bar, Timeline, milestone_state, state_label, timeline

FIRST_PANELS = 10
"""Panels ordered below this stand right under the status: they say why it is so."""


@dataclass(frozen=True)
class MoneyRow:
    """A source in a year, or a sum. Widths are of 1000, against the largest plan."""

    label: str
    planned: str
    committed: str
    spent: str
    share: str
    note: str
    planned_width: int
    committed_width: int
    spent_width: int


@dataclass(frozen=True)
class PanelView:
    title: str
    html: SafeString


@dataclass(frozen=True)
class ActionBody:
    """What is the same for every reader: texts, facts, milestones, charts, money."""

    text: str
    goals: str
    evidence: str
    facts: tuple[tuple[str, SafeString], ...]
    line: Timeline | None
    milestones: tuple[Step, ...]
    charts: tuple[Chart, ...]
    money_sum: MoneyRow | None
    money_years: tuple[MoneyRow, ...]
    money_lines: tuple[MoneyRow, ...]

    @classmethod
    def of(cls, action: Action, *, on: date) -> ActionBody:
        milestones = list(action.milestones.select_related("owner").prefetch_related("postponements"))
        return cls(
            text=action.node.text,
            goals=action.goals,
            evidence=action.evidence,
            facts=tuple((label, _linked(values)) for label, values in _facts(action)),
            line=_line(action, milestones, on),
            milestones=tuple(_milestone(milestone, on) for milestone in milestones),
            charts=tuple(
                indicator_chart(indicator, sample=action.is_sample) for indicator in queries.indicators_in_full(action)
            ),
            **_money(list(action.budget_lines.select_related("source"))),
        )


@dataclass(frozen=True)
class ActionPage:
    title: str
    number: str
    crumbs: tuple[tuple[str, str], ...]
    version: str
    superseded: bool
    sample: bool
    mark: Mark | None
    since: str
    trace: tuple[TraceStep, ...]
    body: SafeString
    first_panels: tuple[PanelView, ...]
    panels: tuple[PanelView, ...]
    work_url: str

    @classmethod
    def of(cls, action: Action, *, account: Any, on: date) -> ActionPage:
        """The page as this reader sees it on a day; `account` may be anonymous."""
        strategy, version = action.strategy, action.node.version
        mark = marks_of(Action, [action.pk]).get(action.pk)
        panels = panels_for(action, account)
        return cls(
            title=action.title,
            number=action.number,
            crumbs=(
                (_("Programmes"), reverse("programmes:list")),
                (strategy.short_name, strategy.get_absolute_url()),
                (_("Action %(number)s") % {"number": action.number}, ""),
            ),
            version=version_line(version),
            superseded=version.state == VersionState.SUPERSEDED,
            sample=action.is_sample,
            mark=mark,
            since=_("since %(day)s") % {"day": formats.day(mark.since)} if mark and mark.since else "",
            trace=tuple(trace_of(action, label=action.number, kind=_("Action"))),
            body=kept(version, lambda: _body(action, on), on, action.node.identity.public_id),
            first_panels=_panels(panel for panel in panels if panel.order < FIRST_PANELS),
            panels=_panels(panel for panel in panels if panel.order >= FIRST_PANELS),
            work_url=_work_url(action, account),
        )


def _body(action: Action, on: date) -> str:
    return render_to_string("programmes/_action_body.html", {"page": ActionBody.of(action, on=on)})


def _work_url(action: Action, account: Any) -> str:
    in_force = action.node.version.state == VersionState.IN_FORCE
    if in_force and isinstance(account, Account) and account.may(Right.UPDATE_ACTION, action.lead_id):
        return reverse("programmes:action-manage", args=[action.node.identity.public_id])
    return ""


def _panels(panels: Iterable[Panel]) -> tuple[PanelView, ...]:
    return tuple(PanelView(str(panel.title), render_to_string(panel.template, dict(panel.context))) for panel in panels)


def _facts(action: Action) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """Labels with their values and links; what is empty is left out."""
    strategy = action.strategy.get_absolute_url()
    parent = action.node.parent
    priority = parent.parent if parent and parent.parent else parent
    if priority:
        yield (
            _("Priority"),
            ((f"{priority.number}. {priority.title}", f"{strategy}?priority={priority.number}"),),
        )
    if parent and parent is not priority:
        yield _("Direction of action"), ((parent.title, ""),)
    tags = list(action.tags.all())
    labels = (
        (TagGroup.AREA, pgettext("label", "ZSU 2030 area"), "area"),
        (TagGroup.TARGET_GROUP, _("For whom"), "group"),
        (TagGroup.TRANSFORMATION, _("Transformation"), "tag"),
        (TagGroup.SPECIALISATION, _("Smart specialisations"), "tag"),
    )
    yield _("Leads"), ((action.lead.name, action.lead.get_absolute_url()),)
    partners = [
        (
            f"{partnership.organisation.name} ({partnership.get_role_display()})",
            partnership.organisation.get_absolute_url(),
        )
        for partnership in action.partnerships.select_related("organisation")
    ]
    if partners:
        yield _("Partners"), tuple(partners)
    yield _("When"), ((formats.span(action.starts_on, action.ends_on), ""),)
    yield _("Where"), tuple((territory.name, "") for territory in action.territories.all())
    for group, label, name in labels:
        chosen = [tag for tag in tags if tag.group == group]
        if chosen:
            prefix = {tag.pk: f"{tag.code}. " if group == TagGroup.AREA else "" for tag in chosen}
            yield (
                label,
                tuple(
                    (f"{prefix[tag.pk]}{tag.label}", f"{strategy}?view=table&{name}={tag.group}:{tag.code}")
                    for tag in chosen
                ),
            )


def _linked(values: Iterable[tuple[str, str]]) -> SafeString:
    """Values below one another, each a link where it has an address."""
    links = [
        format_html('<a href="{}">{}</a>', address, text) if address else conditional_escape(text)
        for text, address in values
    ]
    return format_html_join(mark_safe("<br>"), "{}", ((link,) for link in links))  # a constant


def _line(action: Action, milestones: Sequence[Milestone], on: date) -> Timeline | None:
    if not milestones:
        return None
    cells = [MilestoneCell(m.title, m.due_on, m.done_on) for m in milestones]
    return timeline([Bar("", "", None, action.starts_on, action.ends_on, cells)], on=on)


_TONES = {"done": "done", "late": "off", "ahead": "wait"}


def _milestone(milestone: Milestone, on: date) -> Step:
    state = milestone_state(milestone.due_on, milestone.done_on, on)
    label = state_label(state)
    if milestone.done_on and state == "done":
        label = _("done on %(day)s") % {"day": formats.day(milestone.done_on)}
    elif state == "late":
        label = formats.until(milestone.due_on, on)
    moves = [
        _("Moved from %(from)s to %(to)s: %(reason)s")
        % {"from": formats.day(move.from_on), "to": formats.day(move.to_on), "reason": move.reason}
        for move in milestone.postponements.all()
    ]
    return Step(
        when=formats.day(milestone.due_on),
        tone=_TONES[state],
        title=milestone.title,
        note=f"{label} · {milestone.owner.name}" if milestone.owner else label,
        late=state == "late",
        lines=tuple(filter(None, (*moves, milestone.note))),
    )


def _money(lines: Sequence[BudgetLine]) -> dict[str, Any]:
    years: dict[int, MoneySum] = {}
    for line in lines:
        years[line.year] = years.get(line.year, MoneySum()) + _sum(line)
    largest = max((max(total.planned, total.committed) for total in years.values()), default=Decimal(0))
    total = sum(years.values(), MoneySum())
    return {
        "money_sum": _money_row(_("Together"), total, max(total.planned, total.committed)) if lines else None,
        "money_years": tuple(_money_row(str(year), years[year], largest) for year in sorted(years)),
        "money_lines": tuple(
            _money_row(f"{line.year}, {line.source.label}", _sum(line), largest, line.note) for line in lines
        ),
    }


def _sum(line: BudgetLine) -> MoneySum:
    return MoneySum(line.planned, line.committed, line.spent)


def _money_row(label: str, money: MoneySum, largest: Decimal, note: str = "") -> MoneyRow:
    def width(amount: Decimal) -> int:
        return int(amount / largest * 1000) if largest else 0

    return MoneyRow(
        label=label,
        planned=formats.money(money.planned),
        committed=formats.money(money.committed),
        spent=formats.money(money.spent),
        share=formats.percent(money.spent / money.planned) if money.planned else formats.missing(),
        note=note,
        planned_width=width(money.planned),
        committed_width=width(money.committed),
        spent_width=width(money.spent),
    )
