"""Consents with their purpose and version, and what retention did when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.design import formats
from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData
from azymut.people.models.accounts import Account


class ConsentPurpose(models.Model):
    """One wording of what a person may agree to. A new wording is a new version; old consents keep theirs."""

    personal_data = NOTHING_PERSONAL

    key = models.SlugField(_("key"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("wording of a consent")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="consentpurpose_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="consentpurpose_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Consent(Record):
    """A person agreed to one wording at one moment, and may have taken it back at another."""

    personal_data = PersonalData(
        fields=("account",),
        purpose=gettext_noop("proving what a person agreed to"),
        basis="GDPR art. 7.1",
        retention=gettext_noop("six years after it was withdrawn"),
        keep_days=2192,
    )

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.CASCADE, related_name="consents")
    purpose = models.ForeignKey(
        ConsentPurpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="consents"
    )
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.purpose)


class RetentionRun(models.Model):
    """One carrying-out of the retention periods: how many records of each kind were erased or anonymised."""

    personal_data = NOTHING_PERSONAL

    at = models.DateTimeField(_("moment"), db_index=True)
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("round of erasing")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return formats.moment(self.at)
