"""Rules that files are checked with, one rule with its try-out, and how small counts of a dataset are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.design import formats
from azymut.design.forms import Form
from azymut.indicators import queries
from azymut.indicators.enums import Severity
from azymut.indicators.models import Dataset, ValidationRule
from azymut.indicators.rules.suppression import Policy, PolicyError, parse_follows, parse_sums
from azymut.indicators.rules.validations import ExpressionError, Operator, Trial, Validation, read
from azymut.kernel.registries import Mark, Tone

SHOWN_VIOLATIONS = 20
SHOWN_BREAKDOWNS = 60


@dataclass(frozen=True)
class RuleRow:
    name: str
    url: str
    says: str
    scope: str
    serious: bool
    mark: Mark
    switch_url: str
    switch_to: str
    switch_label: str


@dataclass(frozen=True)
class DatasetRules:
    title: str
    rows: tuple[RuleRow, ...]
    add_url: str
    secrecy: str
    secrecy_url: str


@dataclass(frozen=True)
class ValidationsPage:
    groups: tuple[DatasetRules, ...]
    import_url: str


def validations_page() -> ValidationsPage:
    """Every dataset that has figures, a rule or a guard; others wait for their first file."""
    figures = queries.datasets_with_figures()
    rules: dict[int, list[ValidationRule]] = {}
    for rule in queries.validation_rules():
        rules.setdefault(rule.dataset_id, []).append(rule)
    shown = [
        one for one in queries.guarded_datasets() if one.pk in figures or one.pk in rules or hasattr(one, "suppression")
    ]
    groups = tuple(_group(one, rules.get(one.pk, [])) for one in shown)
    return ValidationsPage(groups, reverse("indicators:import"))


def _group(dataset: Dataset, rules: list[ValidationRule]) -> DatasetRules:
    guard = getattr(dataset, "suppression", None)
    hidden = _("counts below %(threshold)s are hidden") % {"threshold": guard.threshold if guard else ""}
    return DatasetRules(
        title=str(dataset),
        rows=tuple(_row(one) for one in rules),
        add_url=reverse("indicators:validation-add", args=[dataset.code]),
        secrecy=hidden if queries.is_guarded(dataset) else _("small counts are not hidden"),
        secrecy_url=reverse("indicators:secrecy-edit", args=[dataset.code]),
    )


def _row(rule: ValidationRule) -> RuleRow:
    scope = (rule.get_period_form_display(), rule.get_level_display()) if rule.period_form or rule.level else ()
    return RuleRow(
        name=rule.name,
        url=rule.get_absolute_url(),
        says=f"{rule.left} {rule.operator} {rule.right}"
        + (f" ± {formats.number(rule.tolerance)}" if rule.tolerance else ""),
        scope=", ".join(str(part) for part in scope if part) or _("all"),
        serious=rule.severity == Severity.SERIOUS,
        mark=Mark(Tone.ON, _("in force"))
        if rule.is_active
        else Mark(Tone.NO_DATA, pgettext("check rule", "switched off")),
        switch_url=reverse("indicators:validation-switch", args=[rule.public_id]),
        switch_to="no" if rule.is_active else "yes",
        switch_label=_("Switch off") if rule.is_active else _("Switch on"),
    )


@dataclass(frozen=True)
class BrokenRow:
    place: str
    period: str
    left: str
    right: str


@dataclass(frozen=True)
class TrialView:
    """What a try-out found; `more` are those that are not shown."""

    checked: str
    broken: int
    rows: tuple[BrokenRow, ...]
    more: int


@dataclass(frozen=True)
class RulePage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    dataset: str
    breakdowns: tuple[str, ...]
    breakdowns_more: int
    trial: TrialView | None
    back_url: str


def values_of(rule: ValidationRule) -> dict[str, Any]:
    names = ("name", "left", "operator", "right", "tolerance", "period_form", "level", "severity", "message")
    values = {name: getattr(rule, name) for name in names}
    return {**values, "tolerance": rule.tolerance.normalize() if rule.tolerance else Decimal(0)}


def rule_page(dataset: Dataset, rule: ValidationRule | None, form: Form, *, trying: bool) -> RulePage:
    """A rule's page; with `trying`, what was typed is tried on the figures that stand and refused at its place."""
    title = rule.name if rule else _("A new rule")
    breakdowns = queries.breakdowns_of(dataset)
    return RulePage(
        title=title,
        crumbs=((_("Rules of checks"), reverse("indicators:validations")), (title, "")),
        dataset=str(dataset),
        breakdowns=tuple(f'["{one}"]' for one in breakdowns[:SHOWN_BREAKDOWNS]),
        breakdowns_more=max(0, len(breakdowns) - SHOWN_BREAKDOWNS),
        trial=_trial(dataset, form) if trying and form.is_valid() else None,
        back_url=reverse("indicators:validations"),
    )


