"""The report's workbook: few sheets, in which each row says what action it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.documents.blocks import Block, Cell, Column, Table
from azymut.reports.queries import one_action
from azymut.reports.queries.gathering import ReportData


def sheets(
    data: ReportData, *, opening: Iterable[Block], actions: Table, closing: Iterable[Block]
) -> tuple[Table, ...]:
    """The summary's tables, all actions, their milestones and money, and where the figures come from."""
    first = [block for block in opening if isinstance(block, Table)]
    last = [block for block in closing if isinstance(block, Table)]
    return (*first, actions, milestones(data), money(data), *last)


def milestones(data: ReportData) -> Table:
    """Every milestone with its terms and state, a row each that names its action."""
    rows = tuple(
        (
            Cell(action.number),
            Cell(action.title),
            Cell(milestone.title),
            _day(milestone.first_due_on),
            _day(milestone.due_on),
            _day(milestone.done_on),
            Cell(one_action.milestone_state(milestone, data)[1]),
        )
        for action in data.actions
        for milestone in action.milestones.all()
    )
    columns = (
        *(Column(_("No.")), Column(_("Action")), Column(_("Milestone"))),
        *(Column(label, days=True) for label in (_("First term"), _("Term"), _("Done on"))),
        Column(_("State")),
    )
    return Table(_("Milestones of all actions"), columns, rows)


def money(data: ReportData) -> Table:
    """Every line of money, a row each that names its action."""
    rows = tuple(
        (
            Cell(action.number),
            Cell(action.title),
            Cell(line.source.label),
            Cell(str(line.year), raw=str(line.year)),
            *(
                Cell(formats.number(amount, 0), raw=float(amount))
                for amount in (line.planned, line.committed, line.spent)
            ),
        )
        for action in data.actions
        for line in action.budget_lines.all()
    )
    labels = (_("Planned, PLN"), _("Committed, PLN"), _("Spent, PLN"))
    columns = (
        *(Column(label) for label in (_("No."), _("Action"), _("Source"), _("Year"))),
        *(Column(label, numeric=True, money=True) for label in labels),
    )
    return Table(_("Money of all actions"), columns, rows)


def _day(day: date | None) -> Cell:
    return Cell(formats.day(day), raw=day.isoformat()) if day else Cell("")
