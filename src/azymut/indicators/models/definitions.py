"""Versions of definitions: drafted by one person, approved by another, kept for good."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.enums import OPEN_DEFINITIONS, DefinitionState
from azymut.indicators.models.meanings import Meaning
from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData


class DefinitionQuerySet(models.QuerySet["DefinitionVersion"]):
    def approved(self) -> DefinitionQuerySet:
        """Newest first."""
        return self.filter(state=DefinitionState.APPROVED).order_by("key", "-number")


class DefinitionVersion(Record, Meaning):
    """One version of what is said of an indicator. Approved ones have a number and never change.

    `with_product`: brought by the product itself, so nobody of the office wrote or reviewed it.
    """

    personal_data = PersonalData(
        fields=("author", "reviewed_by"),
        purpose="knowing who answers for what a figure means",
        basis="GDPR art. 6.1(e)",
        retention="as long as the definition is kept",
    )

    key = models.CharField(_("key"), max_length=60)
    slug = models.SlugField(_("address word"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=DefinitionState.choices, default=DefinitionState.DRAFT)
    number = models.PositiveIntegerField(_("number of the version"), null=True, blank=True)
    based_on = models.PositiveIntegerField(
        _("based on version"), default=0, help_text="The approved version that stood when it was written; 0: none."
    )
    with_product = models.BooleanField(_("came with the product"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    returned_reason = models.TextField(_("why returned"), blank=True)
    summary = models.CharField(_("what changes and why"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[DefinitionVersion]] = models.Manager.from_queryset(DefinitionQuerySet)()

    class Meta:
        verbose_name = _("version of a definition")
        ordering = ["key", "-number", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(decimals__lte=6), name="definition_decimals_kept"),
            models.CheckConstraint(
                condition=Q(state=DefinitionState.APPROVED, number__isnull=False, reviewed_at__isnull=False)
                | Q(~Q(state=DefinitionState.APPROVED), number__isnull=True, with_product=False),
                name="definition_numbered_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(author__isnull=True) | ~Q(reviewed_by=F("author")),
                name="definition_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DefinitionState.RETURNED) | ~Q(returned_reason=""),
                name="definition_returned_with_reason",
            ),
            models.UniqueConstraint(fields=["key", "number"], name="definition_numbered_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=OPEN_DEFINITIONS), name="definition_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number or self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:definition-version", args=[self.public_id])
