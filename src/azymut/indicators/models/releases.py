"""The immutable releases of a dataset."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.design import formats
from azymut.indicators.enums import FileFormat, ReleaseState
from azymut.indicators.models.sources import Dataset
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData

RELEASED = (ReleaseState.PUBLISHED, ReleaseState.ROLLED_BACK)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> ReleaseQuerySet:
        """In the order of publication: of two that cover the same place and time, the later one stands."""
        return self.filter(state=ReleaseState.PUBLISHED).order_by("sequence")

    def staged(self) -> ReleaseQuerySet:
        return self.filter(state=ReleaseState.STAGED)

    def released(self) -> ReleaseQuerySet:
        """Published at some time, rolled back or not: what documents of that time can still be read with."""
        return self.filter(state__in=RELEASED)


class Release(Record):
    """One immutable download of a dataset (a vintage): what was in the file, where it came from, who loaded it.

    It adds to what stands: for each territory, period and breakdown that it covers it takes the place of earlier
    releases, which stay as they were.
    """

    personal_data = PersonalData(
        fields=("loaded_by",),
        purpose="knowing who answers for published figures",
        basis="GDPR art. 6.1(e)",
        retention="as long as the figures are kept",
    )

    dataset = models.ForeignKey(Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="releases")
    state = models.CharField(
        _("state"), max_length=10, choices=ReleaseState.choices, default=ReleaseState.STAGED, db_index=True
    )
    file_format = models.CharField(_("format of the file"), max_length=16, choices=FileFormat.choices)
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    licence = models.CharField(_("licence"), max_length=300)
    origin = models.TextField(_("origin of the file"), blank=True, help_text="Where the file itself came from.")
    vintage_on = models.DateField(
        _("made by the source on"), null=True, blank=True, help_text="When the source made the file."
    )
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("loaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    sequence = models.PositiveBigIntegerField(
        _("order of publication"),
        null=True,
        blank=True,
        unique=True,
        help_text="Order of publication, whatever the clocks said.",
    )
    rolled_back_at = models.DateTimeField(_("rolled back at"), null=True, blank=True)
    rolled_back_reason = models.TextField(_("why rolled back"), blank=True, db_default="")
    findings = models.JSONField(
        _("findings of the checks"),
        default=list,
        db_default=[],
        help_text="What the checks found; see rules/checks.py.",
    )
    checked_after = models.PositiveBigIntegerField(
        _("compared with"), default=0, help_text="The last publication of the dataset that the file was compared with."
    )
    path = models.CharField(
        _("place of the data"), max_length=200, unique=True, help_text="Parquet file below the statistics directory."
    )
    rows = models.PositiveIntegerField(_("rows"))
    territories = models.PositiveIntegerField(_("number of territories"))
    levels = models.CharField(_("levels"), max_length=120, blank=True)
    first_period = models.CharField(_("first period"), max_length=10)
    last_period = models.CharField(_("last period"), max_length=10)
    counts = models.JSONField(
        _("counts"), default=dict, help_text="Against what stood: created, changed, unchanged, removed."
    )
    rejections = models.JSONField(_("rejected rows"), default=list, help_text="Rows of the file that were not taken.")
    is_sample = models.BooleanField(_("sample data"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[models.Manager[Release]] = models.Manager.from_queryset(ReleaseQuerySet)()

    class Meta:
        verbose_name = _("release")
        ordering = ["-loaded_at", "-pk"]
        indexes = [models.Index(fields=["state", "published_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReleaseState.STAGED, published_at__isnull=True, sequence__isnull=True)
                | Q(state__in=RELEASED, published_at__isnull=False, sequence__isnull=False),
                name="release_published_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=ReleaseState.ROLLED_BACK, rolled_back_at__isnull=False)
                | Q(~Q(state=ReleaseState.ROLLED_BACK), rolled_back_at__isnull=True),
                name="release_rolled_back_with_moment",
            ),
            models.CheckConstraint(condition=Q(rows__gt=0), name="release_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset.code}, {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:release", args=[self.public_id])

    @property
    def periods(self) -> str:
        same = self.first_period == self.last_period
        first, last = formats.period(self.first_period), formats.period(self.last_period)
        return first if same else f"{first}–{last}"
