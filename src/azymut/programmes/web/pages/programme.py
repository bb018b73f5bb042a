"""The list of programmes and one programme: tree, table, timeline, filters, counts and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.tables import sort_key
from azymut.kernel.collation import sort_key as polish_key
from azymut.kernel.registries import Mark, Tone, marks_of
from azymut.programmes import queries
from azymut.programmes.models import Action, Strategy, Version
from azymut.programmes.queries import ActionRow, NodeRow, ProgrammeTable, TableFilter
from azymut.programmes.web.pages.timeline import Bar, Timeline, timeline

ADDRESS = ("view", "version", "status", "area", "priority", "lead", "group", "tag", "year", "sort")
"""What an address of a programme may ask, free words aside."""

VIEWS = ("tree", "table", "timeline")
SORTS = ("number", "lead", "starts", "next", "planned", "spent")
TONES = (Tone.OFF, Tone.RISK, Tone.ON, Tone.WAIT, Tone.DONE, Tone.NO_DATA)


@dataclass(frozen=True)
class ProgrammeLink:
    name: str
    url: str
    summary: str
    version: str
    sample: bool


@dataclass(frozen=True)
class ProgrammeListPage:
    entries: tuple[ProgrammeLink, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[Strategy, Version]]) -> ProgrammeListPage:
        return cls(
            tuple(
                ProgrammeLink(s.name, s.get_absolute_url(), s.summary, version_line(version), s.is_sample)
                for s, version in pairs
            )
        )


def version_line(version: Version) -> str:
    """Version 1, in force since 01.02.2024, resolution 112/2024 of 23.01.2024."""
    parts = [_("Version %(number)d") % {"number": version.number}, str(version.get_state_display())]
    if version.in_force_from:
        parts[-1] = _("%(state)s from %(day)s") % {"state": parts[-1], "day": formats.day(version.in_force_from)}
    if version.resolution_number:
        parts.append(
            _("resolution %(number)s of %(day)s")
            % {"number": version.resolution_number, "day": formats.day(version.adopted_on)}
        )
    return ", ".join(parts)


@dataclass(frozen=True)
class Count:
    mark: Mark
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Choice:
    """A filter: the name in the address, its label, what can be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class RowView:
    """A row as the table and the tree show it."""

    number: str
    title: str
    url: str
    lead: str
    lead_url: str
    span: str
    planned: str
    spent: str
    next_title: str
    next_due: str
    next_late: bool
    mark: Mark | None

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def note(self) -> str:
        return f"{self.lead} · {self.span}"


@dataclass(frozen=True)
class Branch:
    """A priority or direction with what stands below it."""

    number: str
    title: str
    text: str
    rows: tuple[RowView, ...]
    branches: tuple[Branch, ...]

    @property
    def stems(self) -> list[tuple[str, tuple[RowView, ...]]]:
        """What hangs on it: its own actions without a heading, then each direction with its actions."""
        own = [("", self.rows)] if self.rows else []
        return own + [(direction.title, direction.rows) for direction in self.branches]


@dataclass(frozen=True)
class ProgrammePage:
    title: str
    version: str
    summary: str
    sample: bool
    crumbs: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]
    money: tuple[tuple[str, str, str], ...]
    tabs: tuple[Tab, ...]
    view: str
    filters: tuple[Choice, ...]
    text: str
    filtered: bool
    shown: str
    clear_url: str
    reset_url: str
    """The same where something is filtered, else nothing."""
    tree: tuple[Branch, ...]
    rows: tuple[RowView, ...]
    sort: str
    """The column by which the table is ordered, with a minus from the end."""
    timeline: Timeline | None
    xlsx_url: str
    csv_url: str
    empty: bool

    @classmethod
    def of(cls, version: Version, query: QueryDict, *, on: date) -> ProgrammePage:
        """Everything about a version that the address asks for, on a day."""
        strategy = version.strategy
        table = queries.programme_table(version)
        marks = marks_of(Action, table.pks)
        wanted = filter_of(query)
        tones = {pk: mark.tone for pk, mark in marks.items()}
        rows = queries.rows_matching(table.rows, wanted, tones)
        view = query.get("view", "tree")
        view = view if view in VIEWS else "tree"
        sort = sort_key(query.get("sort", ""), SORTS, "number")
        views = {row.pk: row_view(row, marks.get(row.pk), on) for row in rows}
        base = strategy.get_absolute_url()
        clear = f"{base}?{urlencode({'view': view})}"
        return cls(
            title=strategy.name,
            version=version_line(version),
            summary=strategy.summary,
            sample=strategy.is_sample,
            crumbs=((_("Programmes"), reverse("programmes:list")), (strategy.short_name, "")),
            counts=_counts(table.rows, marks, query, base),
            money=money_tiles(rows),
            tabs=_tabs(view, query, base),
            view=view,
            filters=_choices(table, marks, wanted),
            text=wanted.text,
            filtered=wanted.active,
            shown=_("%(shown)d of %(all)d actions") % {"shown": len(rows), "all": len(table.rows)},
            clear_url=clear,
            reset_url=clear if wanted.active else "",
            tree=_tree(table.nodes, rows, views) if view == "tree" else (),
            rows=tuple(views[row.pk] for row in _ordered(rows, sort, on)) if view == "table" else (),
            sort=sort,
            timeline=_timeline(rows, views, on) if view == "timeline" else None,
            xlsx_url=_download("programmes:export-xlsx", strategy, query),
            csv_url=_download("programmes:export-csv", strategy, query),
            empty=not rows,
        )


