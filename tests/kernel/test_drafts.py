"""Drafts: one for each person and form, private, bounded, forgotten in time and with the account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from azymut.kernel import drafts, retention
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry, Draft
from azymut.kernel.personal import personal_data_providers
from azymut.people import actions as people
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

FORM = "programmes:action-edit abc"


@pytest.fixture
def writer():
    return AccountFactory(member=True)


def keep(by, now, form=FORM, **typed):
    return drafts.keep(form=form, typed=typed or {"text": ["A"]}, stamp="s", by=by, at=now)


def test_what_is_kept_again_replaces_what_was_kept(writer, now):
    keep(writer, now, text=["A"], areas=["1", "2"])
    keep(writer, now + timedelta(minutes=1), text=["B"])
    draft = Draft.objects.get()
    assert (draft.typed, draft.stamp, draft.saved_at) == ({"text": ["B"]}, "s", now + timedelta(minutes=1))
    assert str(draft) == FORM


def test_each_person_has_a_draft_of_their_own(writer, now):
    other = AccountFactory(member=True)
    keep(writer, now, text=["A"])
    keep(other, now, text=["B"])
    assert drafts.draft_of(writer, FORM).typed == {"text": ["A"]}
    assert drafts.draft_of(other, FORM).typed == {"text": ["B"]}
    assert drafts.draft_of(writer, "/other/") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(account=writer, form=FORM, typed={}, stamp="", saved_at=now)


def test_characters_that_no_database_keeps_are_left_out(writer, now):
    drafts.keep(form=FORM, typed={"te\0xt": ["A\0B", ""]}, stamp="s\0t", by=writer, at=now)
    draft = Draft.objects.get()
    assert (draft.typed, draft.stamp) == ({"text": ["AB", ""]}, "st")


def test_discarding_says_whether_there_was_one(writer, now):
    keep(writer, now)
    assert drafts.discard(form=FORM, by=writer, at=now) is True
    assert drafts.discard(form=FORM, by=writer, at=now) is False


def test_drafts_leave_no_entry_in_the_audit_trail(writer, now):
    before = AuditEntry.objects.count()
    keep(writer, now)
    drafts.discard(form=FORM, by=writer, at=now)
    assert AuditEntry.objects.count() == before


def test_too_long_a_draft_is_refused_and_the_former_stays(writer, now):
    keep(writer, now, text=["A"])
    with pytest.raises(DomainError, match="za długi"):
        keep(writer, now, text=["ż" * drafts.MOST_CHARACTERS])
    assert Draft.objects.get().typed == {"text": ["A"]}


def test_too_many_drafts_are_refused_yet_the_last_one_can_be_gone_on_with(writer, now, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    keep(writer, now, form="/a/")
    keep(writer, now, form="/b/")
    keep(writer, now, form="/b/", text=["more"])
    with pytest.raises(DomainError, match="zbyt wiele"):
        keep(writer, now, form="/c/")
    assert Draft.objects.count() == 2


def test_worker_removes_drafts_thirty_days_after_the_last_typing(writer, now):
    keep(writer, now - timedelta(days=31), form="/old/")
    keep(writer, now - timedelta(days=29), form="/young/")
    assert retention.remove_expired(by=None, at=now)["drafts"] == 1
    assert Draft.objects.get().form == "/young/"


def test_drafts_are_handed_out_with_my_data_and_erased_with_the_account(writer, now):
    other = AccountFactory(member=True)
    keep(writer, now, text=["A"])
    keep(other, now)
    kernel = next(one for one in personal_data_providers() if one.room == "kernel")
    assert kernel.export(writer) == {
        "drafts": [{"form": FORM, "saved_at": now.isoformat(), "typed": {"text": ["A"]}}],
    }
    people.erase_account(account=writer, by=None, at=now)
    assert Draft.objects.get().account == other
