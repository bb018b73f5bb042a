"""Pages of invitations: the list, and what an invited person sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from azymut.design import formats
from azymut.kernel.registries import Mark, Tone
from azymut.people import queries
from azymut.people.enums import InvitationState
from azymut.people.models import Invitation
from azymut.people.rules.invitations import state_of, why_not

TONES = {
    InvitationState.OPEN: Tone.WAIT,
    InvitationState.ACCEPTED: Tone.DONE,
    InvitationState.WITHDRAWN: Tone.NO_DATA,
    InvitationState.EXPIRED: Tone.RISK,
}


@dataclass(frozen=True)
class InvitationRow:
    email: str
    role: str
    organisation: str
    by: str
    sent: str
    until: str
    mark: Mark
    resend_url: str
    withdraw_url: str


@dataclass(frozen=True)
class AcceptPage:
    """`reason` says why it cannot be accepted; `joins` that the address has an account already."""

    email: str
    role: str
    organisation: str
    by: str
    until: str
    reason: str
    joins: bool
    join_url: str
    sign_in_url: str
    other: str


def invitation_rows(invitations: Iterable[Invitation], now: datetime) -> list[InvitationRow]:
    return [_row(invitation, now) for invitation in invitations]


def _state(invitation: Invitation, now: datetime) -> InvitationState:
    return state_of(
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        now=now,
    )


def _row(invitation: Invitation, now: datetime) -> InvitationRow:
    state = _state(invitation, now)
    args = [invitation.public_id]
    again = state in {InvitationState.OPEN, InvitationState.EXPIRED}
    return InvitationRow(
        email=invitation.email,
        role=str(invitation.get_role_display()),
        organisation=str(invitation.organisation or ""),
        by=str(invitation.created_by or ""),
        sent=formats.day(invitation.sent_at),
        until=formats.day(invitation.expires_at),
        mark=Mark(TONES[state], state.label),
        resend_url=reverse("people:invitation-resend", args=args) if again else "",
        withdraw_url=reverse("people:invitation-withdraw", args=args) if again else "",
    )


def accept_page(invitation: Invitation, user: Any, now: datetime, *, here: str) -> AcceptPage:
    state = _state(invitation, now)
    signed_in = user.is_authenticated
    own = signed_in and user.email.lower() == invitation.email.lower()
    return AcceptPage(
        email=invitation.email,
        role=str(invitation.get_role_display()),
        organisation=str(invitation.organisation or ""),
        by=str(invitation.created_by or ""),
        until=formats.day(timezone.localtime(invitation.expires_at)),
        reason=str(why_not(state)),
        joins=bool(signed_in) or queries.has_account(invitation.email),
        join_url=reverse("people:invitation-join", args=[invitation.public_id]) if own else "",
        sign_in_url="" if signed_in else f"{reverse('account_login')}?{urlencode({'next': here})}",
        other=str(user.email) if signed_in and not own else "",
    )
