"""Indicators: figures with a meaning, as they stand approved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.models.meanings import Meaning
from azymut.kernel.personal import NOTHING_PERSONAL


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def on_profile(self) -> IndicatorQuerySet:
        return self.filter(on_profile=True)


class Indicator(Meaning):
    """A figure with a meaning: how it is worked out, which way is better, what to beware of.

    What stands here is the approved version with the highest number (`models.definitions`).
    """

    personal_data = NOTHING_PERSONAL

    key = models.CharField(_("key"), max_length=60, unique=True)
    slug = models.SlugField(_("address word"), max_length=60, unique=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Indicator]] = models.Manager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["order", "key"]
        constraints = [models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals_kept")]

    def get_absolute_url(self) -> str:
        return reverse("indicators:detail", args=[self.slug])
