"""A version's actions as one frozen table, worked out once per state of the version and kept in the cache."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Sum

from azymut.kernel.registries import Tone
from azymut.programmes.enums import NodeKind
from azymut.programmes.models import Action, BudgetLine, Node, Version
from azymut.programmes.rules import number_path

KEPT_SECONDS = 600
"""Names of organisations may change without touching the version; ten minutes is how long an old one may be shown."""

ZERO = Decimal(0)


@dataclass(frozen=True)
class MoneySum:
    """Złoty planned, committed and spent."""

    planned: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other: MoneySum) -> MoneySum:
        return MoneySum(self.planned + other.planned, self.committed + other.committed, self.spent + other.spent)


@dataclass(frozen=True)
class MilestoneCell:
    title: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class NodeRow:
    """A priority or a direction."""

    pk: int
    parent: int | None
    kind: str
    number: str
    title: str
    text: str


@dataclass(frozen=True)
class ActionRow:
    """One action as lists, exports and documents show it. `tags` are words written "group:code"."""

    pk: int
    identity: int
    public_id: str
    parent: int
    number: str
    title: str
    priority: str
    priority_title: str
    direction_title: str
    lead: int
    lead_name: str
    lead_public_id: str
    partners: tuple[str, ...]
    territories: tuple[str, ...]
    tags: tuple[str, ...]
    starts_on: date
    ends_on: date
    money: MoneySum
    milestones: tuple[MilestoneCell, ...]

    def next_milestone(self, on: date) -> MilestoneCell | None:
        """The earliest that is still open, late or not."""
        open_ones = [cell for cell in self.milestones if cell.done_on is None or cell.done_on > on]
        return min(open_ones, key=lambda cell: cell.due_on, default=None)


@dataclass(frozen=True)
class ProgrammeTable:
    """Priorities and directions in their order, and all actions in theirs. `words` maps "group:code" to both names."""

    nodes: tuple[NodeRow, ...]
    rows: tuple[ActionRow, ...]
    words: Mapping[str, tuple[str, str]]

    @property
    def pks(self) -> list[int]:
        return [row.pk for row in self.rows]


@dataclass(frozen=True)
class TableFilter:
    """What the address asks for; empty means all. `area`, `group` and `tag` are words, `status` a tone."""

    status: str = ""
    area: str = ""
    priority: str = ""
    lead: str = ""
    group: str = ""
    tag: str = ""
    year: int | None = None
    text: str = ""

    @property
    def active(self) -> bool:
        return self != TableFilter()


def programme_table(version: Version) -> ProgrammeTable:
    """The table of a version: one look into the cache, or six queries whatever the number of actions."""
    key = f"programmes:table:{version.pk}:{version.revision}"
    found = cache.get(key)
    if isinstance(found, ProgrammeTable):
        return found
    table = _work_out(version)
    cache.set(key, table, KEPT_SECONDS)
    return table


def rows_matching(
    rows: Iterable[ActionRow], wanted: TableFilter, tones: Mapping[int, Tone] | None = None
) -> tuple[ActionRow, ...]:
    """Rows that answer every question of the filter. `tones` gives the status of each action."""
    folded = wanted.text.casefold()
    known = tones or {}
    return tuple(
        row
        for row in rows
        if (not wanted.status or known.get(row.pk) == wanted.status)
        and all(word in row.tags for word in (wanted.area, wanted.group, wanted.tag) if word)
        and (not wanted.priority or row.priority == wanted.priority)
        and (not wanted.lead or row.lead_public_id == wanted.lead)
        and (wanted.year is None or row.starts_on.year <= wanted.year <= row.ends_on.year)
        and (not folded or folded in f"{row.number} {row.title} {row.lead_name}".casefold())
    )


def money_of(rows: Iterable[ActionRow]) -> MoneySum:
    return sum((row.money for row in rows), MoneySum())


def _work_out(version: Version) -> ProgrammeTable:
    nodes = {node.pk: node for node in version.nodes.all()}
    upper = sorted(
        (node for node in nodes.values() if node.kind != NodeKind.ACTION), key=lambda node: number_path(node.number)
    )
    actions = (
        Action.objects.filter(node__version=version)
        .select_related("node__identity", "lead")
        .prefetch_related("partnerships__organisation", "territories", "tags", "milestones")
    )
    money = _money(version)
    words: dict[str, tuple[str, str]] = {}
    rows = []
    for action in actions:
        for tag in action.tags.all():
            words[f"{tag.group}:{tag.code}"] = (tag.name, tag.name_en)
        rows.append(_row(action, nodes, money[action.pk]))
    return ProgrammeTable(
        nodes=tuple(NodeRow(n.pk, n.parent_id, n.kind, n.number, n.title, n.text) for n in upper),
        rows=tuple(sorted(rows, key=lambda row: number_path(row.number))),
        words=words,
    )


def _money(version: Version) -> Mapping[int, MoneySum]:
    sums = (
        BudgetLine.objects.filter(action__node__version=version)
        .values_list("action")
        .annotate(planned=Sum("planned"), committed=Sum("committed"), spent=Sum("spent"))
        .order_by()
    )
    found: defaultdict[int, MoneySum] = defaultdict(MoneySum)
    for pk, planned, committed, spent in sums:
        found[pk] = MoneySum(planned, committed, spent)
    return found


def _row(action: Action, nodes: Mapping[int, Node], money: MoneySum) -> ActionRow:
    node = action.node
    parent = nodes[node.parent_id or 0]
    direction = parent if parent.kind == NodeKind.DIRECTION else None
    priority = nodes[direction.parent_id or 0] if direction else parent
    return ActionRow(
        pk=action.pk,
        identity=node.identity_id,
        public_id=node.identity.public_id,
        parent=parent.pk,
        number=node.number,
        title=node.title,
        priority=priority.number,
        priority_title=priority.title,
        direction_title=direction.title if direction else "",
        lead=action.lead_id,
        lead_name=action.lead.name,
        lead_public_id=action.lead.public_id,
        partners=tuple(partnership.organisation.name for partnership in action.partnerships.all()),
        territories=tuple(territory.short_name or territory.name for territory in action.territories.all()),
        tags=_tag_words(action),
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        money=money,
        milestones=tuple(MilestoneCell(m.title, m.due_on, m.done_on) for m in action.milestones.all()),
    )


def _tag_words(action: Action) -> tuple[str, ...]:
    tags: Sequence[tuple[str, int, str]] = sorted((tag.group, tag.position, tag.code) for tag in action.tags.all())
    return tuple(f"{group}:{code}" for group, _position, code in tags)
