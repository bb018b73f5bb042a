"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    UNDER_WAY = "under_way", _("being made")
    DONE = "done", _("ready")
    FAILED = "failed", _("could not be made")


REPORT_KIND = "monitoring-report"
"""The kind of document that the room makes."""
