"""What a monitoring report says, gathered across rooms as frozen values: a fixed number of queries per action list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from azymut.kernel.registries import Mark, Tone, marks_of
from azymut.programmes.models import Action, Node, Version
from azymut.programmes.queries import MoneySum, actions_with_milestones, programme_table

ATTENTION = (Tone.OFF, Tone.RISK)
UNJUDGED = Mark(Tone.NO_DATA, "")


@dataclass(frozen=True)
class Chapter:
    """A priority with the directions beneath it and their actions, in the programme's order."""

    number: str
    title: str
    text: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class ReportData:
    """Everything of the programme that the report prints, as it stands."""

    version: Version
    on: date
    chapters: tuple[Chapter, ...]
    marks: dict[int, Mark]
    money: MoneySum
    money_by_year: dict[int, MoneySum]

    @property
    def actions(self) -> list[Action]:
        return [action for chapter in self.chapters for action in chapter.actions]

    def mark(self, action: Action) -> Mark:
        return self.marks.get(action.pk, UNJUDGED)

    def count(self, *tones: Tone) -> int:
        """How many actions carry one of these marks."""
        return sum(self.mark(action).tone in tones for action in self.actions)

    @property
    def needing_attention(self) -> list[Action]:
        """Actions off course, then those at risk, each in the programme's order."""
        return [action for tone in ATTENTION for action in self.actions if self.mark(action).tone == tone]


def gather(version: Version, on: date) -> ReportData:
    """The programme's state on a day. Statuses come from the room that knows them, through the kernel."""
    table = programme_table(version)
    actions = {action.pk: action for action in actions_with_milestones(version.pk)}
    ordered = [actions[row.pk] for row in table.rows if row.pk in actions]
    by_priority: dict[int, list[Action]] = {}
    for action in ordered:
        by_priority.setdefault(_priority(action.node).pk, []).append(action)
    chapters = tuple(
        Chapter(node.number, node.title, node.text, tuple(by_priority[node.pk]))
        for node in table.nodes
        if node.pk in by_priority
    )
    return ReportData(
        version=version,
        on=on,
        chapters=chapters,
        marks=dict(marks_of(Action, table.pks)),
        money=sum((row.money for row in table.rows), MoneySum()),
        money_by_year=_money_by_year(ordered),
    )


def _priority(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _money_by_year(actions: list[Action]) -> dict[int, MoneySum]:
    years: dict[int, MoneySum] = {}
    for action in actions:
        for line in action.budget_lines.all():
            line_sum = MoneySum(line.planned, line.committed, line.spent)
            years[line.year] = years.get(line.year, MoneySum()) + line_sum
    return dict(sorted(years.items()))
