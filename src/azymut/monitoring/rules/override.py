"""A status set by a person: what it needs, how long it holds, and how it stands beside the rules' own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.kernel.errors import DomainError
from azymut.monitoring.enums import Decider, Status

LONGEST_DAYS = 183
"""Half a year, one reporting period: whoever still thinks otherwise says so again, with a fresh reason."""

SHORTEST_REASON = 15
"""Fewer letters than a short sentence explain nothing."""


@dataclass(frozen=True)
class Standing:
    """The status that is shown, who decided it, and whether the rules would say otherwise."""

    status: Status
    decided_by: Decider
    rule_status: Status

    @property
    def differs(self) -> bool:
        return self.status != self.rule_status


def standing(rule_status: Status, override: Status | None, expires_on: date | None, on: date) -> Standing:
    """A person's status holds until the end of its last day; then the rules decide again."""
    if override is not None and expires_on is not None and on <= expires_on:
        return Standing(override, Decider.OVERRIDE, rule_status)
    return Standing(rule_status, Decider.RULE, rule_status)


def check_override(reason: str, expires_on: date, today: date) -> None:
    """A reason in words, and an end within half a year."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(_("Give the reason in a sentence. It is shown on the action's page."), field="reason")
    if expires_on <= today:
        raise DomainError(_("The last day must lie in the future."), field="expires_on")
    if (expires_on - today).days > LONGEST_DAYS:
        last = date.fromordinal(today.toordinal() + LONGEST_DAYS)
        raise DomainError(
            _("A status set by hand holds for half a year at most, here until %(day)s.") % {"day": formats.day(last)},
            field="expires_on",
        )
