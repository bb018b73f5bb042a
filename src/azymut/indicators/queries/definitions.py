"""Definitions: which there are, their versions, whether a formula is sound, and what another one would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q

from azymut.indicators import store
from azymut.indicators.enums import DefinitionState, Direction
from azymut.indicators.models import Dataset, DefinitionQuerySet, DefinitionVersion, Indicator, Meaning
from azymut.indicators.queries.values import Value, as_value
from azymut.indicators.rules.formula_language import Known, Node, Problem, Table, check, names_in
from azymut.indicators.rules.formulas import formula
from azymut.indicators.store import Figure


@dataclass(frozen=True)
class DefinitionLine:
    """A key with what stands approved and what is under way; one of them there always is."""

    key: str
    approved: DefinitionVersion | None
    open: DefinitionVersion | None

    @property
    def said(self) -> DefinitionVersion:
        found = self.approved or self.open
        assert found  # noqa: S101  # a line is made of one of them
        return found


def definitions() -> tuple[DefinitionLine, ...]:
    """All definitions, those under way first, then by their order: one query."""
    rows = DefinitionVersion.objects.select_related("author", "reviewed_by").order_by("number")
    approved: dict[str, DefinitionVersion] = {}
    under_way: dict[str, DefinitionVersion] = {}
    for row in rows:
        (approved if row.state == DefinitionState.APPROVED else under_way)[row.key] = row
    lines = [DefinitionLine(key, approved.get(key), under_way.get(key)) for key in {**approved, **under_way}]
    return tuple(sorted(lines, key=lambda line: (line.open is None, line.said.order, line.key)))


def versions_of(key: str) -> DefinitionQuerySet:
    """Approved versions, newest first, with their persons."""
    found: DefinitionQuerySet = DefinitionVersion.objects.filter(key=key).select_related("author", "reviewed_by")
    return found.filter(state=DefinitionState.APPROVED).order_by("-number")


def definition_by_id(public_id: str) -> DefinitionVersion | None:
    rows = DefinitionVersion.objects.select_related("author", "reviewed_by")
    return rows.filter(public_id=public_id).first()


def open_definition(key: str) -> DefinitionVersion | None:
    """The version that is under way for a key."""
    return DefinitionVersion.objects.filter(~Q(state=DefinitionState.APPROVED), key=key).first()


def version_before(version: DefinitionVersion) -> DefinitionVersion | None:
    """The approved version that stood before it, or, for one under way, that stands."""
    rows = versions_of(version.key)
    return rows.filter(number__lt=version.number).first() if version.number else rows.first()


def newest_number(key: str) -> int:
    """The number of the approved version that stands; 0 when none does."""
    found = DefinitionVersion.objects.filter(key=key).aggregate(newest=Max("number"))
    return found["newest"] or 0


def builders_on(key: str) -> tuple[Indicator, ...]:
    """Indicators whose own formula names this one."""
    return tuple(one for one in Indicator.objects.all() if key in names_in(formula(one.formula)))


def known_things() -> Known:
    """All that a formula may name: indicators, and datasets with the breakdowns that have observations."""
    breakdowns = store.current().breakdowns()
    tables = {
        row.code: Table(row.name_pl, row.unit, breakdowns.get(row.code, frozenset())) for row in Dataset.objects.all()
    }
    return Known({row.key: formula(row.formula) for row in Indicator.objects.all()}, tables)


def problems_of(key: str, tree: Node, *, unit: str) -> tuple[Problem, ...]:
    """What stands in the way of defining `key` by the formula."""
    return check(key, tree, known_things(), unit=unit)


@dataclass(frozen=True)
class Reach:
    """How an indicator's values would change, in numbers of values."""

    name: str
    changed: int
    added: int
    gone: int
    unchanged: int

    @property
    def touched(self) -> int:
        return self.changed + self.added + self.gone


@dataclass(frozen=True)
class Trial:
    """What a definition would give: series of some places, and how many values change anywhere."""

    series: dict[str, tuple[Value, ...]]
    before: dict[str, tuple[Value, ...]]
    reach: tuple[Reach, ...]


def trial(key: str, said: Meaning, tree: Node, territories: Sequence[str]) -> Trial:
    """Work the definition out over the figures that stand, without changing anything. The formula must be sound."""
    now = store.current()
    shown = Indicator(key=key, slug=key, **said.content)
    with store.trial(key, tree, lowest_first=said.direction == Direction.LOWER) as then:
        series = then.figures(indicators=[key], territories=list(territories))
        stood = now.figures(indicators=[key], territories=list(territories))
        reach = tuple(
            _reach(name, now.figures(indicators=[one]), then.figures(indicators=[one]))
            for one, name in _touched_names(key, shown).items()
        )
    return Trial(_by_place(series, shown, territories), _by_place(stood, shown, territories), reach)


def _touched_names(key: str, shown: Indicator) -> dict[str, str]:
    """The indicator itself, then all that build on it, through others too."""
    rows = {row.key: row for row in Indicator.objects.all()}
    found = {key: shown.name}
    size = 0
    while size != len(found):
        size = len(found)
        for one, row in rows.items():
            if one not in found and set(names_in(formula(row.formula))) & found.keys():
                found[one] = row.name
    return found


def _by_place(figures: Sequence[Figure], shown: Indicator, territories: Sequence[str]) -> dict[str, tuple[Value, ...]]:
    return {
        code: tuple(as_value(figure, shown) for figure in figures if figure.territory == code) for code in territories
    }


def _reach(name: str, before: Sequence[Figure], after: Sequence[Figure]) -> Reach:
    """Values, not rows: a row without a value counts as none."""
    old = {(one.territory, one.period): one.value for one in before if one.value is not None}
    new = {(one.territory, one.period): one.value for one in after if one.value is not None}
    shared = old.keys() & new.keys()
    changed = sum(1 for place in shared if old[place] != new[place])
    return Reach(
        name=name,
        changed=changed,
        added=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        unchanged=len(shared) - changed,
    )
