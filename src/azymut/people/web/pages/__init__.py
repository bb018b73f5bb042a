"""Page objects of the room."""

from __future__ import annotations

from azymut.people.web.pages.accounts import account_page, accounts_page, retention_page
from azymut.people.web.pages.invitations import accept_page, invitation_rows
from azymut.people.web.pages.me import me_page
from azymut.people.web.pages.organisations import (
    PER_PAGE,
    edit_page,
    manage_page,
    organisation_page,
    organisations_page,
    wanted_from,
)
from azymut.people.web.pages.policies import policies
from azymut.people.web.pages.register import closure_rows, preview_page, run_rows

__all__ = [
    "PER_PAGE",
    "accept_page",
    "account_page",
    "accounts_page",
    "closure_rows",
    "edit_page",
    "invitation_rows",
    "manage_page",
    "me_page",
    "organisation_page",
    "organisations_page",
    "policies",
    "preview_page",
    "retention_page",
    "run_rows",
    "wanted_from",
]
