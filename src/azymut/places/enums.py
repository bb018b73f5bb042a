"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    COUNTRY = "country", _("country")
    VOIVODESHIP = "voivodeship", _("voivodeship")
    SUBREGION = "subregion", _("NUTS 3 subregion")
    COUNTY = "county", _("county")
    COMMUNE = "commune", _("commune")
