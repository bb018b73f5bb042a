"""Writes of the room, one verb each."""

from __future__ import annotations

from azymut.people.actions.accounts import activate_account, deactivate_account, end_role, grant_role, open_account
from azymut.people.actions.closures import close, close_by_hand, reopen, reopen_by_hand, settle_absences
from azymut.people.actions.consents import give_consent, publish_purpose, withdraw_consent
from azymut.people.actions.invitations import (
    accept_invitation,
    invite,
    join,
    resend_invitation,
    withdraw_invitation,
)
from azymut.people.actions.organisations import confirm_data, create_organisation, edit_organisation
from azymut.people.actions.personal import carry_out_retention, erase_account
from azymut.people.actions.register import Taken, take_register

__all__ = [
    "Taken",
    "accept_invitation",
    "activate_account",
    "carry_out_retention",
    "close",
    "close_by_hand",
    "confirm_data",
    "create_organisation",
    "deactivate_account",
    "edit_organisation",
    "end_role",
    "erase_account",
    "give_consent",
    "grant_role",
    "invite",
    "join",
    "open_account",
    "publish_purpose",
    "reopen",
    "reopen_by_hand",
    "resend_invitation",
    "settle_absences",
    "take_register",
    "withdraw_consent",
    "withdraw_invitation",
]
