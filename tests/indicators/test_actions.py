"""Releases are staged, published for good, or taken away; everything is on the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from azymut.indicators import actions, queries, store
from azymut.indicators.enums import FileFormat, ReleaseState
from azymut.indicators.exchange import importer
from azymut.indicators.models import Dataset, Indicator, Release
from azymut.indicators.rules.observations import Difference
from azymut.kernel.errors import DomainError
from azymut.kernel.listeners import Listeners
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


def test_release_that_another_discarded_meanwhile_is_gone_without_an_error(observatory, now):
    release = stage(now)
    read_before = Release.objects.get(pk=release.pk)
    actions.discard_release(release=release, by=None, at=now)
    actions.discard_release(release=read_before, by=None, at=now)
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


def test_rolled_back_release_gives_way_to_what_stood_before(observatory, now):
    stage(now, value=5, publish=True)
    second = stage(now + timedelta(days=1), value=9, publish=True)
    before, edition = queries.current_releases(), store.serving.edition()
    importer.roll_back(second, reason=" Zły plik. ", by=None, at=now + timedelta(days=2))
    assert queries.value_of("students", "1061").value == 5
    assert queries.value_of("students", "1061", as_of=before).value == 9
    assert store.serving.edition() != edition
    second.refresh_from_db()
    assert (second.state, second.rolled_back_at, second.rolled_back_reason) == (
        ReleaseState.ROLLED_BACK, now + timedelta(days=2), "Zły plik.",
    )  # fmt: skip
    trail = AuditEntry.objects.get(action="indicators.roll_back_release")
    assert trail.after == {"dataset": "P3226", "reason": "Zły plik."}


def test_a_file_that_was_rolled_back_can_be_loaded_again(observatory, now):
    importer.roll_back(stage(now, publish=True), reason="pomyłka", by=None, at=now)
    assert queries.value_of("students", "1061") is None
    stage(now + timedelta(days=1), publish=True)
    assert queries.value_of("students", "1061").value == 5


def test_only_the_newest_published_release_is_rolled_back_and_with_a_reason(observatory, now):
    first, second = stage(now, publish=True), stage(now, value=6, publish=True)
    staged = stage(now, value=7)
    for release, reason in ((first, "x"), (staged, "x"), (second, "  ")):
        with pytest.raises(DomainError):
            importer.roll_back(release, reason=reason, by=None, at=now)
    importer.roll_back(second, reason="x", by=None, at=now)
    with pytest.raises(DomainError):
        importer.roll_back(second, reason="x", by=None, at=now)
    with pytest.raises(DomainError):
        importer.publish(staged, by=None, at=now)
    assert queries.stood_before(second) == first
    assert queries.stood_before(first) is None
    assert queries.stood_before(staged) is None
    assert queries.newest_published(first.dataset) == first


def test_serious_findings_ask_for_a_reason(observatory, now):
    stage(now, publish=True)
    content = f'{HEADING.replace("[osoba]", "[tys. osób]")}1061000;"x";7;\n'.encode()
    release = importer.bring_in(
        content, "SZKO_3226_CTAB_2.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now, publish=False
    ).release
    assert [finding["kind"] for finding in release.findings if finding["serious"]] == ["unit", "revised"]
    with pytest.raises(DomainError):
        importer.publish(release, by=None, at=now)
    importer.publish(release, by=None, at=now, reason="Źródło zmieniło jednostkę.")
    told = AuditEntry.objects.filter(action="indicators.publish_release", after__has_key="reason").get()
    assert told.after["reason"] == "Źródło zmieniło jednostkę."


def test_what_a_waiting_release_turns_is_worked_out_beforehand(observatory, now):
    stage(now, publish=True)
    staged = stage(now, value=9)
    turned = {turn.indicator.key: turn for turn in queries.turns(staged, "1061")}["students"]
    assert (turned.before.value, turned.after.value) == (5, 9)
    assert (turned.changed, turned.of) == (2, 2)  # the city, and the voivodeship as the sum of its counties
    assert queries.value_of("students", "1061").value == 5
    assert queries.turns(stage(now, value=9), "0201")[0].before is None


def test_rooms_above_are_told_of_publications(observatory, now, monkeypatch):
    told = []
    monkeypatch.setattr(actions.releases, "publications", Listeners())
    actions.releases.publications.listen(lambda release, _by, at: told.append((release.state, at)))
    release = stage(now, publish=True)
    importer.roll_back(release, reason="x", by=None, at=now + timedelta(days=1))
    assert told == [("published", now), ("reverted", now + timedelta(days=1))]
