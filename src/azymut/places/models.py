"""Territorial units and the neighbourhood between them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from azymut.kernel.models import PolishOrder
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.places.enums import Level


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def current(self) -> TerritoryQuerySet:
        return self.filter(valid_to__isnull=True)

    def standing_on(self, day: date) -> TerritoryQuerySet:
        """Units as they stood on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def counties_of(self, voivodeship_code: str) -> TerritoryQuerySet:
        return self.current().filter(level=Level.COUNTY, code__startswith=voivodeship_code)


class Territory(PolishOrder):
    """Country, voivodeship, NUTS 3 subregion, county or commune, as it stood between two days.

    `code` is the canonical code: "PL", TERYT of 2 (voivodeship), 4 (county) or 7 digits (commune), or NUTS 3 ("PL711").
    The code is the identity; a row is the unit as it stood from `valid_from` up to, but not on, `valid_to`. A new name
    or border leaves a closed copy of the former state under the same code, so the past is not rewritten, while the row
    that other records point at stays the living one.
    """

    personal_data = NOTHING_PERSONAL
    sorted_field = "sorted_name"

    code = models.CharField(max_length=7, db_index=True)
    level = models.CharField(max_length=12, choices=Level.choices, db_index=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    name_genitive = models.CharField(max_length=160, blank=True, help_text="powiatu łódzkiego wschodniego")
    name_locative = models.CharField(max_length=160, blank=True, help_text="powiecie łódzkim wschodnim")
    short_name = models.CharField(max_length=80, blank=True, help_text="As a cartogram tile or a table row shows it.")
    is_city = models.BooleanField(default=False, help_text="A city with county rights.")
    nuts = models.CharField(max_length=5, blank=True, db_index=True)
    bdl = models.CharField(max_length=12, blank=True, db_index=True, help_text="Twelve-digit unit of GUS BDL.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    subregion = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="counties")
    commune_kind = models.CharField(max_length=1, blank=True, help_text="TERC RODZ.")
    valid_from = models.DateField()
    start_known = models.BooleanField(
        default=True, help_text="False: already stood when the first register file that names it was loaded."
    )
    valid_to = models.DateField(null=True, blank=True, help_text="The first day on which it no longer stood.")
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    neighbours = models.ManyToManyField("self", blank=True)

    objects: ClassVar[models.Manager[Territory]] = models.Manager.from_queryset(TerritoryQuerySet)()

    class Meta:
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="territory_code_from"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="territory_one_current"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="territory_valid_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sorted_name(self) -> str:
        """What tables sort by: the bare name, so that counties and cities share one alphabet."""
        return self.short_name or self.name


class Boundary(models.Model):
    """The drawn outline of a territory, loaded from a file; the cartogram does without it."""

    personal_data = NOTHING_PERSONAL

    territory = models.OneToOneField(Territory, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon in WGS 84.")
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.territory} ({self.source})"
