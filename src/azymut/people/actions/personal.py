"""Erasing a person, and carrying out the retention periods."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.kernel.personal import personal_data_providers
from azymut.people.actions.accounts import guard_last_administrator, sign_out_everywhere
from azymut.people.models import Account, Consent, Invitation, Membership, Organisation, RetentionRun
from azymut.people.rules.standing import CLOSED_CONTACT_KEPT

ERASED_DOMAIN = "erased.invalid"


@audit.action(gettext_lazy("Person's data erased"), facts={"records": gettext_lazy("records touched")})
def erase_account(*, account: Account, by: Account | None, at: datetime) -> int:
    """Forget a person: every room erases or anonymises what it holds; the row stays nameless for the audit trail.

    Returns how many records were touched. Errors: the last administrator; erased already.
    """
    if account.erased_at:
        raise DomainError(_("This account was erased already."))
    guard_last_administrator(account)
    touched = sum(provider.erase(account, at) for provider in personal_data_providers())
    audit.happened(account, by=by, at=at, facts={"records": touched})
    return touched


def forget_in_people(account: Account, at: datetime) -> int:
    """This room's part of erasing, inside the caller's action; registered as its personal-data provider."""
    today = timezone.localtime(at).date()
    sign_out_everywhere(account)
    touched = Invitation.objects.filter(email__iexact=account.email).delete()[0]
    for rows in (EmailAddress, Authenticator, SocialAccount):
        touched += rows.objects.filter(user=account).delete()[0]
    touched += Organisation.objects.filter(contact_email__iexact=account.email).update(
        contact_name="", contact_email="", contact_phone=""
    )
    touched += account.memberships.filter(ended_on__isnull=True, started_on__lte=today).update(ended_on=today)
    touched += account.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    account.email = f"{account.public_id}@{ERASED_DOMAIN}"
    account.name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.last_login = account.last_seen_at = None
    account.erased_at = at
    account.set_unusable_password()
    account.save()
    return touched + 1


@audit.action(
    gettext_lazy("Data erased after their time"),
    facts={
        "account": gettext_lazy("accounts"),
        "invitation": gettext_lazy("invitations"),
        "membership": gettext_lazy("roles"),
        "consent": gettext_lazy("consents"),
        "organisation_contact": gettext_lazy("contacts of organisations"),
    },
)
def carry_out_retention(*, by: Account | None, at: datetime) -> RetentionRun:
    """Erase or anonymise what has been kept long enough, and write down how much. Daily, by nobody."""
    counts = {
        "account": _accounts(at),
        "invitation": _invitations(at),
        "membership": _memberships(at),
        "consent": _consents(at),
        "organisation_contact": _contacts(at),
    }
    run = RetentionRun.objects.create(at=at, counts=counts)
    audit.happened(run, by=by, at=at, facts=counts)
    return run


def _accounts(at: datetime) -> int:
    """Two years after the last sign-in (or the making, for those who never came). The last administrator stays."""
    limit = at - timedelta(days=Account.personal_data.keep_days or 0)
    stale = Account.objects.filter(erased_at__isnull=True).annotate(seen=Coalesce("last_login", "created_at"))
    erased = 0
    for account in stale.filter(seen__lt=limit):
        try:
            erase_account(account=account, by=None, at=at)
        except DomainError:
            continue
        erased += 1
    return erased


def _invitations(at: datetime) -> int:
    limit = at - timedelta(days=Invitation.personal_data.keep_days or 0)
    past = Q(accepted_at__lt=limit) | Q(withdrawn_at__lt=limit) | Q(expires_at__lt=limit)
    return Invitation.objects.filter(past).delete()[0]


def _memberships(at: datetime) -> int:
    limit = timezone.localtime(at).date() - timedelta(days=Membership.personal_data.keep_days or 0)
    return Membership.objects.filter(ended_on__lt=limit).delete()[0]


def _consents(at: datetime) -> int:
    limit = at - timedelta(days=Consent.personal_data.keep_days or 0)
    return Consent.objects.filter(withdrawn_at__lt=limit).delete()[0]


def _contacts(at: datetime) -> int:
    limit = timezone.localtime(at).date() - CLOSED_CONTACT_KEPT
    held = ~Q(contact_name="") | ~Q(contact_email="") | ~Q(contact_phone="")
    return Organisation.objects.filter(held, closed_on__lt=limit).update(
        contact_name="", contact_email="", contact_phone=""
    )
