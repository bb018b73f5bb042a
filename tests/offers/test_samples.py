"""The demonstration's provision: invented schools, three readings, marked as sample."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from azymut.kernel.errors import FileRefusedError
from azymut.occupations.exchange import bundled as occupations
from azymut.offers.enums import Origin
from azymut.offers.exchange import samples
from azymut.offers.models import Offer, Reading
from azymut.people.exchange import samples as people
from azymut.people.models import Organisation
from azymut.places.exchange import bundled as places


@pytest.mark.slow
def test_the_sample_is_marked_shows_a_history_and_comes_in_once(db, now):
    places.load(by=None, at=now)
    occupations.load(by=None, at=now)
    people.load_sample_organisations(at=now)
    first = samples.load(at=now)
    schools = Organisation.objects.filter(source="sample").count()
    offers = Offer.objects.count()
    assert schools == 57 + 26
    assert not Offer.objects.exclude(origin=Origin.SAMPLE).exists()
    assert set(Reading.objects.values_list("as_of__year", "as_of__month")) == {(2025, 9), (2026, 3), (2026, 9)}
    assert Offer.objects.filter(ended_on__isnull=False).exists()
    assert Offer.objects.filter(pupils__isnull=True, ended_on__isnull=True).exists()
    assert first.rejected == []
    samples.load(at=now)
    assert (Organisation.objects.count(), Offer.objects.count(), Reading.objects.count()) == (schools, offers, 3)


def test_a_school_in_a_county_that_is_not_there_is_rejected(db, now):
    report = samples.load(at=now)
    assert {one.column for one in report.rejected} == {"county", "school"}
    assert not Offer.objects.exists()


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_sample_offers")
    said = capsys.readouterr()
    assert said.out == "created 0, changed 0, ended 0\n"
    assert "county" in said.err


def test_the_command_fails_where_the_sample_is_refused(db, monkeypatch):
    monkeypatch.setattr(samples, "_load_schools", lambda **_options: samples.ImportReport())
    monkeypatch.setattr(samples, "read_table", Mock(side_effect=FileRefusedError("damaged")))
    with pytest.raises(CommandError, match="damaged"):
        call_command("load_sample_offers")
