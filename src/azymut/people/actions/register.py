"""Taking in the school register: new, changed and closed organisations, and absences for a person to confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.collation import sort_key
from azymut.people.actions.closures import close, reopen
from azymut.people.enums import ClosureBasis, ClosureState, RecordSource, RunState
from azymut.people.models import Account, Closure, ImportRun, Organisation
from azymut.people.models.organisations import found_by
from azymut.people.rules.register import Entry
from azymut.places.models import Territory

CHUNK = 500


@dataclass
class Taken:
    """What a register file did, or on a rehearsal would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    absent: list[Organisation] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    answers: int = 0
    """Absences that were proposed to a person or fell, because the organisation is in the file."""

    @property
    def idle(self) -> bool:
        return not self.touched and not self.answers


@audit.action(gettext_lazy("School register imported"))
def take_register(
    *,
    run: ImportRun,
    entries: Sequence[Entry],
    present: Collection[str] | None,
    covered: Collection[Territory],
    confirm_closures: bool,
    by: Account | None,
    at: datetime,
) -> Taken:
    """Bring organisations in line with a register file.

    `present` holds every RSPO number that the file names, also in rejected rows; None when a row could not be read at
    all, and then nobody is held absent. An absence within `covered` is proposed for a person to confirm, or with
    `confirm_closures` closes at once. Organisations closed by a person's own decision stay closed. The caller brings
    the search index up to date for `touched`, unless it only rehearses.
    """
    taken = Taken()
    known = _known([entry.rspo for entry in entries])
    _create([entry for entry in entries if entry.rspo not in known], run, taken, by=by, at=at)
    everyone = _known([entry.rspo for entry in entries] + [entry.parent_rspo for entry in entries])
    confirmed = {closure.organisation_id: closure for closure in _closures(ClosureState.CONFIRMED, everyone.values())}
    for entry in entries:
        organisation = everyone[entry.rspo]
        parent = everyone.get(entry.parent_rspo) if entry.parent_rspo != entry.rspo else None
        if entry.rspo in known:
            _bring_in_line(organisation, entry, parent, confirmed.get(organisation.pk), run, taken, by=by, at=at)
    _set_parents([entry for entry in entries if entry.rspo not in known], everyone)
    if present is not None:
        _look_for_absent(present, covered, run, taken, confirm=confirm_closures, by=by, at=at)
    _finish(run, taken, covered, at=at)
    audit.happened(run, by=by, at=at, facts=_facts(run))
    return taken


def _known(numbers: Sequence[str]) -> dict[str, Organisation]:
    wanted = sorted(set(numbers) - {""})
    found: dict[str, Organisation] = {}
    for chunk in _chunks(wanted):
        for organisation in Organisation.objects.filter(rspo__in=chunk):
            found[str(organisation.rspo)] = organisation
    return found


def _chunks(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), CHUNK):
        yield things[start : start + CHUNK]


def _closures(state: ClosureState, organisations: Collection[Organisation]) -> Iterator[Closure]:
    keys = [organisation.pk for organisation in organisations]
    for chunk in _chunks(keys):
        yield from Closure.objects.filter(organisation__in=chunk, state=state)


def _create(entries: Sequence[Entry], run: ImportRun, taken: Taken, *, by: Account | None, at: datetime) -> None:
    made = []
    for entry in entries:
        organisation = Organisation(
            rspo=entry.rspo, source=RecordSource.RSPO, created_by=by, changed_by=by, **entry.values
        )
        organisation.name_sort = sort_key(organisation.name)[:600]
        organisation.found_by = found_by(organisation)
        made.append(organisation)
    Organisation.objects.bulk_create(made, batch_size=CHUNK)
    for organisation in made:
        audit.created(organisation, by=by, at=at)
    Closure.objects.bulk_create(
        Closure(
            organisation=organisation,
            closed_on=organisation.closed_on,
            basis=ClosureBasis.REGISTER,
            state=ClosureState.CONFIRMED,
            run=run,
            settled_at=at,
            created_by=by,
        )
        for organisation in made
        if organisation.closed_on
    )
    taken.created += len(made)
    taken.touched += [organisation.public_id for organisation in made]


def _set_parents(entries: Sequence[Entry], everyone: dict[str, Organisation]) -> None:
    """Parents of new organisations, known only once all are saved."""
    placed = []
    for entry in entries:
        parent = everyone.get(entry.parent_rspo)
        if parent and entry.parent_rspo != entry.rspo:
            everyone[entry.rspo].parent = parent
            placed.append(everyone[entry.rspo])
    Organisation.objects.bulk_update(placed, ["parent"], batch_size=CHUNK)


