"""What an action costs and what it reaches: budget lines, indicators, yearly targets, measurements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.places.models import Territory
from azymut.programmes.enums import Better, IndicatorLevel, PeriodPart
from azymut.programmes.models.action import Action

FIRST_YEAR, LAST_YEAR = 2000, 2100


class FundingSource(models.Model):
    """Where money comes from: the recovery plan, the regional programme, the state budget, own funds."""

    personal_data = NOTHING_PERSONAL

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "pl").startswith("en") else self.name


class BudgetLine(Record):
    """Złoty of one source in one year: planned, committed by contract or decision, spent.

    What is spent was committed before, so the database refuses more spent than committed. Commitments may pass the plan
    (prices rise before the plan is changed), but only with a note that says why.
    """

    personal_data = NOTHING_PERSONAL

    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="budget_lines")
    source = models.ForeignKey(
        FundingSource, verbose_name=_("source"), on_delete=models.PROTECT, related_name="budget_lines"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    planned = models.DecimalField(_("planned"), max_digits=14, decimal_places=2)
    committed = models.DecimalField(_("committed"), max_digits=14, decimal_places=2, default=0)
    spent = models.DecimalField(_("spent"), max_digits=14, decimal_places=2, default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("line of the budget")
        ordering = ["action", "year", "source__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "source", "year"], name="budget_line_once"),
            models.CheckConstraint(
                condition=Q(planned__gte=0, committed__gte=0, spent__gte=0), name="budget_not_negative"
            ),
            models.CheckConstraint(condition=Q(spent__lte=F("committed")), name="budget_spent_was_committed"),
            models.CheckConstraint(
                condition=Q(committed__lte=F("planned")) | ~Q(note=""), name="budget_over_plan_explained"
            ),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="budget_year"),
        ]

    def __str__(self) -> str:
        return f"{self.source.short_name} {self.year}"


class ActionIndicator(Record):
    """How an action is measured: by its own counts, or by an observatory indicator in a territory.

    Values and yearly targets are states at the end of the period, so counts are counted up from the action's start.
    `indicator_key` names an indicator of the observatory; it is a word, not a foreign key, because a plan may name an
    indicator before its figures have been loaded.
    """

    personal_data = NOTHING_PERSONAL

    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="indicators")
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("indicator"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=IndicatorLevel.choices, default=IndicatorLevel.OUTPUT)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    better = models.CharField(_("direction"), max_length=6, choices=Better.choices, default=Better.HIGHER)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("baseline year"), null=True, blank=True)
    indicator_key = models.SlugField(_("indicator of the region"), max_length=80, blank=True, db_index=True)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("indicator of an action")
        ordering = ["action", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "key"], name="action_indicator_key_once"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_year__isnull=True)
                | Q(baseline__isnull=False, baseline_year__isnull=False),
                name="action_indicator_baseline_dated",
            ),
            models.CheckConstraint(
                condition=Q(indicator_key="", territory__isnull=True)
                | (~Q(indicator_key="") & Q(territory__isnull=False)),
                name="action_indicator_link_complete",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="action_indicator_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, where it has one."""
        return self.name_en if self.name_en and (get_language() or "pl").startswith("en") else self.name

    @property
    def is_linked(self) -> bool:
        """Whether its values come from the observatory rather than from the lead's own counts."""
        return bool(self.indicator_key)


class Target(models.Model):
    """The value that the action is to reach by the end of a year."""

    personal_data = NOTHING_PERSONAL

    indicator = models.ForeignKey(ActionIndicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=4)

    class Meta:
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="target_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="target_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Measurement(Record):
    """A value that the lead organisation counted itself, for a year or its first half, with its source."""

    personal_data = NOTHING_PERSONAL

    indicator = models.ForeignKey(
        ActionIndicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="measurements"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    part = models.CharField(_("period"), max_length=4, choices=PeriodPart.choices, default=PeriodPart.YEAR)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    source_note = models.CharField(_("where the value comes from"), max_length=300)

    class Meta:
        verbose_name = _("measured value")
        ordering = ["indicator", "year", "part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "part"], name="measurement_once_a_period"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="measurement_year"),
            models.CheckConstraint(condition=~Q(source_note=""), name="measurement_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.part}: {self.value}"
