"""Sources, datasets, their immutable releases, and indicators. Observations themselves lie in Parquet (see store)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from azymut.design import formats
from azymut.indicators.enums import (
    OPEN_FETCHES,
    Direction,
    FetchState,
    FileFormat,
    IndicatorKind,
    ReleaseState,
    Theme,
)
from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData

RELEASED = (ReleaseState.PUBLISHED, ReleaseState.ROLLED_BACK)


def _spoken(polish: str, english: str) -> str:
    return english if english and (get_language() or "pl").startswith("en") else polish


class Source(models.Model):
    """Who publishes: Statistics Poland, Eurostat, a regional observatory."""

    personal_data = NOTHING_PERSONAL

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    licence_pl = models.CharField(_("licence in Polish"), max_length=300)
    licence_en = models.CharField(_("licence in English"), max_length=300)
    address = models.URLField(_("address on the web"), blank=True)

    class Meta:
        verbose_name = _("source of figures")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return _spoken(self.name_pl, self.name_en)

    @property
    def licence(self) -> str:
        return _spoken(self.licence_pl, self.licence_en)


class Dataset(models.Model):
    """One table of a source, known by the source's own code (P3226, trng_lfse_04)."""

    personal_data = NOTHING_PERSONAL

    code = models.CharField(_("code"), max_length=60, unique=True)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="datasets")
    name_pl = models.CharField(_("name in Polish"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    dimensions = models.CharField(
        _("breakdowns"), max_length=300, blank=True, help_text="Names of the breakdowns, as the source has them."
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    levels = models.CharField(
        _("levels"), max_length=120, blank=True, help_text="Territorial levels, separated by commas."
    )

    class Meta:
        verbose_name = _("dataset")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="dataset_coded")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return _spoken(self.name_pl, self.name_en)


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


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def on_profile(self) -> IndicatorQuerySet:
        return self.filter(on_profile=True)


class Indicator(models.Model):
    """A figure with a meaning: how it is worked out, which way is better, what to beware of."""

    personal_data = NOTHING_PERSONAL

    key = models.CharField(_("key"), max_length=60, unique=True)
    slug = models.SlugField(_("address word"), max_length=60, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    short_pl = models.CharField(_("short name in Polish"), max_length=80)
    short_en = models.CharField(_("short name in English"), max_length=80)
    description_pl = models.TextField(_("description in Polish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    caveats_pl = models.TextField(_("caveats in Polish"), blank=True, help_text="One a line.")
    caveats_en = models.TextField(_("caveats in English"), blank=True, help_text="One a line.")
    unit_pl = models.CharField(_("unit in Polish"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    direction = models.CharField(
        _("which way is better"), max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind.choices, default=IndicatorKind.CONTEXT)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    formula = models.JSONField(_("formula"), help_text="See rules/formulas.py.")
    rollup = models.BooleanField(
        _("summed over counties"), default=False, help_text="A voivodeship's value is the sum over its counties."
    )
    rollup_listed = models.BooleanField(
        _("counties left out count as none"),
        default=False,
        help_text="Counties that the source does not list count as none.",
    )
    levels = models.CharField(
        _("levels"), max_length=120, help_text="Territorial levels that it is shown for, separated by commas."
    )
    order = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    on_profile = models.BooleanField(_("shown on the profile"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Indicator]] = models.Manager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["order", "key"]
        constraints = [models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals_kept")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:detail", args=[self.slug])

    @property
    def name(self) -> str:
        return _spoken(self.name_pl, self.name_en)

    @property
    def short(self) -> str:
        return _spoken(self.short_pl, self.short_en)

    @property
    def description(self) -> str:
        return _spoken(self.description_pl, self.description_en)

    @property
    def unit(self) -> str:
        return _spoken(self.unit_pl, self.unit_en)

    @property
    def caveats(self) -> tuple[str, ...]:
        return tuple(line for line in _spoken(self.caveats_pl, self.caveats_en).splitlines() if line.strip())

    @property
    def level_list(self) -> tuple[str, ...]:
        return tuple(self.levels.split(","))
