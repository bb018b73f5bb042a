"""What the room keeps: accounts, organisations, memberships, invitations, register files, consents."""

from __future__ import annotations

from azymut.people.models.accounts import Account, AccountManager
from azymut.people.models.consents import Consent, ConsentPurpose, RetentionRun
from azymut.people.models.imports import Closure, ImportRun
from azymut.people.models.memberships import Invitation, Membership
from azymut.people.models.organisations import Organisation, OrganisationQuerySet

__all__ = [
    "Account",
    "AccountManager",
    "Closure",
    "Consent",
    "ConsentPurpose",
    "ImportRun",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "RetentionRun",
]