def _ordered(rows: Sequence[ActionRow], sort: str, on: date) -> list[ActionRow]:
    """The rows by a column; they come in the order of their numbers, which stays among equals."""

    def next_term(row: ActionRow) -> date:
        following = row.next_milestone(on)
        return following.due_on if following else date.max

    keys: dict[str, Callable[[ActionRow], Any]] = {
        "lead": lambda row: polish_key(row.lead_name),
        "starts": lambda row: (row.starts_on, row.ends_on),
        "next": next_term,
        "planned": lambda row: row.money.planned,
        "spent": lambda row: row.money.spent,
    }
    key = keys.get(sort.removeprefix("-"))
    ordered = sorted(rows, key=key) if key else list(rows)
    return ordered[::-1] if sort.startswith("-") else ordered


def filter_of(query: Mapping[str, str]) -> TableFilter:
    """What the address asks for; what it cannot mean is passed over."""
    year = query.get("year", "")
    return TableFilter(
        status=query.get("status", ""),
        area=query.get("area", ""),
        priority=query.get("priority", ""),
        lead=query.get("lead", ""),
        group=query.get("group", ""),
        tag=query.get("tag", ""),
        year=int(year) if year.isascii() and year.isdigit() else None,
        text=query.get("q", "").strip()[:100],
    )


def exported_rows(version: Version, query: Mapping[str, str]) -> list[tuple[ActionRow, Mark | None]]:
    """The rows that the address asks for, with their marks, for the download."""
    table = queries.programme_table(version)
    marks = marks_of(Action, table.pks)
    rows = queries.rows_matching(table.rows, filter_of(query), {pk: mark.tone for pk, mark in marks.items()})
    return [(row, marks.get(row.pk)) for row in rows]


def money_tiles(rows: Iterable[ActionRow]) -> tuple[tuple[str, str, str], ...]:
    """Planned, committed and spent, the latter two with their share of the plan."""
    total = queries.money_of(rows)

    def share(part: Decimal | None) -> str:
        if part is None or not total.planned:
            return ""
        return _("%(share)s of the plan") % {"share": formats.percent(part / total.planned)}

    return (
        (pgettext("money", "Planned"), formats.money(total.planned), ""),
        (pgettext("money", "Committed"), formats.money(total.committed), share(total.committed)),
        (pgettext("money", "Spent"), formats.money(total.spent), share(total.spent)),
    )


def row_view(row: ActionRow, mark: Mark | None, on: date) -> RowView:
    following = row.next_milestone(on)
    return RowView(
        number=row.number,
        title=row.title,
        url=reverse("programmes:action", args=[row.public_id]),
        lead=row.lead_name,
        lead_url=_lead_url(row),
        span=formats.months(row.starts_on, row.ends_on),
        planned=formats.money(row.money.planned),
        spent=formats.money(row.money.spent),
        next_title=following.title if following else "",
        next_due=formats.day(following.due_on) if following else "",
        next_late=bool(following and following.due_on < on),
        mark=mark,
    )


def _lead_url(row: ActionRow) -> str:
    return reverse("people:organisation", args=[row.lead_public_id])


