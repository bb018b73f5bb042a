"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    OPINION = "opinion", _("before the team's opinion")
    ADOPTED = "adopted", _("adopted")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")


class NodeKind(models.TextChoices):
    PRIORITY = "priority", _("priority")
    DIRECTION = "direction", _("direction of action")
    ACTION = "action", _("action")


class TagGroup(models.TextChoices):
    AREA = "area", _("ZSU 2030 area")
    TRANSFORMATION = "transformation", _("transformation")
    TARGET_GROUP = "target_group", _("target group")
    SPECIALISATION = "specialisation", _("smart specialisation")


class PartnerRole(models.TextChoices):
    CARRIES_OUT = "carries_out", _("carries out a part")
    FUNDS = "funds", _("co-finances")
    ADVISES = "advises", _("advises")
    HOSTS = "hosts", _("hosts placements or classes")


class Better(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class PeriodPart(models.TextChoices):
    YEAR = "year", _("whole year")
    HALF = "half", _("first half of the year")


class IndicatorLevel(models.TextChoices):
    OUTPUT = "output", _("output")
    RESULT = "result", _("result")
    IMPACT = "impact", _("impact")
