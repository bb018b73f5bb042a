"""Writes of the room: a reading that is kept for previewing, a reading that is taken in, a name that is recognised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.occupations.models import SchoolOccupation
from azymut.offers import queries
from azymut.offers.enums import Meaning, ReadingState
from azymut.offers.models import KnownName, Offer, Reading
from azymut.offers.rules import looks_hollow, name_key
from azymut.people.models import Account
from azymut.search import index

BATCH = 500
SEARCH_KIND = "provision"
_COMPARED = ("meaning", "pupils", "note", "school_type")


class HollowError(FileRefusedError):
    """A reading leaves out so much of what stands that it was probably cut off; nothing was changed."""


@dataclass(frozen=True)
class Said:
    """One thing that a reading says; `occupation` is None where its name has not been recognised."""

    organisation_id: int
    school_type: str
    occupation: SchoolOccupation | None
    said: str
    school_year: int
    meaning: Meaning
    pupils: int | None = None
    note: str = ""

    @property
    def key(self) -> str:
        return self.occupation.code if self.occupation else name_key(self.said)


@action(gettext_lazy("Table of provision received"))
def keep_preview(*, reading: Reading, report: ImportReport, by: Account, at: datetime) -> Reading:
    """Keep a table that was handed in with what it would do; nothing else changes."""
    _count(reading, report)
    reading.created_by = reading.changed_by = by
    reading.save()
    audit.created(reading, by=by, at=at)
    return reading


@action(gettext_lazy("Provision read"))
def take_reading(
    *,
    reading: Reading,
    rows: Sequence[Said],
    covered: Collection[queries.Standing],
    accept_closures: bool,
    report: ImportReport,
    by: Account | None,
    at: datetime,
) -> ImportReport:
    """Bring offers to what the reading says: new ones begin, changed ones end and begin anew, what it leaves out of
    `covered` is ended. Nothing is deleted.

    Raises HollowError when so much is left out that the reading rather lost a page, unless that is accepted, and
    DomainError for a reading that was taken in before.
    """
    if reading.pk:
        audit.hold(reading)
    if reading.state == ReadingState.APPLIED:
        raise DomainError(_("This table has been taken in already."))
    standing = queries.standing_offers(
        reading.origin, {(row.organisation_id, row.school_year) for row in rows}, covered
    )
    new, ended = _compared(reading, rows, standing, report)
    within = set(covered)
    left = [one for key, one in standing.items() if key in within]
    if looks_hollow(len(standing) + len(ended), len(left)) and not accept_closures:
        raise HollowError(
            _("It leaves out %(n)d of %(all)d offers that stand; it looks cut off. Nothing was changed.")
            % {"n": len(left), "all": len(standing) + len(ended)}
        )
    report.removed += len(left)
    _settle(reading, report, by=by, at=at)
    for one in [*ended, *left]:
        one.ended_on, one.ended_by = max(reading.as_of, one.read_on), reading
    Offer.objects.bulk_update([*ended, *left], ["ended_on", "ended_by"], batch_size=BATCH)
    for one in new:
        one.reading = reading
    Offer.objects.bulk_create(new, batch_size=BATCH)
    touched = {one.occupation_id for one in [*new, *ended, *left] if one.occupation_id}
    if touched:
        index.refresh(SEARCH_KIND, queries.codes_of(touched))
    facts = {"file": reading.file_name, "sha256": reading.sha256, **report.counts()}
    audit.happened(reading, by=by, at=at, facts=facts)
    return report


@action(gettext_lazy("Name of an occupation recognised"))
def recognise_name(*, said: str, occupation: SchoolOccupation, by: Account, at: datetime) -> int:
    """Say what a source's name means, now and in readings to come; also to correct an earlier answer.

    Answers how many offers are told by it. One that its school would then have twice is ended. Raises DomainError for
    a name that no source has used.
    """
    offers = list(queries.offers_called(said))
    if not offers:
        raise DomainError(_("No source has used this name."), field="name")
    known = KnownName.objects.filter(key=name_key(said)).first()
    if known is None:
        known = KnownName(said=offers[0].said, occupation=occupation, created_by=by, changed_by=by)
        known.save()
        audit.created(known, by=by, at=at)
    else:
        with audit.change(known, by=by, at=at):
            known.occupation = occupation
    before = {one.occupation_id for one in offers if one.occupation_id}
    for one in offers:
        _rename(one, occupation, timezone.localdate(at))
    index.refresh(SEARCH_KIND, queries.codes_of({*before, occupation.pk}))
    return len(offers)


def _compared(
    reading: Reading, rows: Sequence[Said], standing: dict[queries.Standing, Offer], report: ImportReport
) -> tuple[list[Offer], list[Offer]]:
    """New offers and those that they replace; what is left in `standing` was not named."""
    new: list[Offer] = []
    ended: list[Offer] = []
    for row in rows:
        one = standing.pop((row.organisation_id, row.school_year, row.key), None)
        if one is not None and all(getattr(one, name) == getattr(row, name) for name in _COMPARED):
            report.unchanged += 1
            continue
        if one is None:
            report.created += 1
        else:
            report.changed += 1
            ended.append(one)
        new.append(_offer(reading, row))
    return new, ended


def _offer(reading: Reading, row: Said) -> Offer:
    return Offer(
        organisation_id=row.organisation_id, school_type=row.school_type, occupation=row.occupation, said=row.said,
        said_key=name_key(row.said), key=row.key, school_year=row.school_year, origin=reading.origin,
        meaning=row.meaning, pupils=row.pupils, note=row.note, read_on=reading.as_of,
    )  # fmt: skip


def _settle(reading: Reading, report: ImportReport, *, by: Account | None, at: datetime) -> None:
    _count(reading, report)
    reading.state, reading.applied_at = ReadingState.APPLIED, at
    reading.created_by = reading.created_by or by
    reading.changed_by = by
    reading.save()


def _count(reading: Reading, report: ImportReport) -> None:
    reading.created, reading.changed = report.created, report.changed
    reading.unchanged, reading.removed = report.unchanged, report.removed
    reading.rejected = report.as_dict()["rejected"]


def _rename(one: Offer, occupation: SchoolOccupation, day: date) -> None:
    if one.ended_on is None and queries.stands_already(one, occupation):
        one.ended_on, one.ended_by = max(day, one.read_on), one.reading
    else:
        one.occupation, one.key = occupation, occupation.code
    one.save()