def _address(base: str, query: QueryDict, **changes: str) -> str:
    kept = {key: query[key] for key in (*ADDRESS, "q") if query.get(key)}
    kept.update(changes)
    kept = {key: value for key, value in kept.items() if value}
    return f"{base}?{urlencode(kept)}" if kept else base


def _counts(rows: Sequence[ActionRow], marks: Mapping[int, Mark], query: QueryDict, base: str) -> tuple[Count, ...]:
    counted = Counter(marks[row.pk].tone for row in rows if row.pk in marks)
    labels = {mark.tone: mark for mark in marks.values()}
    chosen = query.get("status", "")
    return tuple(
        Count(
            mark=labels[tone],
            count=counted[tone],
            url=_address(base, query, status="" if chosen == tone else str(tone)),
            current=chosen == tone,
        )
        for tone in TONES
        if counted[tone]
    )


def _tabs(view: str, query: QueryDict, base: str) -> tuple[Tab, ...]:
    labels = {"tree": _("Tree"), "table": _("Table"), "timeline": _("Timeline")}
    return tuple(Tab(labels[key], _address(base, query, view=key), key == view) for key in VIEWS)


def _download(name: str, strategy: Strategy, query: QueryDict) -> str:
    return _address(reverse(name, args=[strategy.public_id]), query, view="")


def _choices(table: ProgrammeTable, marks: Mapping[int, Mark], wanted: TableFilter) -> tuple[Choice, ...]:
    english = (get_language() or "pl").startswith("en")
    labels = {mark.tone: str(mark.label) for mark in marks.values()}
    priorities = {row.priority: f"{row.priority}. {row.priority_title}" for row in table.rows}
    leads = {row.lead_public_id: row.lead_name for row in sorted(table.rows, key=_lead_order)}
    years = {
        str(year): str(year)
        for year in sorted({y for row in table.rows for y in range(row.starts_on.year, row.ends_on.year + 1)})
    }

    def words(*groups: str) -> dict[str, str]:
        return {
            word: names[1] if english else names[0]
            for word, names in sorted(table.words.items(), key=lambda item: _word_order(item[0], item[1][0]))
            if word.partition(":")[0] in groups
        }

    areas = {word: f"{word.partition(':')[2]}. {name}" for word, name in words("area").items()}
    chosen = str(wanted.year or "")
    return (
        _choice("status", _("Status"), {str(t): labels[t] for t in TONES if t in labels}, wanted.status),
        _choice("priority", _("Priority"), priorities, wanted.priority),
        _choice("area", pgettext("label", "ZSU 2030 area"), areas, wanted.area),
        _choice("lead", _("Lead organisation"), leads, wanted.lead),
        _choice("group", _("Target group"), words("target_group"), wanted.group),
        _choice("tag", _("Transformation, specialisation"), words("transformation", "specialisation"), wanted.tag),
        _choice("year", _("Year"), years, chosen),
    )


_ROMAN = {numeral: value for value, numeral in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"), 1)}


def _word_order(word: str, name: str) -> tuple[int, str]:
    return _ROMAN.get(word.partition(":")[2], 0), polish_key(name)


def _lead_order(row: ActionRow) -> str:
    return polish_key(row.lead_name)


def _choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> Choice:
    return Choice(
        name,
        label,
        (
            Option("", _("all"), not chosen),
            *(Option(value, text, value == chosen) for value, text in options.items()),
        ),
    )


def _tree(
    nodes: Sequence[NodeRow], rows: Sequence[ActionRow], views: Mapping[int, RowView], parent: int | None = None
) -> tuple[Branch, ...]:
    """Priorities with directions and actions, in the order of their numbers; branches left empty are not shown."""
    branches = []
    for node in nodes:
        if node.parent != parent:
            continue
        mine = [row for row in rows if row.parent == node.pk]
        below = _tree(nodes, rows, views, node.pk)
        if mine or below:
            branches.append(Branch(node.number, node.title, node.text, tuple(views[row.pk] for row in mine), below))
    return tuple(branches)


def _timeline(rows: Sequence[ActionRow], views: Mapping[int, RowView], on: date) -> Timeline:
    return timeline(
        [
            Bar(
                label=f"{row.number} {row.title}",
                url=views[row.pk].url,
                mark=views[row.pk].mark,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                milestones=row.milestones,
            )
            for row in rows
        ],
        on=on,
    )
