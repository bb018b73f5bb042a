"""Classifications of occupations in their editions, school occupations, ISCO-08 groups."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from azymut.kernel.collation import fold
from azymut.kernel.models import PolishOrder
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.occupations.enums import SchemeKind, SchoolType


class Scheme(models.Model):
    """One edition of a classification. Editions are never mixed: a new KZiS is a new scheme beside the old one."""

    personal_data = NOTHING_PERSONAL

    kind = models.CharField(_("kind"), max_length=8, choices=SchemeKind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text="Empty: not known to us.")
    valid_to = models.DateField(
        _("valid until"), null=True, blank=True, help_text="The first day on which it no longer held."
    )
    source = models.CharField(_("source"), max_length=300)
    state = models.CharField(
        _("state"), max_length=60, blank=True, help_text="What the source speaks of: a day or a school year."
    )

    class Meta:
        verbose_name = _("classification")
        ordering = ["kind", "year"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="scheme_kind_year"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="scheme_valid_span",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IscoGroup(PolishOrder):
    """A group of ISCO-08: one to four digits."""

    personal_data = NOTHING_PERSONAL

    code = models.CharField(max_length=4, unique=True)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(level__in=(1, 2, 3, 4)), name="isco_group_level")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Occupation(PolishOrder):
    """A group (one to four digits) or an occupation (six digits) of one KZiS edition.

    What a newer file of the same edition no longer names is closed, not removed.
    """

    personal_data = NOTHING_PERSONAL

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="occupations")
    code = models.CharField(max_length=6, db_index=True)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_school = models.BooleanField(default=False, help_text="Marked S: taught in schools.")
    isco = models.ForeignKey(IscoGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="occupations")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="occupation_scheme_code"),
            models.CheckConstraint(condition=Q(level__in=(1, 2, 3, 4, 6)), name="occupation_level"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Sector(PolishOrder):
    """A sector of vocational education (branża), with the symbol that its qualifications carry."""

    personal_data = NOTHING_PERSONAL

    symbol = models.CharField(max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["name_sort", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"


class SchoolOccupation(PolishOrder):
    """An occupation taught in schools: its sector, level of qualification, and the ways to learn it."""

    personal_data = NOTHING_PERSONAL

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="school_occupations")
    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=220, editable=False, db_index=True, help_text="For searching without accents.")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="occupations")
    prk_level = models.PositiveSmallIntegerField(null=True, blank=True)
    qualification_count = models.PositiveSmallIntegerField(null=True, blank=True)
    limits = models.CharField(max_length=300, blank=True, help_text="Who may be taught it, or in what form only.")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prk_level__isnull=True) | Q(prk_level__range=(1, 8)), name="school_occupation_prk"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.name} {self.code}")[:220]
        super().save(*args, **kwargs)


class SchoolPath(models.Model):
    """One way to learn a school occupation: a type of school, how long, and between which recruitments.

    Years are those in which the school year starts: 2019 stands for 2019/2020.
    """

    personal_data = NOTHING_PERSONAL

    occupation = models.ForeignKey(SchoolOccupation, on_delete=models.CASCADE, related_name="paths")
    school_type = models.CharField(max_length=12, choices=SchoolType.choices)
    years = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    recruits_from = models.PositiveSmallIntegerField(null=True, blank=True)
    recruits_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: recruitment is open.")

    class Meta:
        ordering = ["occupation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["occupation", "school_type"], name="school_path_once"),
            models.CheckConstraint(
                condition=Q(recruits_from__isnull=True)
                | Q(recruits_to__isnull=True)
                | Q(recruits_to__gte=models.F("recruits_from")),
                name="school_path_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.get_school_type_display()}"


class Qualification(models.Model):
    """A qualification singled out in a school occupation, such as INF.03, in its order."""

    personal_data = NOTHING_PERSONAL

    occupation = models.ForeignKey(SchoolOccupation, on_delete=models.CASCADE, related_name="qualifications")
    code = models.CharField(max_length=6)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["occupation", "position"]
        constraints = [models.UniqueConstraint(fields=["occupation", "code"], name="qualification_once")]

    def __str__(self) -> str:
        return self.code
