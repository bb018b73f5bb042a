"""Closing an organisation, opening it again, and answering an absence from the register."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.enums import ClosureBasis, ClosureState
from azymut.people.models import Account, Closure, ImportRun, Organisation
from azymut.search import index


@audit.action(gettext_lazy("Organisation closed"))
def close(
    *,
    organisation: Organisation,
    on: date,
    basis: ClosureBasis,
    by: Account | None,
    at: datetime,
    reason: str = "",
    run: ImportRun | None = None,
) -> Closure:
    """Close the organisation from a day on; a waiting proposal becomes this closure. Errors: closed, too early."""
    audit.hold(organisation)
    if organisation.closed_on is not None:
        raise DomainError(_("This organisation is closed already."))
    if organisation.opened_on and on < organisation.opened_on:
        raise DomainError(_("It cannot close before the day it opened."), field="closed_on")
    closure = Closure.objects.filter(organisation=organisation, state=ClosureState.PROPOSED).first() or Closure(
        organisation=organisation, created_by=by
    )
    closure.closed_on, closure.basis, closure.reason = on, basis, reason
    closure.run = run or closure.run
    closure.state, closure.settled_at, closure.changed_by = ClosureState.CONFIRMED, at, by
    closure.save()
    audit.happened(closure, by=by, at=at, facts=audit.values_of(closure))
    with audit.change(organisation, by=by, at=at):
        organisation.closed_on = on
        organisation.closure_reason = reason
    return closure


@audit.action(gettext_lazy("Closure taken back"))
def reopen(*, organisation: Organisation, by: Account | None, at: datetime) -> None:
    """Take a closure back; its record stays as history. Error: the organisation is open."""
    audit.hold(organisation)
    if organisation.closed_on is None:
        raise DomainError(_("This organisation is open."))
    for closure in Closure.objects.filter(organisation=organisation, state=ClosureState.CONFIRMED):
        with audit.change(closure, by=by, at=at):
            closure.state = ClosureState.REVERSED
            closure.settled_at = at
    with audit.change(organisation, by=by, at=at):
        organisation.closed_on = None
        organisation.closure_reason = ""


@audit.action(gettext_lazy("Organisation closed by hand"))
def close_by_hand(*, organisation: Organisation, on: date, reason: str, by: Account, at: datetime) -> Closure:
    """A person closes the organisation and says why. Error: no reason given."""
    if not reason.strip():
        raise DomainError(_("Say why the organisation closes."), field="reason")
    closure = close(organisation=organisation, on=on, basis=ClosureBasis.DECISION, reason=reason.strip(), by=by, at=at)
    audit.unchanged()
    index.refresh("organisation", [organisation.public_id])
    return closure


@audit.action(gettext_lazy("Closure taken back by hand"))
def reopen_by_hand(*, organisation: Organisation, by: Account, at: datetime) -> None:
    """A person takes a closure back."""
    reopen(organisation=organisation, by=by, at=at)
    audit.unchanged()
    index.refresh("organisation", [organisation.public_id])


@audit.action(gettext_lazy("Absences from the register settled"))
def settle_absences(*, closures: list[Closure], closed: bool, by: Account, at: datetime) -> int:
    """Answer absences from the register: they closed, or they go on. Those answered already are passed over."""
    audit.unchanged()
    settled = 0
    with transaction.atomic():
        for closure in closures:
            audit.hold(closure.organisation)  # always before its closures, so that no two wait for each other
            closure.refresh_from_db()
            if closure.state != ClosureState.PROPOSED:
                continue
            if closed:
                close(
                    organisation=closure.organisation,
                    on=closure.closed_on,
                    basis=ClosureBasis.ABSENCE,
                    by=by,
                    at=at,
                )
            else:
                with audit.change(closure, by=by, at=at):
                    closure.state = ClosureState.DISMISSED
                    closure.settled_at = at
            settled += 1
    index.refresh("organisation", [closure.organisation.public_id for closure in closures])
    return settled
