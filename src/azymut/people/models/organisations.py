"""Organisations: schools, universities, employers and all who act in the region's education."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.kernel.collation import fold
from azymut.kernel.models import PolishOrder, Record
from azymut.kernel.personal import PersonalData
from azymut.people.enums import OrganisationKind, RecordSource
from azymut.places.models import Territory


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def open(self) -> OrganisationQuerySet:
        """Those without a closing day; see `open_on` for a day's own truth."""
        return self.filter(closed_on__isnull=True)

    def open_on(self, day: date) -> OrganisationQuerySet:
        """Those not yet closed on the day; a closing day that is announced still lies ahead."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def closed_on_or_before(self, day: date) -> OrganisationQuerySet:
        return self.filter(closed_on__lte=day)

    def public(self) -> OrganisationQuerySet:
        return self.exclude(source=RecordSource.SAMPLE)


class Organisation(PolishOrder, Record):
    """School, university, labour office, employer and so on: whoever acts in the region's education."""

    personal_data = PersonalData(
        fields=("contact_name", "contact_email", "contact_phone"),
        purpose=gettext_noop("reaching the organisation"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("until replaced, or one year after the organisation closed"),
    )

    name = models.CharField(_("name"), max_length=400)
    found_by = models.CharField(
        max_length=640, editable=False, default="", help_text="Name, town and numbers in plain letters, for searching."
    )
    kind = models.CharField(_("type"), max_length=20, choices=OrganisationKind.choices)
    subtype = models.CharField(
        _("subtype"), max_length=120, blank=True, help_text="As the register words it, e.g. Technikum."
    )
    rspo = models.CharField("RSPO", max_length=7, null=True, blank=True, unique=True)
    regon = models.CharField("REGON", max_length=14, blank=True, db_index=True)
    nip = models.CharField("NIP", max_length=10, blank=True, db_index=True)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, related_name="organisations"
    )
    commune_code = models.CharField(
        _("code of the commune"),
        max_length=7,
        blank=True,
        help_text="TERYT code of the commune, as the register gives it.",
    )
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    public_status = models.CharField(_("public or not"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    governing_body = models.CharField(_("governing body"), max_length=400, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closure_reason = models.CharField(_("reason for closing"), max_length=200, blank=True)
    confirmed_on = models.DateField(
        _("confirmed on"), null=True, blank=True, help_text="When the organisation last confirmed these data."
    )
    source = models.CharField(_("source"), max_length=10, choices=RecordSource.choices, default=RecordSource.ENTERED)

    objects: ClassVar[models.Manager[Organisation]] = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="organisation_closed_after_opened",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.found_by = found_by(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("people:organisation", args=[self.public_id])

    @property
    def is_sample(self) -> bool:
        return self.source == RecordSource.SAMPLE


def found_by(organisation: Organisation) -> str:
    """What a search looks through: name, town, subtype and register numbers, lower case without diacritics."""
    words = (organisation.name, organisation.town, organisation.subtype, organisation.rspo or "", organisation.regon)
    return fold(" ".join(filter(None, words)))[:640]
