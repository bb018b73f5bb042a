"""What people say about a figure, signed and dated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from azymut.indicators.models.indicators import Indicator
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData


class Interpretation(Record):
    """A written reading of an indicator's series for one place. It is never edited: a new one stands over it.

    `releases` are the public ids that the series rested on when it was read, so that readers learn when newer figures
    have come since.
    """

    personal_data = PersonalData(
        fields=("created_by", "withdrawn_by", "signature"),
        purpose="knowing who answers for a public reading of figures",
        basis="GDPR art. 6.1(e)",
        retention="as long as the figures are kept; a withdrawn one stays in the trail only",
    )

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="interpretations"
    )
    territory = models.CharField(_("code of the place"), max_length=7)
    text = models.TextField(_("text"))
    signature = models.CharField(_("signature"), max_length=160)
    until = models.CharField(_("last period that was read"), max_length=10)
    releases = models.JSONField(_("releases that were read"), default=list)
    written_at = models.DateTimeField(_("written at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("interpretation")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["indicator", "territory", "-written_at"], name="interpretation_of_series")]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(signature=""), name="interpretation_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.key} {self.territory}: {self.text[:60]}"
