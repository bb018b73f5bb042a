"""The report's summary: how many actions are on course, what needs a decision, and the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.design.charts import Chart, ChartKind, Point, Series
from azymut.documents.blocks import Block, Cell, ChartBlock, Column, Figure, Figures, Heading, Paragraph, Table
from azymut.kernel.registries import Tone
from azymut.programmes.models import Action
from azymut.programmes.queries import MoneySum
from azymut.reports.queries.gathering import Chapter, ReportData

TONES = (Tone.OFF, Tone.RISK, Tone.ON, Tone.DONE, Tone.WAIT, Tone.NO_DATA)
MILLION = 1_000_000


def blocks(data: ReportData) -> list[Block]:
    """Heading, figures, findings in sentences, status by priority, actions that need attention, money."""
    parts: list[Block] = [Heading(_("Summary"), anchor="summary"), _figures(data), Paragraph(_finding(data))]
    parts.append(_by_priority(data))
    if data.needing_attention:
        parts += [Heading(_("Actions that need attention"), level=2), _attention(data)]
    if data.money_by_year:
        parts += [Heading(_("Money"), level=2), ChartBlock(_money_chart(data))]
        parts.append(_money_table(data))
    return parts


def _figures(data: ReportData) -> Figures:
    total = len(data.actions)
    well = data.count(Tone.ON, Tone.DONE)
    return Figures(
        (
            Figure(_("On course or finished"), f"{well} / {total}", _("actions")),
            Figure(_("At risk"), str(data.count(Tone.RISK)), _("actions")),
            Figure(_("Off course"), str(data.count(Tone.OFF)), _("actions")),
            Figure(
                _("Budget spent"),
                _share(data.money),
                _("of %(sum)s planned") % {"sum": formats.money(data.money.planned)},
            ),
        )
    )


def _share(money: MoneySum) -> str:
    return formats.percent(money.spent / money.planned) if money.planned else formats.missing()


def _finding(data: ReportData) -> str:
    well, off, risk = data.count(Tone.ON, Tone.DONE), data.count(Tone.OFF), data.count(Tone.RISK)
    total = len(data.actions)
    first = ngettext(
        "Of %(total)d action, %(well)d is on course or finished.",
        "Of %(total)d actions, %(well)d are on course or finished.",
        total,
    ) % {"total": total, "well": well}
    second = _("%(off)d are off course and %(risk)d at risk; the reasons stand with each of them below.") % {
        "off": off,
        "risk": risk,
    }
    unjudged = data.count(Tone.NO_DATA)
    third = (
        ngettext(
            "%(count)d action cannot be judged for want of data.",
            "%(count)d actions cannot be judged for want of data.",
            unjudged,
        )
        % {"count": unjudged}
        if unjudged
        else ""
    )
    return " ".join(part for part in (first, second if off or risk else "", third) if part)


def _by_priority(data: ReportData) -> Table:
    labels = {
        Tone.OFF: _("Off course"), Tone.RISK: _("At risk"), Tone.ON: _("On course"),
        Tone.DONE: _("Finished"), Tone.WAIT: _("Not started"), Tone.NO_DATA: _("No data"),
    }  # fmt: skip
    rows = []
    for chapter in data.chapters:
        counts = [sum(data.mark(action).tone == tone for action in chapter.actions) for tone in TONES]
        rows.append((Cell(f"{chapter.number}. {chapter.title}"), *[Cell(str(n), raw=n) for n in counts]))
    totals = [data.count(tone) for tone in TONES]
    return Table(
        caption=_("Status of actions by priority"),
        columns=(Column(_("Priority"), 2.2), *[Column(labels[tone], 1.15, numeric=True) for tone in TONES]),
        rows=tuple(rows),
        totals=(Cell(_("Together"), bold=True), *[Cell(str(n), raw=n, bold=True) for n in totals]),
    )


def _attention(data: ReportData) -> Table:
    rows = tuple(
        (
            Cell(f"{action.number} {action.title}"),
            Cell(action.lead.name),
            Cell(str(data.mark(action).label), tone=data.mark(action).tone),
            Cell(" ".join(data.mark(action).reasons)),
        )
        for action in data.needing_attention
    )
    columns = (Column(_("Action"), 2.4), Column(_("Lead"), 1.6), Column(_("Status"), 1.4), Column(_("Why"), 2.9))
    return Table(_("Actions off course and at risk"), columns, rows)


def chapter_table(data: ReportData, chapter: Chapter) -> Table:
    """The actions of one priority at a glance."""
    return action_table(_("Actions of priority %(number)s") % {"number": chapter.number}, data, chapter.actions)


def action_table(caption: str, data: ReportData, actions: Sequence[Action], *, full: bool = False) -> Table:
    """Actions with lead, status, term and money; the full form adds what a workbook is asked for."""
    title, lead = (2.35, 1.75) if full else (3.3, 2.2)
    columns = [Column(_("No."), 0.5), Column(_("Action"), title), Column(_("Lead"), lead), Column(_("Status"), 2.15)]
    columns += [Column(_("Ends on"), 1.52, days=True), Column(_("Planned, PLN"), 1.4, numeric=True, money=True)]
    columns += [Column(_("Spent, PLN"), 1.4, numeric=True, money=True)]
    if full:
        columns.insert(4, Column(_("Starts on"), 1.52, days=True))
    rows = []
    for action in actions:
        money = _money_of(action)
        mark = data.mark(action)
        row = [Cell(action.number), Cell(action.title), Cell(action.lead.name), Cell(str(mark.label), tone=mark.tone)]
        if full:
            row.append(_day(action.starts_on))
        row.append(_day(action.ends_on))
        row += [Cell(formats.number(amount, 0), raw=float(amount)) for amount in (money.planned, money.spent)]
        rows.append(tuple(row))
    return Table(caption, tuple(columns), tuple(rows))


def _day(day: date) -> Cell:
    return Cell(formats.day(day), raw=day.isoformat())


def _money_of(action: Action) -> MoneySum:
    lines = action.budget_lines.all()
    return sum((MoneySum(line.planned, line.committed, line.spent) for line in lines), MoneySum())


def _money_finding(data: ReportData) -> str:
    return _("%(spent)s of %(planned)s planned has been spent (%(share)s); %(committed)s is committed.") % {
        "spent": formats.money(data.money.spent),
        "planned": formats.money(data.money.planned),
        "share": _share(data.money),
        "committed": formats.money(data.money.committed),
    }


def _money_chart(data: ReportData) -> Chart:
    years = data.money_by_year
    planned = tuple(Point(str(year), float(money.planned) / MILLION) for year, money in years.items())
    spent = tuple(Point(str(year), float(money.spent) / MILLION) for year, money in years.items())
    return Chart(
        kind=ChartKind.COLUMN,
        title=_money_finding(data),
        alt=_("Money planned and spent in each year, in millions of złoty; the numbers stand in the table below."),
        unit=_("m PLN"),
        series=(Series(_("planned"), planned, dashed=True), Series(_("spent"), spent, emphasised=True)),
        source=_("Budget lines of the programme's actions"),
        sample=data.version.strategy.is_sample,
        decimals=1,
    )


def _money_table(data: ReportData) -> Table:
    def cells(money: MoneySum, *, bold: bool = False) -> tuple[Cell, ...]:
        amounts = (money.planned, money.committed, money.spent)
        return tuple(Cell(formats.number(amount, 0), raw=float(amount), bold=bold) for amount in amounts)

    columns = (
        Column(_("Year")),
        *[
            Column(label, numeric=True, money=True)
            for label in (_("Planned, PLN"), _("Committed, PLN"), _("Spent, PLN"))
        ],
    )
    rows = tuple((Cell(str(year)), *cells(money)) for year, money in data.money_by_year.items())
    return Table(
        _("Money by year"), columns, rows, totals=(Cell(_("Together"), bold=True), *cells(data.money, bold=True))
    )
