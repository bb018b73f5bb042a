"""The programme's monitoring reports: who asked for which, and the document that came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.documents.models import Document
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData
from azymut.programmes.models import Version
from azymut.reports.enums import ReportState


class MonitoringReport(Record):
    """A monitoring report of one version of a programme, as things stood at the moment of its making."""

    personal_data = PersonalData(
        fields=("created_by",),
        purpose="knowing who issued an official document",
        basis="GDPR art. 6.1(e)",
        retention="as long as the document",
    )

    version = models.ForeignKey(
        Version, verbose_name=_("version"), on_delete=models.PROTECT, related_name="monitoring_reports"
    )
    language = models.CharField(_("language"), max_length=2, choices=[("pl", "Polski"), ("en", "English")])
    asked_at = models.DateTimeField(_("asked for at"), help_text="The moment that the report speaks of.")
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.UNDER_WAY)
    task_id = models.CharField(_("task"), max_length=64, blank=True)
    document = models.OneToOneField(
        Document,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="monitoring_report",
    )
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("monitoring report")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.DONE, document__isnull=False)
                | (~Q(state=ReportState.DONE) & Q(document__isnull=True)),
                name="report_done_has_document",
            ),
            # A second click while one is being made finds it instead of starting another.
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(state=ReportState.UNDER_WAY),
                name="report_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.public_id])

    @property
    def is_sample(self) -> bool:
        return self.version.strategy.is_sample
