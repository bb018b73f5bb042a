"""Files of the school register that were taken in, and closures with their history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData
from azymut.people.enums import ClosureBasis, ClosureState, RunState
from azymut.people.models.organisations import Organisation
from azymut.places.models import Territory


class ImportRun(Record):
    """One file of organisations: previewed, then applied or left. Directors' names never reach the kept copy."""

    personal_data = PersonalData(
        fields=("created_by", "file_name"),
        purpose=gettext_noop("knowing where the data of organisations come from"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("as long as the data that it brought"),
    )

    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True, help_text="Of the file as it was handed in.")
    size = models.PositiveBigIntegerField(_("size"), help_text="bytes")
    file = models.FileField(_("file"), upload_to="rspo/%Y", blank=True, help_text="The rows without personal columns.")
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.PREVIEWED)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    removed = models.PositiveIntegerField(_("removed"), default=0)
    absent = models.PositiveIntegerField(_("absent from the file"), default=0)
    rejected = models.JSONField(_("rejected"), default=list)
    covered = models.ManyToManyField(Territory, verbose_name=_("covered territory"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("import of the register")
        verbose_name_plural = _("imports of the register")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False) | ~Q(state="applied"),
                name="importrun_applied_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"RSPO {self.created_at:%Y-%m-%d}"


class Closure(Record):
    """That an organisation closed, or seems to have: on what ground, and what a person decided about it."""

    personal_data = NOTHING_PERSONAL

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="closures"
    )
    closed_on = models.DateField(_("closed on"))
    basis = models.CharField(_("basis"), max_length=10, choices=ClosureBasis.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ClosureState.choices)
    run = models.ForeignKey(
        ImportRun,
        verbose_name=_("import of the register"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="closures",
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("closure of an organisation")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="proposed"), name="closure_one_proposed"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="confirmed"), name="closure_one_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True)
                | Q(~Q(state="proposed"), settled_at__isnull=False),
                name="closure_settled_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.closed_on:%Y-%m-%d}"
