"""Indicators: figures with a meaning."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import Direction, IndicatorKind, Theme
from azymut.indicators.models.sources import spoken
from azymut.kernel.personal import NOTHING_PERSONAL


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def on_profile(self) -> IndicatorQuerySet:
        return self.filter(on_profile=True)


class Indicator(models.Model):
    """A figure with a meaning: how it is worked out, which way is better, what to beware of."""

    personal_data = NOTHING_PERSONAL

    key = models.CharField(_("key"), max_length=60, unique=True)
    slug = models.SlugField(_("address word"), max_length=60, unique=True)
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
    formula = models.JSONField(_("formula"), help_text="See rules/formulas.py.")
    rollup = models.BooleanField(
        _("summed over counties"), default=False, help_text="A voivodeship's value is the sum over its counties."
    )
    rollup_listed = models.BooleanField(
        _("counties left out count as none"),
        default=False,
        help_text="Counties that the source does not list count as none.",
    )
    levels = models.CharField(
        _("levels"), max_length=120, help_text="Territorial levels that it is shown for, separated by commas."
    )
    order = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    on_profile = models.BooleanField(_("shown on the profile"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Indicator]] = models.Manager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["order", "key"]
        constraints = [models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals_kept")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:detail", args=[self.slug])

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
    def caveats(self) -> tuple[str, ...]:
        return tuple(line for line in spoken(self.caveats_pl, self.caveats_en).splitlines() if line.strip())

    @property
    def level_list(self) -> tuple[str, ...]:
        return tuple(self.levels.split(","))
