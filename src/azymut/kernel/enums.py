"""Choices of the kernel's own tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "waiting")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")


class ScanState(models.TextChoices):
    UNSCANNED = "unscanned", pgettext_lazy("file", "not scanned")
    CLEAN = "clean", pgettext_lazy("file", "clean")
    INFECTED = "infected", pgettext_lazy("file", "infected")
