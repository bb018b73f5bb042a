"""Who may do what: roles as readable classes. docs/rights.md shows the same table, and a test compares the two.

A right is asked for with its scope: a regional role holds it everywhere, an organisation's role only where the
membership stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from azymut.people.enums import RoleKey, Scope


class Right(StrEnum):
    SEE_WORKSPACE = "see_workspace"
    SEE_AUDIT = "see_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    INVITE = "invite"
    MANAGE_ORGANISATIONS = "manage_organisations"
    EDIT_ORGANISATION = "edit_organisation"
    IMPORT_REGISTERS = "import_registers"
    LOAD_STATISTICS = "load_statistics"
    DEFINE_INDICATORS = "define_indicators"
    EDIT_PROGRAMME = "edit_programme"
    UPDATE_ACTION = "update_action"
    OVERRIDE_STATUS = "override_status"
    PRODUCE_REPORTS = "produce_reports"
    REPLACE_TEMPLATES = "replace_templates"
    SIGN_DOCUMENTS = "sign_documents"
    PUBLISH_DOCUMENTS = "publish_documents"
    SEE_OUTBOX = "see_outbox"
    RUN_RETENTION = "run_retention"


@dataclass(frozen=True)
class Grant:
    """One standing of one person: the role, and the organisation that it is limited to (None: none needed)."""

    role: RoleKey
    organisation_id: int | None = None


class Role:
    """A role: its key, how far it reaches, what it may do, and whether a second factor is required."""

    key: RoleKey
    scope: Scope
    rights: frozenset[Right]
    second_factor: bool = False


class Administrator(Role):
    key = RoleKey.ADMINISTRATOR
    scope = Scope.REGION
    rights = frozenset(Right)
    second_factor = True


class Coordinator(Role):
    key = RoleKey.COORDINATOR
    scope = Scope.REGION
    rights = frozenset(Right) - {
        Right.MANAGE_ACCOUNTS,
        Right.SEE_AUDIT,
        Right.SEE_OUTBOX,
        Right.RUN_RETENTION,
    }
    second_factor = True


class Analyst(Role):
    key = RoleKey.ANALYST
    scope = Scope.REGION
    rights = frozenset(
        {
            Right.SEE_WORKSPACE,
            Right.LOAD_STATISTICS,
            Right.DEFINE_INDICATORS,
            Right.IMPORT_REGISTERS,
            Right.PRODUCE_REPORTS,
        }
    )


class Chair(Role):
    key = RoleKey.CHAIR
    scope = Scope.BODY
    rights = frozenset({Right.SEE_WORKSPACE, Right.PRODUCE_REPORTS, Right.SIGN_DOCUMENTS})


class Secretary(Role):
    key = RoleKey.SECRETARY
    scope = Scope.BODY
    rights = frozenset({Right.SEE_WORKSPACE, Right.PRODUCE_REPORTS, Right.SIGN_DOCUMENTS, Right.INVITE})


class Member(Role):
    key = RoleKey.MEMBER
    scope = Scope.BODY
    rights = frozenset({Right.SEE_WORKSPACE})


class Reporter(Role):
    key = RoleKey.REPORTER
    scope = Scope.ORGANISATION
    rights = frozenset({Right.SEE_WORKSPACE, Right.EDIT_ORGANISATION, Right.UPDATE_ACTION})


class Head(Role):
    key = RoleKey.HEAD
    scope = Scope.ORGANISATION
    rights = frozenset({Right.SEE_WORKSPACE, Right.EDIT_ORGANISATION, Right.UPDATE_ACTION, Right.INVITE})


class Counsellor(Role):
    key = RoleKey.COUNSELLOR
    scope = Scope.ORGANISATION
    rights = frozenset({Right.SEE_WORKSPACE})


ROLES: dict[str, type[Role]] = {
    role.key.value: role
    for role in (Administrator, Coordinator, Analyst, Chair, Secretary, Member, Reporter, Head, Counsellor)
}


def holds(grants: Iterable[Grant], right: Right, organisation_id: int | None = None) -> bool:
    """Whether any standing gives the right.

    Without an organisation: does the person hold the right anywhere? With one: a regional role reaches every
    organisation, a role within an organisation reaches its own only, and a role within a body reaches none.
    """
    for grant in grants:
        role = ROLES[grant.role]
        if right not in role.rights:
            continue
        if organisation_id is None or role.scope == Scope.REGION:
            return True
        if role.scope == Scope.ORGANISATION and grant.organisation_id == organisation_id:
            return True
    return False


def needs_second_factor(grants: Iterable[Grant]) -> bool:
    """Coordinators and administrators see and change much; a password alone is not enough for them."""
    return any(ROLES[grant.role].second_factor for grant in grants)
