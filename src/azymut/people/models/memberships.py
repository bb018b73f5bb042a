"""Memberships and invitations: how a person comes to stand in a role."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.kernel.models import Record
from azymut.kernel.personal import PersonalData
from azymut.people.enums import RoleKey
from azymut.people.models.accounts import Account
from azymut.people.models.organisations import Organisation


class Membership(Record):
    """A person's role, for an organisation or for the region, from a day until it ends."""

    personal_data = PersonalData(
        fields=("account",),
        purpose=gettext_noop("knowing who may act for whom"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("ten years after it ended, as part of the office's accountability"),
        keep_days=3653,
    )

    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleKey.choices)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    started_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation"],
                condition=Q(ended_on__isnull=True, organisation__isnull=False),
                name="membership_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ended_on__isnull=True, organisation__isnull=True),
                name="membership_once_in_region",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["reporter", "head", "counsellor"]) | Q(organisation__isnull=False),
                name="membership_role_needs_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        role = str(self.get_role_display())
        return f"{role} · {self.organisation}" if self.organisation else role


class Invitation(Record):
    """An offer of a role, mailed to one address with a secret that is kept only as its SHA-256."""

    personal_data = PersonalData(
        fields=("email", "token_hash", "accepted_by"),
        purpose=gettext_noop("letting in people whom someone answerable has invited"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("180 days after it was accepted, withdrawn or expired"),
        keep_days=180,
    )

    email = models.EmailField(_("e-mail"), db_index=True)
    role = models.CharField(_("role"), max_length=20, choices=RoleKey.choices)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("pl", "Polski"), ("en", "English")], default="pl"
    )
    token_hash = models.CharField(_("fingerprint of the secret"), max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Account,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accepted_invitations",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="invitation_expires_after_sent"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["reporter", "head", "counsellor"]) | Q(organisation__isnull=False),
                name="invitation_role_needs_organisation",
            ),
        ]

    def __str__(self) -> str:
        role = str(self.get_role_display())
        return f"{role} · {self.organisation}" if self.organisation else role
