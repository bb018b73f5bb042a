"""Decisions on plans and their execution. Each check passes silently or raises DomainError with words for people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.kernel.collation import fold
from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.programmes.enums import NodeKind, PeriodPart, VersionState

if TYPE_CHECKING:
    from azymut.people.models import Account
    from azymut.people.rules.rights import Right

LEAD_MAY_POSTPONE_DAYS = 90
"""The lead moves a term by at most this many days from the first one; a longer move changes the adopted plan, and that
is for the coordinator."""

CHANGEABLE = frozenset(
    {VersionState.DRAFT, VersionState.CONSULTATION, VersionState.OPINION, VersionState.ADOPTED, VersionState.IN_FORCE}
)
"""Superseded versions stay as they were for ever."""

_PARENTS = {
    NodeKind.PRIORITY: frozenset[NodeKind](),
    NodeKind.DIRECTION: frozenset({NodeKind.PRIORITY}),
    NodeKind.ACTION: frozenset({NodeKind.PRIORITY, NodeKind.DIRECTION}),
}


def check_right(by: Account | None, right: Right, organisation_id: int | None = None) -> None:
    """The actor holds the right, there where it is used; the system itself (no actor) always may."""
    if by is not None and not by.may(right, organisation_id):
        raise NotAllowedError(_("You may change only the actions that your organisation leads."))


def check_changeable(state: str) -> None:
    """Nothing below a superseded version changes."""
    if state not in CHANGEABLE:
        raise DomainError(_("This version of the programme has been superseded and no longer changes."))


def check_place(kind: NodeKind, parent: NodeKind | None) -> None:
    """Priorities stand at the top, directions below priorities, actions below either."""
    allowed = _PARENTS[kind]
    if (parent is None) != (not allowed) or (parent is not None and parent not in allowed):
        raise DomainError(_("This element cannot stand there in the programme."), field="parent")


def check_span(starts_on: date, ends_on: date) -> None:
    """An action ends on the day it starts or later."""
    if ends_on < starts_on:
        raise DomainError(_("The action cannot end before it starts."), field="ends_on")


def check_adoption(resolution_number: str, adopted_on: date, in_force_from: date) -> None:
    """A version comes into force by a numbered resolution, not before the day it was adopted."""
    if not resolution_number.strip():
        raise DomainError(_("Give the number of the resolution."), field="resolution_number")
    if in_force_from < adopted_on:
        raise DomainError(_("A version cannot be in force before it was adopted."), field="in_force_from")


def check_new_milestone(title: str, due_on: date, ends_on: date) -> None:
    """A milestone says what will be seen, and falls within the action."""
    if not title.strip():
        raise DomainError(_("Say what will be done."), field="title")
    if due_on > ends_on:
        raise DomainError(
            _("The term is after the end of the action (%(day)s).") % {"day": formats.day(ends_on)}, field="due_on"
        )


def check_completion(done_on: date, today: date, *, already: bool) -> None:
    """A milestone is done once, and not in the future."""
    if already:
        raise DomainError(_("This milestone is already marked as done."))
    if done_on > today:
        raise DomainError(_("The day lies in the future. Mark the milestone when it has been done."), field="done_on")


def check_postponement(
    *, first_due_on: date, due_on: date, new_due_on: date, ends_on: date, reason: str, done: bool, plan_editor: bool
) -> None:
    """A term moves later, with a reason, within the action, and by the lead at most 90 days from the first term."""
    if done:
        raise DomainError(_("The milestone is done; its term no longer moves."))
    if not reason.strip():
        raise DomainError(_("Say why the term moves. The reason is shown on the action's page."), field="reason")
    if new_due_on <= due_on:
        raise DomainError(
            _("The new term must be later than the present one (%(day)s).") % {"day": formats.day(due_on)},
            field="due_on",
        )
    if new_due_on > ends_on:
        raise DomainError(
            _("The new term is after the end of the action (%(day)s).") % {"day": formats.day(ends_on)},
            field="due_on",
        )
    if not plan_editor and (new_due_on - first_due_on).days > LEAD_MAY_POSTPONE_DAYS:
        raise DomainError(
            _("You can move this term by %(days)d days from the first one (%(day)s). Ask the coordinator for more.")
            % {"days": LEAD_MAY_POSTPONE_DAYS, "day": formats.day(first_due_on)},
            field="due_on",
        )


def check_measurement(*, year: int, part: str, today: date, starts_on: date, source_note: str, linked: bool) -> None:
    """A value is the lead's own count, of a period that has begun within the action's life, with its source."""
    if linked:
        raise DomainError(_("This indicator takes its values from the observatory; nothing is entered here."))
    if year < starts_on.year:
        raise DomainError(
            _("The action started in %(year)d; earlier values belong to the baseline.") % {"year": starts_on.year},
            field="year",
        )
    first_day = date(year, 1, 1)
    if first_day > today:
        raise DomainError(_("This period has not begun yet."), field="year")
    if part == PeriodPart.YEAR and date(year, 12, 31) > today:
        raise DomainError(
            _("The year %(year)d is not over. Choose its first half, or enter the value after 31 December.")
            % {"year": year},
            field="part",
        )
    if part == PeriodPart.HALF and date(year, 6, 30) > today:
        raise DomainError(_("The first half of %(year)d is not over yet.") % {"year": year}, field="part")
    if not source_note.strip():
        raise DomainError(
            _("Say where the value comes from, for example a register or attendance lists."), field="source_note"
        )


def check_budget(*, planned: Decimal, committed: Decimal, spent: Decimal, note: str) -> None:
    """No amount is negative; only committed money is spent; commitments pass the plan only with a word of reason."""
    for field, amount in (("planned", planned), ("committed", committed), ("spent", spent)):
        if amount < 0:
            raise DomainError(_("An amount cannot be negative."), field=field)
    if spent > committed:
        raise DomainError(
            _("More is spent (%(spent)s) than was committed (%(committed)s). Correct one of the two.")
            % {"spent": formats.money(spent), "committed": formats.money(committed)},
            field="spent",
        )
    if committed > planned and not note.strip():
        raise DomainError(
            _("Commitments pass the plan by %(amount)s. Write in the note why.")
            % {"amount": formats.money(committed - planned)},
            field="note",
        )


def number_path(number: str) -> tuple[tuple[int, str], ...]:
    """A number such as "4.10" as something that sorts: 4.9 before 4.10.

    >>> sorted(["4.10", "4.9"], key=number_path)
    ['4.9', '4.10']
    """
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))


def key_of(text: str, taken: Collection[str]) -> str:
    """A key made of the words, free among those taken; it stays when the words change.

    >>> key_of("Umowy z 60 firmami", {"umowy-z-60-firmami"})
    'umowy-z-60-firmami-2'
    """
    base = slugify(fold(text))[:50] or "x"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    return key
