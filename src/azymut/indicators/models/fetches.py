"""Askings of sources over the network."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import OPEN_FETCHES, FetchState
from azymut.indicators.models.sources import Source
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData


class Fetch(Record):
    """One asking of a source over the network for what it has: who asked, how far it came, what it brought.

    `results` holds, for each collection that was gone through, the counts, the staged release and what went wrong. So
    a fetch that was interrupted goes on with the collections that are left.
    """

    personal_data = PersonalData(
        fields=("asked_by",),
        purpose="knowing who had a source asked",
        basis="GDPR art. 6.1(e)",
        retention="as long as the figures are kept",
    )

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="fetches")
    collections = models.JSONField(_("collections"), help_text="Codes of the collections, in their order.")
    publishes = models.BooleanField(
        _("publishes at once"), default=False, help_text="What the checks find nothing serious in."
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FetchState.choices, default=FetchState.WAITING, db_index=True
    )
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    resumes_at = models.DateTimeField(_("goes on at"), null=True, blank=True, help_text="When a paused fetch goes on.")
    stop_asked = models.BooleanField(
        _("to be stopped"), default=False, help_text="Somebody wants it stopped; it stops between requests."
    )
    task_id = models.CharField(
        _("background task"), max_length=64, blank=True, help_text="The background task that carries it out."
    )
    results = models.JSONField(_("what came in"), default=list)
    error = models.TextField(_("error"), blank=True, help_text="Why it ended before its last collection.")

    class Meta:
        verbose_name = _("fetch")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["source", "-ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=OPEN_FETCHES), name="fetch_one_open_a_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_FETCHES, ended_at__isnull=True)
                | (~Q(state__in=OPEN_FETCHES) & Q(ended_at__isnull=False)),
                name="fetch_ended_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=FetchState.PAUSED, resumes_at__isnull=False)
                | (~Q(state=FetchState.PAUSED) & Q(resumes_at__isnull=True)),
                name="fetch_paused_until_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.key}: {', '.join(self.collections)}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:fetch", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_FETCHES

    @property
    def left(self) -> list[str]:
        """Codes of the collections that are still to be gone through."""
        over = {one["collection"] for one in self.results if not one["error"]}
        return [code for code in self.collections if code not in over]
