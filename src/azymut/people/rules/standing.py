"""Standings of accounts: when a role may be given or taken away, and when data have waited long enough."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from azymut.people.rules.invitations import YES, Answer

CONFIRM_EVERY = timedelta(days=365)
CLOSED_CONTACT_KEPT = timedelta(days=365)


def may_lose_administrator(*, others: int) -> Answer:
    """The last active administrator stays: without one nobody could give the role again."""
    if others < 1:
        return Answer(allowed=False, reason=_("This is the last administrator. Give the role to somebody else first."))
    return YES


def is_confirmation_due(*, confirmed_on: date | None, created_on: date, today: date) -> bool:
    """An organisation says once a year that its data still hold; the first year runs from their entry."""
    return today - (confirmed_on or created_on) >= CONFIRM_EVERY


def confirmation_due_on(*, confirmed_on: date | None, created_on: date) -> date:
    return (confirmed_on or created_on) + CONFIRM_EVERY
