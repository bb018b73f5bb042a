"""Who may invite whom, and whether an invitation can still be accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from azymut.people.enums import InvitationState, RoleKey, Scope
from azymut.people.rules.rights import ROLES, Grant

VALID_FOR = timedelta(days=14)

# Whom a role may invite; a role within an organisation invites into that organisation only.
INVITES: dict[RoleKey, frozenset[RoleKey]] = {
    RoleKey.ADMINISTRATOR: frozenset(RoleKey),
    RoleKey.COORDINATOR: frozenset(RoleKey) - {RoleKey.ADMINISTRATOR},
    RoleKey.SECRETARY: frozenset({RoleKey.MEMBER}),
    RoleKey.HEAD: frozenset({RoleKey.REPORTER, RoleKey.COUNSELLOR}),
}


@dataclass(frozen=True)
class Answer:
    """A rule's decision and, when it is no, the reason for people."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(allowed=True)


def may_invite(grants: Iterable[Grant], role: RoleKey, organisation_id: int | None) -> Answer:
    """Whether a person with these standings may invite somebody into the role (and organisation)."""
    placed = fits(role, organisation_id)
    if not placed:
        return placed
    reach = [grant for grant in grants if role in INVITES.get(grant.role, frozenset())]
    if not reach:
        return Answer(allowed=False, reason=_("Your role does not let you invite into this role."))
    if any(ROLES[grant.role].scope != Scope.ORGANISATION for grant in reach):
        return YES
    if any(grant.organisation_id == organisation_id for grant in reach):
        return YES
    return Answer(allowed=False, reason=_("You can invite only into your own organisation."))


def fits(role: RoleKey, organisation_id: int | None) -> Answer:
    """A role of an organisation needs one; a role of the region or of the team has none."""
    if ROLES[role].scope == Scope.ORGANISATION and organisation_id is None:
        return Answer(allowed=False, reason=_("This role belongs to an organisation: choose which one."))
    if ROLES[role].scope != Scope.ORGANISATION and organisation_id is not None:
        return Answer(allowed=False, reason=_("This role belongs to no organisation: leave the organisation empty."))
    return YES


def invitable(grants: Iterable[Grant]) -> tuple[RoleKey, ...]:
    """Roles into which a person with these standings may invite, in the order of the list of roles."""
    reach = {role for grant in grants for role in INVITES.get(grant.role, frozenset())}
    return tuple(role for role in RoleKey if role in reach)


def state_of(
    *,
    expires_at: datetime,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> InvitationState:
    """Where an invitation stands at the moment."""
    if accepted_at:
        return InvitationState.ACCEPTED
    if withdrawn_at:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if now >= expires_at else InvitationState.OPEN


def token_hash(token: str) -> str:
    """What is kept of an invitation's secret: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def why_not(state: InvitationState) -> str | Promise:
    """The sentence for a person who opens an invitation that is no longer open."""
    sentences: dict[InvitationState, str | Promise] = {
        InvitationState.ACCEPTED: _("This invitation has already been used."),
        InvitationState.WITHDRAWN: _("This invitation was withdrawn."),
        InvitationState.EXPIRED: _("This invitation has expired. Ask the person who invited you for a new one."),
        InvitationState.OPEN: "",
    }
    return sentences[state]
