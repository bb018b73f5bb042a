"""Who publishes figures, and the tables that they publish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from azymut.kernel.personal import NOTHING_PERSONAL


def spoken(polish: str, english: str) -> str:
    return english if english and (get_language() or "pl").startswith("en") else polish


class Source(models.Model):
    """Who publishes: Statistics Poland, Eurostat, a regional observatory."""

    personal_data = NOTHING_PERSONAL

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    licence_pl = models.CharField(_("licence in Polish"), max_length=300)
    licence_en = models.CharField(_("licence in English"), max_length=300)
    address = models.URLField(_("address on the web"), blank=True)

    class Meta:
        verbose_name = _("source of figures")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.name_pl, self.name_en)

    @property
    def licence(self) -> str:
        return spoken(self.licence_pl, self.licence_en)


class Dataset(models.Model):
    """One table of a source, known by the source's own code (P3226, trng_lfse_04)."""

    personal_data = NOTHING_PERSONAL

    code = models.CharField(_("code"), max_length=60, unique=True)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="datasets")
    name_pl = models.CharField(_("name in Polish"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    dimensions = models.CharField(
        _("breakdowns"), max_length=300, blank=True, help_text="Names of the breakdowns, as the source has them."
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    levels = models.CharField(
        _("levels"), max_length=120, blank=True, help_text="Territorial levels, separated by commas."
    )
    delay = models.PositiveSmallIntegerField(
        _("usual delay in months"),
        null=True,
        blank=True,
        help_text="Months from the end of a period to its figure; empty where it is not known.",
    )

    class Meta:
        verbose_name = _("dataset")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="dataset_coded")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return spoken(self.name_pl, self.name_en)
