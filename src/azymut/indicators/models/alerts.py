"""What figures are watched for, and what has called."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import STANDING_ALERTS, AlertDirection, AlertKind, AlertState
from azymut.indicators.models.indicators import Indicator
from azymut.indicators.rules.alerts import Watch
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData
from azymut.places.models import Territory


def _answerable(*fields: str) -> PersonalData:
    return PersonalData(
        fields=fields,
        purpose="knowing who watches figures and who dealt with what they call for",
        basis="GDPR art. 6.1(e)",
        retention="as long as the figures are kept",
    )


class AlertRule(Record):
    """What of an indicator is watched for a place, or for every county of it."""

    personal_data = _answerable("created_by")

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    each_county = models.BooleanField(_("every county of it"), default=False)
    kind = models.CharField(_("what is watched"), max_length=10, choices=AlertKind.choices)
    direction = models.CharField(_("when it calls"), max_length=5, choices=AlertDirection.choices)
    threshold = models.DecimalField(_("threshold"), max_digits=18, decimal_places=6)
    year = models.PositiveSmallIntegerField(_("year of the forecast"), null=True, blank=True)
    cool_down_days = models.PositiveSmallIntegerField(_("days of quiet after an alert"), default=90)
    note = models.TextField(_("why it is watched"), blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("rule of alerts")
        ordering = ["indicator__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AlertKind.FORECAST, year__isnull=False)
                | (~Q(kind=AlertKind.FORECAST) & Q(year__isnull=True)),
                name="alert_rule_forecast_has_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.short}, {self.territory.name}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:alert-rule", args=[self.public_id])

    @property
    def watch(self) -> Watch:
        above = self.direction == AlertDirection.ABOVE
        return Watch(AlertKind(self.kind), above, self.threshold, self.year or 0)


class Alert(Record):
    """A figure that called, with the evidence as it was. The same evidence calls once."""

    personal_data = _answerable("handled_by")

    rule = models.ForeignKey(AlertRule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="alerts")
    territory = models.ForeignKey(Territory, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    state = models.CharField(
        _("state"), max_length=10, choices=AlertState.choices, default=AlertState.OPEN, db_index=True
    )
    period = models.CharField(_("period"), max_length=10)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    measured = models.DecimalField(_("what was measured"), max_digits=18, decimal_places=6)
    threshold = models.DecimalField(_("threshold"), max_digits=18, decimal_places=6)
    facts = models.JSONField(
        _("what was beside it"), default=dict, help_text="Texts of numbers: before, of, low, high."
    )
    releases = models.JSONField(_("releases"), default=list, help_text="Public ids of what made the value.")
    fingerprint = models.CharField(_("evidence"), max_length=80)
    is_sample = models.BooleanField(_("sample data"), default=False)
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("alert")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "territory", "fingerprint"],
                condition=~Q(state=AlertState.WITHDRAWN),
                name="alert_once_for_the_same_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=STANDING_ALERTS) | (~Q(reason="") & Q(handled_at__isnull=False)),
                name="alert_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule.indicator.short}, {self.territory.name}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:alert", args=[self.public_id])

    @property
    def stands(self) -> bool:
        return self.state in STANDING_ALERTS
