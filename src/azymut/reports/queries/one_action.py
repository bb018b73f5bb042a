"""One action in the report: status with reasons, who and when, milestones, indicators against targets, money."""

from __future__ import annotations

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.charts import Chart, Point, targets
from azymut.documents.blocks import Block, Cell, ChartBlock, Column, Facts, Heading, Paragraph, StatusMark, Table
from azymut.kernel.registries import Tone
from azymut.programmes.enums import TagGroup
from azymut.programmes.models import Action, ActionIndicator, Milestone
from azymut.programmes.queries import MoneySum
from azymut.reports.queries.gathering import ReportData
from azymut.reports.queries.readings import points_of, source_of


def blocks(data: ReportData, action: Action) -> list[Block]:
    """Everything that the report says of one action, under its own heading."""
    mark = data.mark(action)
    parts: list[Block] = [
        Heading(f"{action.number}. {action.title}", level=2, anchor=f"action-{action.number}"),
        StatusMark(mark.tone, str(mark.label) or _("no data"), mark.reasons),
    ]
    if action.node.text:
        parts.append(Paragraph(action.node.text))
    parts.append(_facts(action))
    milestones = list(action.milestones.all())
    if milestones:
        parts.append(_milestones(data, milestones))
    parts += [ChartBlock(_chart(data, indicator)) for indicator in action.indicators.all()]
    lines = list(action.budget_lines.all())
    if lines:
        parts.append(_money(action))
    return parts


def _facts(action: Action) -> Facts:
    tags: dict[str, list[str]] = {}
    for tag in action.tags.all():
        tags.setdefault(tag.group, []).append(tag.label)
    pairs = [(_("Lead"), action.lead.name)]
    partners = ", ".join(f"{one.organisation.name} ({one.get_role_display()})" for one in action.partnerships.all())
    pairs.append((_("Partners"), partners))
    pairs.append((_("Carried out"), formats.span(action.starts_on, action.ends_on)))
    pairs.append((_("Where"), ", ".join(territory.name for territory in action.territories.all())))
    pairs += [(_first_upper(str(TagGroup(group).label)), "; ".join(names)) for group, names in tags.items()]
    pairs.append((_("To achieve"), action.goals))
    return Facts(tuple((label, text) for label, text in pairs if text))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _milestones(data: ReportData, milestones: list[Milestone]) -> Table:
    rows = []
    for milestone in milestones:
        tone, word = milestone_state(milestone, data)
        moved = formats.day(milestone.first_due_on) if milestone.first_due_on != milestone.due_on else ""
        term = formats.day(milestone.due_on)
        if moved:
            term = _("%(term)s (first %(first)s)") % {"term": term, "first": moved}
        rows.append((Cell(milestone.title), Cell(term), Cell(word, tone=tone)))
    return Table(
        _("Milestones"), (Column(_("Milestone"), 3.2), Column(_("Term"), 1.4), Column(_("State"), 1.7)), tuple(rows)
    )


def milestone_state(milestone: Milestone, data: ReportData) -> tuple[Tone, str]:
    """How a milestone stands on the day of the report."""
    if milestone.done_on and milestone.done_on <= data.on:
        return Tone.DONE, _("done %(day)s") % {"day": formats.day(milestone.done_on)}
    if milestone.due_on < data.on:
        return Tone.OFF, formats.until(milestone.due_on, data.on)
    return Tone.WAIT, formats.until(milestone.due_on, data.on)


def _chart(data: ReportData, indicator: ActionIndicator) -> Chart:
    measured = points_of(indicator)
    planned = tuple(Point(str(target.year), float(target.value)) for target in indicator.targets.all())
    baseline = None
    if indicator.baseline is not None:
        baseline = Point(str(indicator.baseline_year), float(indicator.baseline))
    latest = next((point for point in reversed(measured) if point.y is not None), None)
    finding = _finding(indicator, latest, planned)
    return targets(
        title=finding,
        alt=_("%(finding)s Baseline, yearly targets and values reached; the numbers stand in the action's record.")
        % {"finding": finding},
        unit=indicator.unit,
        measured=measured,
        planned=planned,
        baseline=baseline,
        source=source_of(indicator),
        sample=data.version.strategy.is_sample and not indicator.is_linked,
        decimals=indicator.decimals,
    )


def _finding(indicator: ActionIndicator, latest: Point | None, planned: tuple[Point, ...]) -> str:
    if latest is None:
        return _("%(name)s: no value yet.") % {"name": indicator.label}
    value = formats.with_unit(latest.y, indicator.unit, indicator.decimals)
    goal = next((point for point in planned if point.x >= latest.x[:4]), planned[-1] if planned else None)
    if goal is None:
        return _("%(name)s: %(value)s in %(period)s.") % {"name": indicator.label, "value": value, "period": latest.x}
    return _("%(name)s: %(value)s in %(period)s, %(goal)s planned for %(year)s.") % {
        "name": indicator.label,
        "value": value,
        "period": latest.x,
        "goal": formats.with_unit(goal.y, indicator.unit, indicator.decimals),
        "year": goal.x,
    }


def _money(action: Action) -> Table:
    rows = []
    total = MoneySum()
    for line in action.budget_lines.all():
        amounts = (line.planned, line.committed, line.spent)
        total += MoneySum(*amounts)
        cells = [Cell(formats.number(amount, 0), raw=float(amount)) for amount in amounts]
        rows.append((Cell(line.source.label), Cell(str(line.year)), *cells))
    columns = (
        Column(_("Source"), 2.4),
        Column(_("Year"), 0.7),
        *[
            Column(label, 1.2, numeric=True, money=True)
            for label in (_("Planned, PLN"), _("Committed, PLN"), _("Spent, PLN"))
        ],
    )
    together = [
        Cell(formats.number(amount, 0), raw=float(amount), bold=True)
        for amount in (total.planned, total.committed, total.spent)
    ]
    return Table(_("Money"), columns, tuple(rows), totals=(Cell(_("Together"), bold=True), Cell(""), *together))
