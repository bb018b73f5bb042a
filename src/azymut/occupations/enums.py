"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SchemeKind(models.TextChoices):
    KZIS = "kzis", _("classification of occupations and specialities (KZiS)")
    SCHOOL = "school", _("classification of school occupations")
    ISCO = "isco", _("International Standard Classification of Occupations (ISCO-08)")


class SchoolType(models.TextChoices):
    TRADE_1 = "bs1", _("first-degree trade school")
    TRADE_2 = "bs2", _("second-degree trade school")
    TECHNIKUM = "technikum", _("technical secondary school")
    POST_SECONDARY = "policealna", _("post-secondary school")
    COURSE = "kkz", _("vocational qualification course")
