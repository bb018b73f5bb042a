"""Inviting people, and what they do with the invitation. The secret exists only in the mail."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.design import formats
from azymut.kernel import audit
from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.people.actions.accounts import grant_role, open_account
from azymut.people.enums import InvitationState, RoleKey
from azymut.people.models import Account, Invitation, Organisation
from azymut.people.rules import invitations as rules

TOKEN_BYTES = 32


@audit.action(gettext_lazy("Invitation sent"))
def invite(
    *,
    email: str,
    role: RoleKey,
    organisation: Organisation | None,
    by: Account,
    at: datetime,
    language: str = "pl",
) -> Invitation:
    """Invite an address into a role and mail it. Errors: not allowed; role held already; an invitation waits."""
    answer = rules.may_invite(by.grants, role, organisation.pk if organisation else None)
    if not answer:
        raise DomainError(answer.reason, field="role")
    # Of two who invite the same person at once, the second waits and is refused.
    if organisation:
        audit.hold(organisation)
    else:
        Account.objects.select_for_update().get(pk=by.pk)
    address = email.strip().lower()
    if _holds(address, role, organisation):
        raise DomainError(_("This person holds the role already."), field="email")
    waiting = Invitation.objects.filter(
        email=address, role=role, organisation=organisation, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if waiting.exists():
        raise DomainError(_("An invitation for this person is waiting; you can send it again."), field="email")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        email=address,
        role=role,
        organisation=organisation,
        language=language,
        token_hash=rules.token_hash(token),
        sent_at=at,
        expires_at=at + rules.VALID_FOR,
        created_by=by,
        changed_by=by,
    )
    audit.created(invitation, by=by, at=at)
    _mail(invitation, token)
    return invitation


@audit.action(gettext_lazy("Invitation sent again"))
def resend_invitation(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Send a new secret and start the time again; the old link stops working. Errors: not allowed, used, withdrawn."""
    _guard(invitation, by)
    if _state(invitation, at) not in {InvitationState.OPEN, InvitationState.EXPIRED}:
        raise DomainError(rules.why_not(_state(invitation, at)))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with audit.change(invitation, by=by, at=at):
        invitation.token_hash = rules.token_hash(token)
        invitation.sent_at = at
        invitation.expires_at = at + rules.VALID_FOR
    _mail(invitation, token)


@audit.action(gettext_lazy("Invitation withdrawn"))
def withdraw_invitation(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Take the invitation back. Errors: not allowed; used or withdrawn already."""
    _guard(invitation, by)
    if _state(invitation, at) not in {InvitationState.OPEN, InvitationState.EXPIRED}:
        raise DomainError(rules.why_not(_state(invitation, at)))
    with audit.change(invitation, by=by, at=at):
        invitation.withdrawn_at = at


@audit.action(gettext_lazy("Invitation accepted by a new person"))
def accept_invitation(*, invitation: Invitation, name: str, password: str, by: Account | None, at: datetime) -> Account:
    """A new person accepts: the account is made, its address counts as verified, the role begins.

    `by` is None: whoever accepts has no account yet, and the trail names the one that is made.

    Errors: the invitation is no longer open; the address has an account, which must sign in to join.
    """
    invitation = _locked_open(invitation, at)
    if Account.objects.filter(email__iexact=invitation.email).exists():
        raise DomainError(_("There is an account with this address. Sign in to accept the invitation."))
    account = open_account(email=invitation.email, name=name.strip(), password=password, by=by, at=at)
    account.language = invitation.language
    account.save(update_fields=["language"])
    _join(invitation, account, at)
    return account


@audit.action(gettext_lazy("Invitation accepted by an account holder"))
def join(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Somebody with an account accepts. Errors: no longer open; the invitation was sent to another address."""
    invitation = _locked_open(invitation, at)
    addresses = EmailAddress.objects.filter(user=by, verified=True, email__iexact=invitation.email)
    if not addresses.exists():
        raise NotAllowedError(_("This invitation was sent to another address than yours."))
    _join(invitation, by, at)


def _join(invitation: Invitation, account: Account, at: datetime) -> None:
    if not _holds(invitation.email, RoleKey(invitation.role), invitation.organisation):
        grant_role(
            account=account,
            role=RoleKey(invitation.role),
            organisation=invitation.organisation,
            by=invitation.created_by,
            at=at,
        )
    with audit.change(invitation, by=account, at=at):
        invitation.accepted_at = at
        invitation.accepted_by = account


def _locked_open(invitation: Invitation, at: datetime) -> Invitation:
    """The invitation, locked for one use."""
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    state = _state(locked, at)
    if state != InvitationState.OPEN:
        raise DomainError(rules.why_not(state))
    return locked


def _state(invitation: Invitation, at: datetime) -> InvitationState:
    return rules.state_of(
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        now=at,
    )


def _guard(invitation: Invitation, by: Account) -> None:
    answer = rules.may_invite(by.grants, RoleKey(invitation.role), invitation.organisation_id)
    if not answer:
        raise NotAllowedError(answer.reason)


def _holds(email: str, role: RoleKey, organisation: Organisation | None) -> bool:
    account = Account.objects.filter(email__iexact=email).first()
    return bool(
        account and account.memberships.filter(role=role, organisation=organisation, ended_on__isnull=True).exists()
    )


def _mail(invitation: Invitation, token: str) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "inviter": str(invitation.created_by),
            "until": formats.day(timezone.localtime(invitation.expires_at)),
            "link": settings.SITE_ADDRESS.rstrip("/") + reverse("people:invitation-accept", args=[token]),
        }
        send_mail(
            _("Invitation to Azymut"),
            render_to_string("people/mail/invitation.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
