"""Files of the school register that were taken in, and closures with their history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
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

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the file as it was handed in.")
    size = models.PositiveBigIntegerField(help_text="bytes")
    file = models.FileField(upload_to="rspo/%Y", blank=True, help_text="The rows without personal columns.")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.PREVIEWED)
    applied_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)
    covered = models.ManyToManyField(Territory, blank=True, related_name="+")

    class Meta:
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

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="closures")
    closed_on = models.DateField()
    basis = models.CharField(max_length=10, choices=ClosureBasis.choices)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ClosureState.choices)
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="closures")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
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
