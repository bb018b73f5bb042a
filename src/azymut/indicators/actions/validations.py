"""Rules that analysts write are added, changed, switched off and on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.models import Dataset, ValidationRule
from azymut.indicators.rules.validations import ExpressionError, breakdowns_in, read
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account


@dataclass(frozen=True)
class RuleText:
    """A rule as somebody writes it."""

    name: str
    left: str
    operator: str
    right: str
    tolerance: Decimal
    period_form: str
    level: str
    severity: str
    message: str


@action(gettext_lazy("Rule of a check added"))
def add_validation_rule(*, dataset: Dataset, text: RuleText, by: Account | None, at: datetime) -> ValidationRule:
    """A rule that every file of the dataset is looked at with from now on.

    Raises DomainError at the side that cannot be read, or when the dataset has a rule of that name.
    """
    locked = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk)
    _check(text)
    if ValidationRule.objects.filter(dataset=locked, name=text.name).exists():
        raise DomainError(_("This dataset has a rule of that name already."), field="name")
    made = ValidationRule.objects.create(dataset=locked, created_by=by, **asdict(text))
    audit.created(made, by=by, at=at)
    return made


@action(gettext_lazy("Rule of a check changed"))
def change_validation_rule(*, rule: ValidationRule, text: RuleText, by: Account | None, at: datetime) -> ValidationRule:
    """Write a rule anew. Findings of files that were checked before stay as they are.

    Raises DomainError at the side that cannot be read, or when the dataset has another rule of that name.
    """
    Dataset.objects.select_for_update(of=("self",)).get(pk=rule.dataset_id)
    audit.hold(rule)
    _check(text)
    if ValidationRule.objects.filter(dataset=rule.dataset_id, name=text.name).exclude(pk=rule.pk).exists():
        raise DomainError(_("This dataset has a rule of that name already."), field="name")
    with audit.change(rule, by=by, at=at):
        for name, value in asdict(text).items():
            setattr(rule, name, value)
    return rule


@action(gettext_lazy("Rule of a check switched"))
def switch_validation_rule(*, rule: ValidationRule, on: bool, by: Account | None, at: datetime) -> ValidationRule:
    """Let files be looked at with the rule, or no longer."""
    audit.hold(rule)
    with audit.change(rule, by=by, at=at):
        rule.is_active = on
    return rule


@action(gettext_lazy("Rules of checks set up"))
def add_bundled_rules(*, rules: Sequence[Mapping[str, Any]], by: Account | None, at: datetime) -> int:
    """Add the rules that come with the product and are not there; how many is given back.

    One that somebody has changed or switched off stays as they left it.
    """
    audit.unchanged()
    datasets = {one.code: one for one in Dataset.objects.all()}
    there = set(ValidationRule.objects.values_list("dataset__code", "name"))
    missing = [one for one in rules if (one["dataset"], one["name"]) not in there]
    for one in missing:
        fields = {**one, "tolerance": Decimal(str(one["tolerance"]))}
        add_validation_rule(dataset=datasets[fields.pop("dataset")], text=RuleText(**fields), by=by, at=at)
    return len(missing)


def _check(text: RuleText) -> None:
    named = set()
    for field in ("left", "right"):
        try:
            named |= breakdowns_in(read(getattr(text, field)))
        except ExpressionError as error:
            words = {"place": error.place}
            raise DomainError(_("This cannot be read from character %(place)d on.") % words, field=field) from error
    if not named:
        raise DomainError(_('Name at least one breakdown, as ["…"].'), field="left")
    if text.tolerance < 0:
        raise DomainError(_("The tolerance cannot be negative."), field="tolerance")