def _trial(dataset: Dataset, form: Form) -> TrialView | None:
    typed, sides = form.cleaned_data, []
    for field in ("left", "right"):
        try:
            sides.append(read(typed[field]))
        except ExpressionError as error:
            form.add_error(field, _("This cannot be read from character %(place)d on.") % {"place": error.place})
            return None
    operator = cast("Operator", typed["operator"])
    rule = Validation(
        typed["name"], sides[0], operator, sides[1], typed["tolerance"], typed["period_form"], typed["level"]
    )
    return _trial_view(queries.try_out(dataset, rule))


def _trial_view(trial: Trial) -> TrialView:
    shown = trial.broken[:SHOWN_VIOLATIONS]
    names = queries.names_of({one.territory for one in shown})
    return TrialView(
        checked=formats.number(trial.checked),
        broken=len(trial.broken),
        rows=tuple(
            BrokenRow(
                names.get(one.territory, one.territory),
                formats.period(one.period),
                formats.number(one.left),
                formats.number(one.right),
            )
            for one in shown
        ),
        more=max(0, len(trial.broken) - SHOWN_VIOLATIONS),
    )


@dataclass(frozen=True)
class SecrecyPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    dataset: str
    breakdowns: tuple[str, ...]
    breakdowns_more: int
    found: tuple[tuple[str, str], ...]
    back_url: str


def secrecy_values(dataset: Dataset) -> dict[str, Any]:
    guard = getattr(dataset, "suppression", None)
    names = ("threshold", "sums", "follows", "reason", "is_active")
    return {name: getattr(guard, name) for name in names} if guard else {"threshold": 10}


def secrecy_page(dataset: Dataset, form: Form, *, trying: bool) -> SecrecyPage:
    """How a dataset is guarded; with `trying`, what that would hide in the figures that stand."""
    title = _("Small counts")
    breakdowns = queries.breakdowns_of(dataset)
    return SecrecyPage(
        title=title,
        crumbs=((_("Rules of checks"), reverse("indicators:validations")), (title, "")),
        dataset=str(dataset),
        breakdowns=tuple(f'["{one}"]' for one in breakdowns[:SHOWN_BREAKDOWNS]),
        breakdowns_more=max(0, len(breakdowns) - SHOWN_BREAKDOWNS),
        found=_found(dataset, form) if trying and form.is_valid() else (),
        back_url=reverse("indicators:validations"),
    )


def _found(dataset: Dataset, form: Form) -> tuple[tuple[str, str], ...]:
    typed = form.cleaned_data
    try:
        sums = parse_sums(typed["sums"])
    except PolicyError as error:
        form.add_error("sums", _("Line %(line)d cannot be read.") % {"line": error.line})
        return ()
    try:
        follows = parse_follows(typed["follows"])
    except PolicyError as error:
        form.add_error("follows", _("Line %(line)d cannot be read.") % {"line": error.line})
        return ()
    found = queries.hidden_by(dataset, Policy(typed["threshold"], sums, follows))
    return (
        (_("small counts"), formats.number(found.small)),
        (_("others, so that none can be found by subtraction"), formats.number(found.others)),
        (_("of figures that stand"), formats.number(found.of)),
    )
