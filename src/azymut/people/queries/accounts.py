"""Reads about accounts, invitations and consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from azymut.people.enums import Scope
from azymut.people.models import Account, Consent, ConsentPurpose, Invitation, Membership, RetentionRun
from azymut.people.rules.rights import ROLES, Right


@dataclass(frozen=True)
class ConsentState:
    """A purpose in its present wording, and the person's standing consent to it or to an older wording."""

    purpose: ConsentPurpose
    consent: Consent | None

    @property
    def is_current(self) -> bool:
        return self.consent is not None and self.consent.purpose_id == self.purpose.pk


def accounts(words: str = "", role: str = "") -> QuerySet[Account]:
    """Accounts that were not erased, with their roles in force, in the order of their names."""
    in_force = Membership.objects.filter(ended_on__isnull=True).select_related("organisation").order_by("pk")
    found = Account.objects.filter(erased_at__isnull=True).prefetch_related(
        Prefetch("memberships", queryset=in_force, to_attr="standings")
    )
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role:
        found = found.filter(memberships__role=role, memberships__ended_on__isnull=True).distinct()
    return found.order_by("name", "email")


def account(public_id: str) -> Account | None:
    return Account.objects.filter(public_id=public_id, erased_at__isnull=True).first()


def standings_of(person: Account) -> list[Membership]:
    """All roles, those in force first, then newest."""
    rows = person.memberships.select_related("organisation")
    return sorted(rows, key=lambda row: (row.ended_on is not None, -row.started_on.toordinal(), row.pk))


def membership(public_id: str) -> Membership | None:
    return Membership.objects.select_related("account", "organisation").filter(public_id=public_id).first()


def invitations_for(account: Account) -> QuerySet[Invitation]:
    """Invitations that the account may see: all for a regional role, else its organisations' and those it sent."""
    found = Invitation.objects.select_related("organisation", "created_by").order_by("-sent_at", "-pk")
    if any(
        Right.INVITE in ROLES[grant.role].rights and ROLES[grant.role].scope == Scope.REGION for grant in account.grants
    ):
        return found
    keys = {grant.organisation_id for grant in account.grants if Right.INVITE in ROLES[grant.role].rights} - {None}
    return found.filter(Q(organisation__in=keys) | Q(created_by=account))


def invitation_by_token_hash(digest: str) -> Invitation | None:
    return Invitation.objects.select_related("organisation", "created_by").filter(token_hash=digest).first()


def open_invitations_to(account: Account, now: datetime) -> list[Invitation]:
    """Invitations that wait for this account's own address."""
    waiting = Invitation.objects.filter(
        email__iexact=account.email, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    )
    return list(waiting.select_related("organisation"))


def invitations_to(account: Account) -> list[Invitation]:
    """Every invitation to this account's address, newest first."""
    return list(Invitation.objects.filter(email__iexact=account.email))


def has_account(email: str) -> bool:
    return Account.objects.filter(email__iexact=email).exists()


def consents_of(account: Account, now: datetime) -> list[ConsentState]:
    """Every purpose in its newest valid wording, with what the person agreed to."""
    current: dict[str, ConsentPurpose] = {}
    for purpose in ConsentPurpose.objects.filter(valid_from__lte=timezone.localdate(now)).order_by("key", "version"):
        current[purpose.key] = purpose
    given = account.consents.filter(withdrawn_at__isnull=True).select_related("purpose")
    standing = {consent.purpose.key: consent for consent in given}
    return [ConsentState(purpose, standing.get(key)) for key, purpose in current.items()]


def purpose(key: str, now: datetime) -> ConsentPurpose | None:
    """The wording in force."""
    return ConsentPurpose.objects.filter(key=key, valid_from__lte=timezone.localdate(now)).order_by("-version").first()


def retention_runs(limit: int = 30) -> list[RetentionRun]:
    return list(RetentionRun.objects.all()[:limit])