def _bring_in_line(
    organisation: Organisation,
    entry: Entry,
    parent: Organisation | None,
    closure: Closure | None,
    run: ImportRun,
    taken: Taken,
    *,
    by: Account | None,
    at: datetime,
) -> None:
    values = dict(entry.values)
    closed_on = values.pop("closed_on", None)
    if closed_on and organisation.closed_on is None:
        _write(organisation, values, parent, by=by, at=at)
        close(organisation=organisation, on=closed_on, basis=ClosureBasis.REGISTER, run=run, by=by, at=at)
        taken.removed += 1
        taken.touched.append(organisation.public_id)
        return
    moved = _follow(organisation, closed_on, closure, run, by=by, at=at)
    if _write(organisation, values, parent, by=by, at=at) or moved:
        taken.changed += 1
        taken.touched.append(organisation.public_id)
    else:
        taken.unchanged += 1


def _follow(
    organisation: Organisation,
    closed_on: date | None,
    closure: Closure | None,
    run: ImportRun,
    *,
    by: Account | None,
    at: datetime,
) -> bool:
    """A closed organisation whose day the register moved or took back. A person's own decision stands."""
    if organisation.closed_on in (None, closed_on) or (closure and closure.basis == ClosureBasis.DECISION):
        return False
    reopen(organisation=organisation, by=by, at=at)
    if closed_on:
        close(organisation=organisation, on=closed_on, basis=ClosureBasis.REGISTER, run=run, by=by, at=at)
    return True


def _write(
    organisation: Organisation, values: dict[str, Any], parent: Organisation | None, *, by: Account | None, at: datetime
) -> bool:
    wanted = {**values, "parent_id": parent.pk if parent else None, "source": RecordSource.RSPO}
    if all(getattr(organisation, key) == value for key, value in wanted.items()):
        return False
    with audit.change(organisation, by=by, at=at):
        for key, value in wanted.items():
            setattr(organisation, key, value)
    return True


def _look_for_absent(
    present: Collection[str],
    covered: Collection[Territory],
    run: ImportRun,
    taken: Taken,
    *,
    confirm: bool,
    by: Account | None,
    at: datetime,
) -> None:
    numbers = set(present)
    codes = tuple(territory.code for territory in covered)
    registered = Organisation.objects.filter(source=RecordSource.RSPO).select_related("territory")
    here = (
        [organisation for organisation in registered if organisation.territory.code.startswith(codes)] if codes else []
    )
    waiting = {closure.organisation_id: closure for closure in _closures(ClosureState.PROPOSED, here)}
    answered = set(
        Closure.objects.filter(state=ClosureState.DISMISSED, run__sha256=run.sha256).values_list(
            "organisation_id", flat=True
        )
    )
    for organisation in here:
        proposal = waiting.get(organisation.pk)
        if organisation.rspo in numbers:
            if proposal:
                _dismiss(proposal, by=by, at=at)
                taken.answers += 1
        elif organisation.closed_on is None and (confirm or organisation.pk not in answered):
            taken.absent.append(organisation)
            if confirm:
                close(organisation=organisation, on=_day(at), basis=ClosureBasis.ABSENCE, run=run, by=by, at=at)
                taken.removed += 1
                taken.touched.append(organisation.public_id)
            elif not proposal:
                _propose(organisation, run, by=by, at=at)
                taken.answers += 1


def _propose(organisation: Organisation, run: ImportRun, *, by: Account | None, at: datetime) -> None:
    closure = Closure.objects.create(
        organisation=organisation,
        closed_on=_day(at),
        basis=ClosureBasis.ABSENCE,
        state=ClosureState.PROPOSED,
        run=run,
        created_by=by,
    )
    audit.created(closure, by=by, at=at)


def _dismiss(proposal: Closure, *, by: Account | None, at: datetime) -> None:
    with audit.change(proposal, by=by, at=at):
        proposal.state = ClosureState.DISMISSED
        proposal.settled_at = at


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _finish(run: ImportRun, taken: Taken, covered: Collection[Territory], *, at: datetime) -> None:
    run.state = RunState.APPLIED
    run.applied_at = at
    run.created, run.changed, run.unchanged = taken.created, taken.changed, taken.unchanged
    run.removed, run.absent = taken.removed, len(taken.absent)
    run.save()
    run.covered.set(covered)


def _facts(run: ImportRun) -> dict[str, Any]:
    return {
        "sha256": run.sha256,
        "created": run.created,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "removed": run.removed,
        "absent": run.absent,
        "rejected": len(run.rejected),
    }
