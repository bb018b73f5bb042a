"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Origin(models.TextChoices):
    """Who says that a school teaches an occupation."""

    RSPO = "rspo", _("school register RSPO")
    OFFICE = "office", _("an office's own table")
    SAMPLE = "sample", _("sample data")


class Meaning(models.TextChoices):
    """What is said of the school year. The register only declares; it does not say whether a class opened."""

    DECLARED = "declared", _("declared")
    RECRUITING = "recruiting", _("recruiting")
    TAUGHT = "taught", pgettext_lazy("an occupation in a school", "taught")


class ReadingState(models.TextChoices):
    PREVIEWED = "previewed", _("previewed")
    APPLIED = "applied", _("applied")
