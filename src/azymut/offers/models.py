"""Readings of provision and the offers that they bring."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData
from azymut.occupations.enums import SchoolType
from azymut.occupations.models import SchoolOccupation
from azymut.offers.enums import Meaning, Origin, ReadingState
from azymut.offers.rules import FIRST_YEAR, LAST_YEAR, MOST_PUPILS, name_key
from azymut.people.models import Organisation


class Reading(Record):
    """One look at provision: a file that an office handed in, or what the school register's API answered on a day."""

    personal_data = PersonalData(
        fields=("created_by", "changed_by", "file_name"),
        purpose=gettext_noop("knowing where the data on provision come from"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("as long as the data that it brought"),
    )

    origin = models.CharField(_("source"), max_length=10, choices=Origin.choices)
    as_of = models.DateField(_("as of"), help_text="The day that the source speaks of.")
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    covers = models.CharField(_("covered"), max_length=300, blank=True, help_text="For people: what it may end.")
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    rows = models.JSONField(_("rows"), default=list, help_text="As read, our columns only; nothing of persons.")
    state = models.CharField(_("state"), max_length=10, choices=ReadingState.choices, default=ReadingState.PREVIEWED)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    removed = models.PositiveIntegerField(_("ended"), default=0)
    rejected = models.JSONField(_("rejected"), default=list)

    class Meta:
        verbose_name = _("reading of provision")
        verbose_name_plural = _("readings of provision")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False) | ~Q(state="applied"),
                name="reading_applied_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_origin_display()}, {self.as_of:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("offers:reading", args=[self.public_id])


class Offer(models.Model):
    """That a school teaches an occupation in a school year, as one source says.

    A row holds from `read_on` until `ended_on`: what a newer reading no longer names is ended, and a new number of
    pupils ends the row and begins another, so that nothing of the past is overwritten. `occupation` is empty while the
    source's own name, kept verbatim, has not been recognised.
    """

    personal_data = NOTHING_PERSONAL

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("school"), on_delete=models.CASCADE, related_name="offers"
    )
    school_type = models.CharField(_("kind of school"), max_length=12, choices=SchoolType.choices, blank=True)
    occupation = models.ForeignKey(
        SchoolOccupation,
        verbose_name=_("occupation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    said = models.CharField(_("name in the source"), max_length=200)
    said_key = models.CharField(max_length=200, editable=False, db_index=True, help_text="The name, folded.")
    key = models.CharField(max_length=200, editable=False, help_text="Code of the occupation, or the folded name.")
    school_year = models.PositiveSmallIntegerField(
        _("school year"), help_text="The year in which it begins: 2026 stands for 2026/2027."
    )
    origin = models.CharField(_("source"), max_length=10, choices=Origin.choices)
    meaning = models.CharField(_("what is said"), max_length=12, choices=Meaning.choices)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True, help_text="Empty: not known.")
    note = models.CharField(_("note"), max_length=300, blank=True)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="offers")
    read_on = models.DateField(_("read on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(Reading, null=True, blank=True, on_delete=models.PROTECT, related_name="ended")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["organisation", "key", "school_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "origin", "school_year", "key"],
                condition=Q(ended_on__isnull=True),
                name="offer_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("read_on")), name="offer_ends_after_it_was_read"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="offer_end_names_its_reading",
            ),
            models.CheckConstraint(
                condition=Q(school_year__range=(FIRST_YEAR, LAST_YEAR)), name="offer_year_is_a_school_year"
            ),
            models.CheckConstraint(
                condition=Q(pupils__isnull=True) | Q(pupils__lte=MOST_PUPILS), name="offer_pupils_are_plausible"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["office", "sample"]) | Q(meaning="declared", pupils__isnull=True),
                name="offer_of_the_register_is_declared",
            ),
            models.CheckConstraint(condition=~Q(said=""), name="offer_named"),
        ]
        indexes = [models.Index(fields=["occupation", "school_year"], name="offer_by_occupation")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.said}, {self.school_year}/{self.school_year + 1}"

    @property
    def is_sample(self) -> bool:
        return self.origin == Origin.SAMPLE


class KnownName(Record):
    """What a name that sources use means: the school occupation that a person chose for it."""

    personal_data = PersonalData(
        fields=("created_by", "changed_by"),
        purpose=gettext_noop("knowing where the data on provision come from"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("as long as the name is in use"),
    )

    said = models.CharField(_("name in the source"), max_length=200)
    key = models.CharField(_("folded name"), max_length=200, unique=True, editable=False)
    occupation = models.ForeignKey(
        SchoolOccupation, verbose_name=_("occupation"), on_delete=models.PROTECT, related_name="known_names"
    )

    class Meta:
        verbose_name = _("name of an occupation in a source")
        verbose_name_plural = _("names of occupations in sources")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="known_name_says_something")]

    def __str__(self) -> str:
        return self.said

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.said)
        super().save(*args, **kwargs)
