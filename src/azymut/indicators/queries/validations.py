"""Rules that analysts wrote, and what they find in the figures that stand."""

from __future__ import annotations

from django.db.models import QuerySet

from azymut.indicators import store
from azymut.indicators.enums import Flag
from azymut.indicators.models import Dataset, ValidationRule
from azymut.indicators.rules.validations import Trial, Validation, try_rules


def validation_rules() -> QuerySet[ValidationRule]:
    """All rules by dataset and name: one query."""
    return ValidationRule.objects.select_related("dataset")


def validation_rule_by_id(public_id: str) -> ValidationRule | None:
    return ValidationRule.objects.select_related("dataset").filter(public_id=public_id).first()


def validations_of(dataset_code: str) -> tuple[Validation, ...]:
    """The rules in force for a dataset, ready to be tried."""
    return tuple(one.validation for one in ValidationRule.objects.filter(dataset__code=dataset_code, is_active=True))


def try_out(dataset: Dataset, rule: Validation) -> Trial:
    """What a rule finds in the figures of a dataset that stand now."""
    standing = {
        key: value for key, (value, flags, _unit) in store.standing(dataset).items() if Flag.WITHDRAWN not in flags
    }
    return try_rules([rule], standing, {})
