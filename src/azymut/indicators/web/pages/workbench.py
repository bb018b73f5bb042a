"""The analyst's workbench: definitions, their drafts and versions, and what a formula would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.enums import EDITABLE_DEFINITIONS, DefinitionState
from azymut.indicators.models import DefinitionVersion, Meaning
from azymut.indicators.rules.definitions import differences, review_refusal
from azymut.indicators.rules.formula_language import FormulaError, Problem, read
from azymut.people.models import Account
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

SHOWN_COUNTIES = 3
SHOWN_PERIODS = 5


@dataclass(frozen=True)
class DefinitionRow:
    name: str
    key: str
    url: str
    standing: str
    under_way: str
    under_way_url: str


@dataclass(frozen=True)
class WorkbenchPage:
    rows: tuple[DefinitionRow, ...]
    new_url: str


def workbench_page() -> WorkbenchPage:
    rows = tuple(_row(line) for line in queries.definitions())
    return WorkbenchPage(rows, reverse("indicators:definition-new"))


def _row(line: queries.DefinitionLine) -> DefinitionRow:
    opened = line.open
    author = (opened.author if opened else None) or _("somebody no longer here")
    return DefinitionRow(
        name=line.said.name,
        key=line.key,
        url=reverse("indicators:definition-history", args=[line.key]),
        standing=_standing(line.approved) if line.approved else _("not approved yet"),
        under_way=f"{opened.get_state_display()}, {author}" if opened else "",
        under_way_url=opened.get_absolute_url() if opened else "",
    )


def _standing(version: DefinitionVersion) -> str:
    return _("version %(number)s, %(day)s") % {"number": version.number, "day": formats.day(version.reviewed_at)}


@dataclass(frozen=True)
class ProblemView:
    """A problem with the line that it stands in and a caret below the place."""

    message: str
    line: str
    caret: str


@dataclass(frozen=True)
class TrialRow:
    place: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TrialView:
    """What a formula gives: either problems, or figures of some places and how far it reaches."""

    problems: tuple[ProblemView, ...]
    rows: tuple[TrialRow, ...] = ()
    reach: tuple[queries.Reach, ...] = ()
    summary: str = ""


def trial_view(key: str, said: Meaning) -> TrialView:
    """The formula tried out over the figures that stand."""
    try:
        tree = read(said.formula)
    except FormulaError as error:
        return TrialView(problem_views(said.formula, error.problems))
    problems = queries.problems_of(key, tree, unit=said.unit_pl)
    if problems:
        return TrialView(problem_views(said.formula, problems))
    units = _shown_places()
    trial = queries.trial(key, said, tree, [unit.code for unit in units])
    found = {value.period for series in trial.series.values() for value in series}
    periods = sorted(found, reverse=True)[:SHOWN_PERIODS]
    own = trial.reach[0]
    return TrialView(
        problems=(),
        rows=tuple(_trial_row(unit, trial, periods) for unit in units) if periods else (),
        reach=tuple(one for one in trial.reach if one.touched),
        summary=ngettext("%(count)d value changes", "%(count)d values change", own.touched) % {"count": own.touched},
    )


def problem_views(text: str, problems: Sequence[Problem]) -> tuple[ProblemView, ...]:
    lines = text.split("\n")
    return tuple(
        ProblemView(str(one), lines[one.place.line - 1], " " * (one.place.column - 1) + "^") for one in problems
    )


def _shown_places() -> list[Territory]:
    """The region and three of its counties."""
    region = places.region()
    return [region, *list(places.counties_of(region))[:SHOWN_COUNTIES]]


def _trial_row(unit: Territory, trial: queries.Trial, periods: Sequence[str]) -> TrialRow:
    values = {value.period: value for value in trial.series[unit.code]}
    stood = {value.period: value for value in trial.before[unit.code]}
    shown = ((formats.period(one), _turned(values.get(one), stood.get(one))) for one in periods)
    return TrialRow(name_of(unit), tuple(shown))


def _turned(value: queries.Value | None, stood: queries.Value | None) -> str:
    """A value, with the one that stands where they differ."""
    now = value.text if value else formats.missing()
    before = stood.text if stood else ""
    if not before or before == now:
        return now
    return _("%(now)s (stands: %(before)s)") % {"now": now, "before": before}


@dataclass(frozen=True)
class DifferenceRow:
    field: str
    before: str
    after: str


def difference_rows(before: Meaning | None, after: Meaning) -> tuple[DifferenceRow, ...]:
    """What two versions say differently, in words; without an earlier one, all that is said."""
    return tuple(
        DifferenceRow(
            capfirst(str(after._meta.get_field(one.field).verbose_name)),  # type: ignore[union-attr]  # a field of the table
            _shown(after, one.field, one.before),
            _shown(after, one.field, one.after),
        )
        for one in differences(before.content if before else {}, after.content)
        if before or one.after not in {"", None}
    )


def _shown(said: Meaning, name: str, value: Any) -> str:
    if name == "levels":
        return ", ".join(str(Level(level).label) for level in str(value).split(",") if level)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formats.day(value)
    labels = dict(said._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # a field of the table
    return str(labels.get(value, value if value is not None else ""))


@dataclass(frozen=True)
class FormPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    stamp: str
    back_url: str
    look_url: str
    guide: tuple[tuple[str, str], ...]
    datasets: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, str], ...]
    trial: TrialView | None


def form_page(key: str, title: str, *, stamp: str, path: str, trial: TrialView | None) -> FormPage:
    home = reverse("indicators:workbench")
    known = queries.known_things()
    names = queries.indicators()
    return FormPage(
        title=title,
        crumbs=((_("Definitions of indicators"), home), (title, "")),
        stamp=stamp,
        back_url=reverse("indicators:definition-history", args=[key]) if key else home,
        look_url=f"{path}?podglad=tak",
        guide=_guide(),
        datasets=tuple(
            (f"{code} {table.name}", "; ".join(sorted(table.breakdowns)))
            for code, table in (known.tables or {}).items()
            if table.breakdowns
        ),
        keys=tuple((one, row.short) for one, row in names.items() if one != key),
        trial=trial,
    )


def _guide() -> tuple[tuple[str, str], ...]:
    return (
        ('P2392["ogółem"]', _("a breakdown of a dataset, as the source publishes it")),
        ("sum(…), listed_sum(…)", _("several breakdowns added up: all of them, or those that the source lists")),
        ("share(a, b), per_thousand(a, b), per(a, b, 100000), ratio(a, b)", _("a divided by b, times 100, 1000, …")),
        ("change(a, 5), change_points(a, 5)", _("against five years before: in per cent, or the difference")),
        ('index(a, "2015")', _("where the value of 2015 is 100")),
        ("moving_mean(a, 3)", _("mean of three periods, the last one included")),
        ("cohort(a, b, 5)", _("a in per cent of b five years before")),
        ("rank(a)", _("place among comparable territories, the highest first")),
        ("relative(a)", _("the county in per cent of its voivodeship")),
        ("rolled_up(a), rolled_up_listed(a)", _("a voivodeship as the sum over its counties; numbers only")),
    )


@dataclass(frozen=True)
class VersionPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    state: str
    returned: str
    facts: tuple[tuple[str, str], ...]
    compared_with: str
    differences: tuple[DifferenceRow, ...]
    formula: str
    trial: TrialView | None
    edit_url: str
    propose_url: str
    discard_url: str
    approve_url: str
    return_url: str
    refusal: str


def version_page(version: DefinitionVersion, reader: Account) -> VersionPage:
    """A version beside the one before it, and what its state lets the reader do."""
    before = queries.version_before(version)
    editable = version.state in EDITABLE_DEFINITIONS
    proposed = version.state == DefinitionState.PROPOSED
    refusal = review_refusal(version.state, author=version.author_id, reviewer=reader.pk) if proposed else ""
    decides = proposed and not refusal

    def address(name: str, *, when: bool) -> str:
        return reverse(f"indicators:definition-{name}", args=[version.public_id]) if when else ""

    return VersionPage(
        title=version.name,
        crumbs=(
            (_("Definitions of indicators"), reverse("indicators:workbench")),
            (version.key, reverse("indicators:definition-history", args=[version.key])),
            (_("version %(number)s") % {"number": version.number} if version.number else _("under way"), ""),
        ),
        state=version.get_state_display(),
        returned=version.returned_reason if version.state == DefinitionState.RETURNED else "",
        facts=_facts(version),
        compared_with=_standing(before) if before else "",
        differences=difference_rows(before, version),
        formula=version.formula,
        trial=None if version.number else trial_view(version.key, version),
        edit_url=reverse("indicators:definition-edit", args=[version.key]) if editable else "",
        propose_url=address("propose", when=editable),
        discard_url=address("discard", when=editable),
        approve_url=address("approve", when=decides),
        return_url=address("return", when=decides),
        refusal=refusal,
    )


def _facts(version: DefinitionVersion) -> tuple[tuple[str, str], ...]:
    product = _("came with the product")
    facts = [
        (_("State"), version.get_state_display()),
        (_("Written by"), product if version.with_product else str(version.author or "–")),
        (_("Last changed"), formats.moment(version.changed_at)),
    ]
    if version.proposed_at and not version.with_product:
        facts.append((_("Proposed"), formats.moment(version.proposed_at)))
    if version.reviewed_at and not version.with_product:
        facts.append((_("Decided on"), f"{formats.moment(version.reviewed_at)}, {version.reviewed_by or '–'}"))
    if version.summary:
        facts.append((_("What changes and why"), version.summary))
    return tuple(facts)


@dataclass(frozen=True)
class PastVersion:
    title: str
    url: str
    note: str
    formula: str
    differences: tuple[DifferenceRow, ...]
    first: bool


@dataclass(frozen=True)
class HistoryPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    key: str
    under_way: str
    under_way_url: str
    edit_url: str
    public_url: str
    versions: tuple[PastVersion, ...]


def history_page(key: str, versions: Sequence[DefinitionVersion], opened: DefinitionVersion | None) -> HistoryPage:
    """All approved versions, newest first, each with its differences to the one before."""
    newest = versions[0] if versions else opened
    assert newest  # noqa: S101  # the view has found one
    editable = opened is None or opened.state in EDITABLE_DEFINITIONS
    return HistoryPage(
        title=newest.name,
        crumbs=((_("Definitions of indicators"), reverse("indicators:workbench")), (key, "")),
        key=key,
        under_way=opened.get_state_display() if opened else "",
        under_way_url=opened.get_absolute_url() if opened else "",
        edit_url=reverse("indicators:definition-edit", args=[key]) if editable else "",
        public_url=reverse("indicators:definition", args=[newest.slug]) if versions else "",
        versions=past_versions(versions),
    )


def past_versions(versions: Sequence[DefinitionVersion]) -> tuple[PastVersion, ...]:
    """Versions as they are given, newest first; no person is named, so that visitors may read it."""
    earlier: list[DefinitionVersion | None] = [*versions[1:], None]  # one more than needed where there is no version
    return tuple(
        PastVersion(
            title=_standing(one),
            url=one.get_absolute_url(),
            note=_("came with the product") if one.with_product else one.summary,
            formula=one.formula,
            differences=difference_rows(before, one) if before else (),
            first=before is None,
        )
        for one, before in zip(versions, earlier, strict=False)
    )
