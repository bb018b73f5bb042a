"""Checks that analysts write."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import CheckOperator, PeriodForm, Severity
from azymut.indicators.models.sources import Dataset
from azymut.indicators.rules.validations import Operator, Validation, read
from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.places.enums import Level


class ValidationRule(Record):
    """What must hold between figures of a dataset; looked at in every file before it is published."""

    personal_data = NOTHING_PERSONAL

    dataset = models.ForeignKey(Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="rules")
    name = models.CharField(_("name"), max_length=120)
    left = models.CharField(_("left side"), max_length=500, help_text="See rules/validations.py.")
    operator = models.CharField(_("operator"), max_length=2, choices=CheckOperator.choices)
    right = models.CharField(_("right side"), max_length=500, help_text="See rules/validations.py.")
    tolerance = models.DecimalField(_("tolerance"), max_digits=18, decimal_places=6, default=0)
    period_form = models.CharField(_("kind of period"), max_length=9, choices=PeriodForm.choices, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    severity = models.CharField(_("weight"), max_length=7, choices=Severity.choices, default=Severity.NOTE)
    message = models.CharField(_("what to say"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("rule of a check")
        ordering = ["dataset__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="validation_named_once"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="validation_tolerance_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:validation-edit", args=[self.public_id])

    @property
    def validation(self) -> Validation:
        """As the rules read it. What is kept has been read before, so it raises nothing."""
        return Validation(
            name=self.name,
            left=read(self.left),
            operator=cast("Operator", self.operator),
            right=read(self.right),
            tolerance=self.tolerance,
            period_form=self.period_form,
            level=self.level,
            serious=self.severity == Severity.SERIOUS,
            message=self.message,
        )
