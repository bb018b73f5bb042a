"""How small counts of people are kept from being told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.models.sources import Dataset
from azymut.indicators.rules.suppression import Policy, parse_follows, parse_sums
from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL

LEAST_THRESHOLD, GREATEST_THRESHOLD = 2, 1000


class SuppressionPolicy(Record):
    """How a dataset of counts is guarded: which counts are too small, which sums would give them away.

    In force, it is applied whenever figures are worked out, so nothing that leaves the house holds a hidden count.
    """

    personal_data = NOTHING_PERSONAL

    dataset = models.OneToOneField(
        Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="suppression"
    )
    threshold = models.PositiveSmallIntegerField(_("smallest count that is shown"))
    sums = models.TextField(_("sums of breakdowns"), blank=True, help_text="See rules/suppression.py.")
    follows = models.TextField(_("what gives a count away"), blank=True, help_text="See rules/suppression.py.")
    reason = models.TextField(_("on what grounds"), help_text="The rule of the source or the office's own.")
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("suppression of small counts")
        ordering = ["dataset__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=LEAST_THRESHOLD, threshold__lte=GREATEST_THRESHOLD),
                name="suppression_threshold_in_range",
            )
        ]

    def __str__(self) -> str:
        return self.dataset.code

    def get_absolute_url(self) -> str:
        return reverse("indicators:secrecy-edit", args=[self.dataset.code])

    @property
    def policy(self) -> Policy:
        """As the rules read it. What is kept has been read before, so it raises nothing."""
        return Policy(self.threshold, parse_sums(self.sums), parse_follows(self.follows))
