"""What is said of an indicator: the same fields where it stands approved and in every version of its definition."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import (
    BreakPolicy,
    Direction,
    Frequency,
    IndicatorKind,
    PeriodType,
    Suppression,
    Theme,
)
from azymut.indicators.models.sources import spoken
from azymut.indicators.rules.definitions import FIELDS
from azymut.indicators.rules.formula_language import Node, is_rolled_up
from azymut.indicators.rules.formulas import formula


class Meaning(models.Model):
    """Names, caveats, unit, formula, and how its values come and are treated."""

    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    short_pl = models.CharField(_("short name in Polish"), max_length=80)
    short_en = models.CharField(_("short name in English"), max_length=80)
    description_pl = models.TextField(_("description in Polish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    caveats_pl = models.TextField(_("caveats in Polish"), blank=True, help_text="One a line.")
    caveats_en = models.TextField(_("caveats in English"), blank=True, help_text="One a line.")
    unit_pl = models.CharField(_("unit in Polish"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    direction = models.CharField(
        _("which way is better"), max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind.choices, default=IndicatorKind.CONTEXT)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    formula = models.TextField(_("formula"), help_text="See docs/formulas.md.")
    levels = models.CharField(
        _("levels"), max_length=120, help_text="Territorial levels that it is shown for, separated by commas."
    )
    order = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    on_profile = models.BooleanField(_("shown on the profile"), default=False)
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency.choices, default=Frequency.YEARLY, db_default=Frequency.YEARLY
    )
    period_type = models.CharField(
        _("what of the period"),
        max_length=10,
        choices=PeriodType.choices,
        default=PeriodType.WHOLE,
        db_default=PeriodType.WHOLE,
    )
    break_policy = models.CharField(
        _("breaks in the series"),
        max_length=10,
        choices=BreakPolicy.choices,
        default=BreakPolicy.MARKED,
        db_default=BreakPolicy.MARKED,
    )
    suppression_policy = models.CharField(
        _("small numbers"),
        max_length=10,
        choices=Suppression.choices,
        default=Suppression.SOURCE,
        db_default=Suppression.SOURCE,
    )
    method_pl = models.TextField(_("note on the method in Polish"), blank=True, db_default="")
    method_en = models.TextField(_("note on the method in English"), blank=True, db_default="")
    owner = models.CharField(_("answers for the definition"), max_length=200, blank=True, db_default="")
    next_due_on = models.DateField(_("next value due"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.name_pl, self.name_en)

    @property
    def short(self) -> str:
        return spoken(self.short_pl, self.short_en)

    @property
    def description(self) -> str:
        return spoken(self.description_pl, self.description_en)

    @property
    def unit(self) -> str:
        return spoken(self.unit_pl, self.unit_en)

    @property
    def method_note(self) -> str:
        return spoken(self.method_pl, self.method_en)

    @property
    def caveats(self) -> tuple[str, ...]:
        return tuple(line for line in spoken(self.caveats_pl, self.caveats_en).splitlines() if line.strip())

    @property
    def level_list(self) -> tuple[str, ...]:
        return tuple(self.levels.split(","))

    @property
    def tree(self) -> Node:
        """The formula, read. Raises FormulaError; what stands approved was read before."""
        return formula(self.formula)

    @property
    def rolled_up(self) -> bool:
        """Whether a voivodeship's value is, where the source has none, the sum over its counties."""
        return is_rolled_up(self.tree)

    @property
    def content(self) -> dict[str, Any]:
        """All that is said, by the field's name."""
        return {name: getattr(self, name) for name in FIELDS}
