"""Accounts and their roles: giving, ending, deactivating, and the guard of the last administrator."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.people.enums import RoleKey
from azymut.people.models import Account, Membership, Organisation
from azymut.people.rules import standing
from azymut.people.rules.invitations import fits


@audit.action(gettext_lazy("Account opened"))
def open_account(
    *, email: str, name: str, password: str | None, by: Account | None, at: datetime, is_sample: bool = False
) -> Account:
    """Make an account with a verified address. Used by accepted invitations and sample data. Error: address taken."""
    if Account.objects.filter(email__iexact=email).exists():
        raise DomainError(_("There is an account with this address already."), field="email")
    account = Account.objects.create_user(email, password, name=name, is_sample=is_sample)
    audit.created(account, by=by or account, at=at)
    return account


@audit.action(gettext_lazy("Role given"))
def grant_role(
    *, account: Account, role: RoleKey, organisation: Organisation | None, by: Account | None, at: datetime
) -> Membership:
    """Give a role from today. Errors: the role does not fit the organisation; held already; the account is closed."""
    placed = fits(role, organisation.pk if organisation else None)
    if not placed:
        raise DomainError(placed.reason, field="organisation")
    if not account.is_active:
        raise DomainError(_("This account is switched off."), field="role")
    if account.memberships.filter(role=role, organisation=organisation, ended_on__isnull=True).exists():
        raise DomainError(_("The account holds this role already."), field="role")
    membership = Membership.objects.create(
        account=account,
        role=role,
        organisation=organisation,
        started_on=timezone.localtime(at).date(),
        created_by=by,
        changed_by=by,
    )
    audit.created(membership, by=by, at=at)
    account.__dict__.pop("grants", None)
    return membership


@audit.action(gettext_lazy("Role ended"))
def end_role(*, membership: Membership, by: Account | None, at: datetime) -> None:
    """End a role today. Errors: ended already; it is the last administrator's."""
    if membership.ended_on is not None:
        raise DomainError(_("This role has ended already."))
    if membership.role == RoleKey.ADMINISTRATOR:
        guard_last_administrator(membership.account)
    with audit.change(membership, by=by, at=at):
        membership.ended_on = max(timezone.localtime(at).date(), membership.started_on)
    membership.account.__dict__.pop("grants", None)


@audit.action(gettext_lazy("Account switched off"))
def deactivate_account(*, account: Account, by: Account, at: datetime) -> None:
    """Switch the account off and sign it out everywhere; its roles stay for the day it is switched on again."""
    if account == by:
        raise NotAllowedError(_("You cannot switch off your own account."))
    guard_last_administrator(account)
    with audit.change(account, by=by, at=at):
        account.is_active = False
    sign_out_everywhere(account)


@audit.action(gettext_lazy("Account switched on again"))
def activate_account(*, account: Account, by: Account, at: datetime) -> None:
    """Switch the account on again. Error: it was erased."""
    if account.erased_at:
        raise DomainError(_("This account was erased and cannot come back."))
    with audit.change(account, by=by, at=at):
        account.is_active = True


def guard_last_administrator(account: Account) -> None:
    """Raise DomainError when nobody else who can sign in is an administrator."""
    standings = Membership.objects.select_for_update().filter(role=RoleKey.ADMINISTRATOR, ended_on__isnull=True)
    keepers = {membership.account_id for membership in standings.filter(account__is_active=True)}
    if account.pk not in keepers:
        return
    answer = standing.may_lose_administrator(others=len(keepers - {account.pk}))
    if not answer:
        raise DomainError(answer.reason)


def sign_out_everywhere(account: Account) -> None:
    """End the sessions of all devices; part of the actions that call it, which tell the audit trail."""
    for session in UserSession.objects.filter(user=account):
        session.end()
