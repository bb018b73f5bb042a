"""Releases are staged, published for good, or taken away; everything is on the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from azymut.indicators import actions, queries
from azymut.indicators.enums import FileFormat, ReleaseState
from azymut.indicators.exchange import importer
from azymut.indicators.models import Dataset, Indicator, Release
from azymut.indicators.rules.observations import Difference
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry

HEADING = '"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n'


def stage(now, value=5, **options):
    content = f'{HEADING}1061000;"x";{value};\n'.encode()
    options = {"publish": False, **options}
    return importer.bring_in(
        content, "SZKO_3226_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now, **options
    ).release


def test_staged_release_is_not_shown_until_published(observatory, now):
    release = stage(now)
    assert release.state == ReleaseState.STAGED
    assert queries.value_of("students", "1061") is None
    importer.publish(release, by=None, at=now)
    assert queries.value_of("students", "1061").value == 5


def test_published_release_is_published_once_and_stays(observatory, now):
    release = stage(now)
    importer.publish(release, by=None, at=now)
    with pytest.raises(DomainError):
        importer.publish(release, by=None, at=now)
    with pytest.raises(DomainError):
        actions.discard_release(release=release, by=None, at=now)
    assert Release.objects.get().state == ReleaseState.PUBLISHED


def test_release_checked_before_another_was_published_must_be_loaded_again(observatory, now):
    release = stage(now)
    stage(now + timedelta(minutes=1), value=6, publish=True)
    with pytest.raises(DomainError):
        importer.publish(release, by=None, at=now + timedelta(minutes=2))


def test_the_order_of_publication_counts_and_not_the_clock(observatory, now):
    stage(now, value=6, publish=True)
    stage(now - timedelta(minutes=5), value=7, publish=True)
    assert queries.value_of("students", "1061").value == 7


def test_discarded_release_leaves_no_file(observatory, now, django_capture_on_commit_callbacks):
    release = stage(now)
    path = observatory / release.path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_release(release=release, by=None, at=now)
    assert not path.exists()
    assert not Release.objects.exists()
    assert AuditEntry.objects.filter(action="indicators.discard_release").count() == 1


def test_nothing_new_cannot_be_staged(observatory, now):
    release = stage(now)
    new = actions.NewRelease(
        dataset_code="P3226", dataset_title="", source_key="", dimensions="", unit="", file_format=FileFormat.BDL_CTAB,
        file_name="x", sha256="x", path=release.path, vintage_on=None, observations=(),
        difference=Difference((), (), (), ()), rejected=(),
    )  # fmt: skip
    with pytest.raises(DomainError):
        actions.stage_release(new=new, by=None, at=now)


def test_definitions_twice_change_nothing(observatory, now):
    entries = AuditEntry.objects.count()
    assert importer.define(by=None, at=now) == 0
    assert AuditEntry.objects.count() == entries


def test_changed_definition_is_brought_back_and_audited(observatory, now):
    Indicator.objects.filter(key="wage").update(decimals=2)
    Dataset.objects.filter(code="P2392").delete()
    assert importer.define(by=None, at=now) == 2
    assert Indicator.objects.get(key="wage").decimals == 0
    assert AuditEntry.objects.filter(action="indicators.define", before={"decimals": 2}).count() == 1


def test_failed_staging_leaves_no_file(observatory, now, monkeypatch):
    def fail(**options):
        raise RuntimeError

    monkeypatch.setattr(actions, "stage_release", fail)
    with pytest.raises(RuntimeError):
        stage(now)
    assert not list((observatory / "releases").iterdir())


@pytest.mark.parametrize(
    "change",
    [{"published_at": None, "state": "published"}, {"sequence": 1}, {"rows": 0}],
)
def test_database_refuses_half_published_and_empty_releases(observatory, now, change):
    release = stage(now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**change)


def test_database_refuses_datasets_without_code_and_too_many_decimals(observatory):
    with pytest.raises(IntegrityError), transaction.atomic():
        Dataset.objects.filter(code="P2392").update(code="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(key="wage").update(decimals=7)
