"""Statuses as they were, statuses set by people, and words about what is being done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData
from azymut.monitoring.enums import Decider, RuleCode, Status
from azymut.programmes.models import NodeIdentity


def _answerable(*fields: str) -> PersonalData:
    return PersonalData(
        fields=fields,
        purpose="knowing who decided about a programme's course",
        basis="GDPR art. 6.1(e)",
        retention="as long as the programme's documentation is kept",
    )


class StatusOverride(Record):
    """A status that a person set against the rules' own, with a reason and a last day."""

    personal_data = _answerable("created_by", "ended_by")

    identity = models.ForeignKey(
        NodeIdentity, verbose_name=_("action"), on_delete=models.PROTECT, related_name="status_overrides"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    reason = models.TextField(_("reason"))
    starts_on = models.DateField(_("first day"))
    expires_on = models.DateField(_("last day"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("status set by hand")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity"], condition=Q(ended_at__isnull=True), name="override_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=models.F("starts_on")), name="override_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.identity}: {self.status}"


class StatusEntry(models.Model):
    """One line of an action's status history. Lines are only ever added, when status or reasons change."""

    personal_data = _answerable("by")

    identity = models.ForeignKey(NodeIdentity, on_delete=models.PROTECT, related_name="status_entries")
    at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices)
    rule_status = models.CharField(max_length=12, choices=Status.choices, help_text="What the rules themselves say.")
    rule = models.CharField(max_length=2, choices=RuleCode.choices)
    reasons = models.JSONField()
    codes = models.TextField(help_text="What must differ for a new line.")
    decided_by = models.CharField(max_length=8, choices=Decider.choices)
    override = models.ForeignKey(
        StatusOverride, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("line of the status history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["identity", "-at"], name="status_entry_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=Decider.OVERRIDE, override__isnull=False)
                | (Q(decided_by=Decider.RULE, override__isnull=True) & Q(status=models.F("rule_status"))),
                name="status_entry_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.identity}: {self.status}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise ValidationError("the history of statuses is only ever added to")
        super().save(*args, **kwargs)


class CourseNote(Record):
    """What is being done about an action: the lead's or the coordinator's word, shown beside the status."""

    personal_data = _answerable("created_by")

    identity = models.ForeignKey(
        NodeIdentity, verbose_name=_("action"), on_delete=models.PROTECT, related_name="course_notes"
    )
    text = models.TextField(_("what is being done"))
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("note on the course")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="course_note_not_empty")]

    def __str__(self) -> str:
        return self.text[:80]
