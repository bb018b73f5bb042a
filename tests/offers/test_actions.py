"""What a reading begins, changes and ends; names that a person recognises."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.kernel.models import AuditEntry
from azymut.offers import actions, queries
from azymut.offers.actions import Said
from azymut.offers.enums import Meaning, Origin, ReadingState
from azymut.offers.models import KnownName, Offer, Reading
from tests.factories.offers import OfferFactory, ReadingFactory
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


def reading(day=date(2026, 11, 1), origin=Origin.OFFICE, **facts):
    return Reading(origin=origin, as_of=day, file_name="oferta.csv", sha256="a" * 64, **facts)


def said(school, occupation, pupils=30, **facts):
    given = {"school_type": "technikum", "said": occupation.name if occupation else "Technik nieznany"}
    given |= {"school_year": 2026, "meaning": Meaning.TAUGHT} | facts
    return Said(organisation_id=school.pk, occupation=occupation, pupils=pupils, **given)


def take(rows, now, *, covered=(), accept=False, read=None):
    report = ImportReport()
    actions.take_reading(
        reading=read or reading(), rows=rows, covered=covered, accept_closures=accept, report=report, by=None, at=now
    )
    return report.created, report.changed, report.unchanged, report.removed


def key(one):
    return one.organisation_id, one.school_year, one.key


def test_new_offers_begin_and_are_told_in_the_trail(schools, occupations, now):
    row = said(schools["101"], occupations["351203"])
    assert take([row], now) == (1, 0, 0, 0)
    one = Offer.objects.get()
    assert (one.key, one.pupils, one.read_on, one.ended_on) == ("351203", 30, date(2026, 11, 1), None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.after["created"]) == ("offers.take_reading", 1)
    assert Reading.objects.get().state == ReadingState.APPLIED


def test_the_same_again_changes_nothing(schools, occupations, now):
    row = said(schools["101"], occupations["351203"])
    take([row], now)
    assert take([row], now) == (0, 0, 1, 0)
    assert Offer.objects.count() == 1


def test_another_number_ends_the_old_row_and_begins_a_new_one(schools, occupations, now):
    take([said(schools["101"], occupations["351203"])], now)
    later = reading(date(2026, 12, 1))
    assert take([said(schools["101"], occupations["351203"], 28)], now, read=later) == (0, 1, 0, 0)
    old, new = Offer.objects.order_by("pk")
    assert (old.pupils, old.ended_on, old.ended_by) == (30, date(2026, 12, 1), later)
    assert (new.pupils, new.ended_on, new.read_on) == (28, None, date(2026, 12, 1))


def test_what_is_left_out_is_ended_only_where_it_is_covered(schools, occupations, now):
    gone, other = OfferFactory(organisation=schools["101"]), OfferFactory(organisation=schools["102"])
    row = said(schools["101"], occupations["351203"])
    assert take([row], now, covered=[key(gone)]) == (1, 0, 0, 1)
    gone.refresh_from_db()
    other.refresh_from_db()
    assert (gone.ended_on, other.ended_on) == (date(2026, 11, 1), None)


def test_an_offer_that_was_read_later_ends_no_earlier_than_it_began(schools, now):
    gone = OfferFactory(organisation=schools["101"], read_on=date(2026, 12, 1))
    take([], now, covered=[key(gone)])
    gone.refresh_from_db()
    assert gone.ended_on == date(2026, 12, 1)


def test_a_hollow_reading_is_refused_unless_it_is_accepted(schools, occupations, now):
    there = [OfferFactory(organisation=schools["101"], unknown=True, said=f"Technik {n}") for n in range(51)]
    covered = [key(one) for one in there]
    with pytest.raises(FileRefusedError):
        take([], now, covered=covered)
    assert not Offer.objects.filter(ended_on__isnull=False).exists()
    assert take([], now, covered=covered, accept=True) == (0, 0, 0, 51)


def test_a_reading_is_taken_in_once(schools, now):
    with pytest.raises(DomainError):
        take([], now, read=ReadingFactory())


def test_a_preview_counts_and_changes_nothing(schools, now):
    analyst = AccountFactory(analyst=True)
    kept = actions.keep_preview(reading=reading(), report=ImportReport(created=3), by=analyst, at=now)
    assert (kept.state, kept.created, kept.created_by) == (ReadingState.PREVIEWED, 3, analyst)
    assert not Offer.objects.exists()
    assert str(kept) == "tabela urzędu, 2026-11-01"


class TestNames:
    def test_a_recognised_name_is_told_by_all_offers_and_by_readings_to_come(self, schools, occupations, now):
        by = AccountFactory(coordinator=True)
        for school in schools.values():
            OfferFactory(organisation=school, unknown=True)
        assert actions.recognise_name(said="technik NIEZNANY", occupation=occupations["351203"], by=by, at=now) == 3
        assert set(Offer.objects.values_list("key", "occupation__code")) == {("351203", "351203")}
        assert queries.matcher().find("", "Technik nieznany") == occupations["351203"]
        assert str(KnownName.objects.get()) == "Technik nieznany"

    def test_an_answer_can_be_corrected(self, schools, occupations, now):
        by = AccountFactory(coordinator=True)
        OfferFactory(organisation=schools["101"], unknown=True)
        actions.recognise_name(said="Technik nieznany", occupation=occupations["351203"], by=by, at=now)
        actions.recognise_name(said="Technik nieznany", occupation=occupations["311303"], by=by, at=now)
        assert Offer.objects.get().occupation == occupations["311303"]
        assert KnownName.objects.get().occupation == occupations["311303"]

    def test_what_the_school_has_already_is_ended_not_doubled(self, schools, occupations, now):
        by = AccountFactory(coordinator=True)
        there = OfferFactory(organisation=schools["101"], occupation=occupations["351203"])
        same = OfferFactory(organisation=schools["101"], unknown=True)
        actions.recognise_name(said="Technik nieznany", occupation=occupations["351203"], by=by, at=now)
        there.refresh_from_db()
        same.refresh_from_db()
        assert (there.ended_on, same.ended_on, same.occupation) == (None, date(2026, 11, 22), None)

    def test_a_name_that_nobody_used_is_refused(self, occupations, now):
        by = AccountFactory(coordinator=True)
        with pytest.raises(DomainError):
            actions.recognise_name(said="Smok", occupation=occupations["351203"], by=by, at=now)
        assert not KnownName.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_on": date(2026, 9, 1)},
        {"ended_on": date(2026, 11, 1), "ended_by": None},
        {"school_year": 1850},
        {"pupils": 5001},
        {"origin": Origin.RSPO, "pupils": 5},
        {"said": ""},
    ],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(wrong):
    made = OfferFactory()
    if wrong.get("ended_on") == date(2026, 9, 1):
        wrong = {**wrong, "ended_by": made.reading}
    for name, value in wrong.items():
        setattr(made, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_the_database_refuses_a_second_standing_row():
    made = OfferFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferFactory(organisation=made.organisation, occupation=made.occupation)
    OfferFactory(organisation=made.organisation, occupation=made.occupation, ended=True)


def test_the_database_refuses_an_applied_reading_without_a_moment_and_an_empty_name(occupations):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingFactory(applied_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownName.objects.create(said=" ", occupation=occupations["351203"])
