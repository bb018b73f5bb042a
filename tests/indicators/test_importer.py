"""Files come in whole, once, and change only what they cover."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators import queries
from azymut.indicators.enums import FileFormat, Flag, ReleaseState
from azymut.indicators.exchange import importer
from azymut.indicators.models import Dataset, Release
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.models import AuditEntry

CTAB = '"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";"studenci ogółem;2023;[osoba]";\n'


def bring(text, now, *, name="SZKO_3226_CTAB_20260321175636.csv", file_format=FileFormat.BDL_CTAB, **options):
    content = text.encode() if isinstance(text, str) else text
    return importer.bring_in(content, name, file_format=file_format, by=None, at=now, **options)


def counts(outcome):
    report = outcome.report
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


@pytest.mark.usefixtures("observatory")
class TestSupersession:
    def test_first_file_creates_and_publishes(self, now):
        outcome = bring(CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n', now)
        assert counts(outcome) == (2, 0, 0, 0, 0)
        assert outcome.dataset_code == "P3226"
        assert outcome.release.state == ReleaseState.PUBLISHED
        assert outcome.release.first_period == "2022"
        assert outcome.release.last_period == "2023"
        assert outcome.release.levels == "county"
        assert str(outcome.release.vintage_on) == "2026-03-21"
        assert queries.value_of("students", "1061", "2022").value == Decimal(64533)

    def test_same_file_again_changes_nothing(self, now):
        text = CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n'
        bring(text, now)
        outcome = bring(text, now)
        assert counts(outcome) == (0, 0, 2, 0, 0)
        assert outcome.release is None
        assert Release.objects.count() == 1

    def test_a_file_for_one_year_removes_no_other(self, now):
        bring(CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n1062000;"Piotrków";100;200;\n', now)
        outcome = bring('"Kod";"Nazwa";"studenci ogółem;2023;[osoba]";\n1061000;"Powiat m. Łódź";66000;\n', now)
        assert counts(outcome) == (0, 1, 0, 0, 0)
        assert queries.value_of("students", "1061", "2022").value == Decimal(64533)
        assert queries.value_of("students", "1061", "2023").value == Decimal(66000)
        assert queries.value_of("students", "1062", "2023").value == Decimal(200)

    def test_dry_run_counts_and_changes_nothing(self, now, observatory):
        outcome = bring(CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n', now, dry_run=True)
        assert counts(outcome) == (2, 0, 0, 0, 0)
        assert not Release.objects.exists()
        assert not list((observatory / "releases").iterdir())

    def test_empty_cell_is_no_data_and_not_rejected(self, now):
        outcome = bring(CTAB + '1061000;"Powiat m. Łódź";;65000;\n', now)
        assert counts(outcome) == (2, 0, 0, 0, 0)
        value = queries.value_of("students", "1061", "2022")
        assert value.value is None
        assert value.flags == (Flag.MISSING,)
        with translation.override("en"):
            assert value.number == "n/a"

    def test_bad_rows_are_rejected_and_the_rest_applied(self, now):
        text = CTAB + '9999000;"Nigdzie";1;2;\n1061000;"Powiat m. Łódź";dużo;65000;\n1062000;"Piotrków";7;\n'
        outcome = bring(text + '1063000;"Skierniewice";3;4;\n', now)
        assert counts(outcome) == (3, 0, 0, 0, 3)
        assert [(one.row, one.column) for one in sorted(outcome.report.rejected, key=lambda one: one.row)] == [
            (2, "Kod"),
            (3, "studenci ogółem;2022;[osoba]"),
            (4, ""),
        ]

    def test_observation_that_a_later_file_of_the_same_place_and_year_leaves_out_is_removed(self, now):
        heading = '"Kod";"Nazwa";"Płeć";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n'
        men = '1061000;"Łódź";"mężczyźni";"2022";5;"osoba";"";\n'
        women = '1061000;"Łódź";"kobiety";"2022";6;"osoba";"";\n'
        other = '1062000;"Piotrków";"kobiety";"2022";7;"osoba";"";\n'
        options = {"name": "LUDN_9999_CREL_1.csv", "file_format": FileFormat.BDL_CREL}
        bring(heading + men + women, now, **options)
        outcome = bring(heading + men + other, now, **options)
        assert counts(outcome) == (1, 0, 1, 1, 0)
        again = bring(heading + men + other, now, **options)
        assert counts(again) == (0, 0, 2, 0, 0)
        back = bring(heading + women, now, **options)
        assert counts(back) == (1, 0, 0, 0, 0)

    def test_earlier_figures_can_be_read_as_of_their_releases(self, now):
        bring('"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n1061000;"Łódź";10;\n', now)
        before = queries.current_releases()
        bring('"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n1061000;"Łódź";20;\n', now)
        assert queries.value_of("students", "1061").value == Decimal(20)
        assert queries.value_of("students", "1061", as_of=before).value == Decimal(10)
        with pytest.raises(LookupError):
            queries.value_of("students", "1061", as_of=["nosuchrelease"])

    def test_publication_is_audited_with_counts_and_checksum(self, now):
        outcome = bring(CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n', now)
        entry = AuditEntry.objects.filter(action="indicators.publish_release").get()
        assert entry.after["created"] == 2
        assert entry.after["sha256"] == outcome.release.sha256

    def test_unknown_dataset_is_made(self, now):
        bring('"Kod";"Nazwa";"ogółem;2022;[-]";\n1061000;"Łódź";9,4;\n', now, name="moje dane.csv")
        assert Dataset.objects.get(code="moje_dane").source.key == "gus-bdl"

    def test_named_dataset_wins_over_the_file_name(self, now):
        outcome = bring(CTAB + '1061000;"Łódź";1;2;\n', now, dataset_code="P9000")
        assert outcome.dataset_code == "P9000"
        with pytest.raises(DomainError):
            bring(CTAB + '1061000;"Łódź";1;2;\n', now, dataset_code="../P9000")

    def test_orphans_of_a_killed_import_are_cleared_by_the_next(self, now, observatory):
        bring(CTAB + '1061000;"Łódź";1;2;\n', now)
        orphan = observatory / "releases" / "left.parquet.tmp"
        orphan.write_bytes(b"half")
        half_a_source = observatory / "sources" / "0123.tmp45"
        half_a_source.parent.mkdir(exist_ok=True)
        half_a_source.write_bytes(b"half")
        bring(CTAB + '1061000;"Łódź";3;2;\n', now)
        assert not orphan.exists()
        assert not half_a_source.exists()
        assert len(list((observatory / "releases").glob("*.parquet"))) == 2


WHOLE = CTAB + '1061000;"Powiat m. Łódź";64533;65000;\n1062000;"Piotrków";100;200;\n'


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize(
    ("content", "part"),
    [  # English parts of the messages: what they say, whatever the catalogues hold
        (WHOLE[: len(WHOLE) // 2 + 20], ""),
        (WHOLE[:-8], "cut off"),
        (CTAB, "heading"),
        (WHOLE.encode("cp1250"), "encoding"),
        (WHOLE.encode("utf-16"), "encoding"),
        (WHOLE.replace(";", ","), ""),
        (WHOLE.replace("Kod", "Code"), "Missing"),
        (WHOLE.replace(";2022;[osoba]", ""), "unit"),
        (WHOLE.replace("Łódź", "Łó\x00dź"), "control"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, ""),
        ('"Kod";"Nazwa";\n1061000;"Łódź";\n', ""),
        ("", ""),
    ],
)
def test_untrustworthy_file_is_refused_and_changes_nothing(content, part, now):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        bring(content, now)
    assert part in str(refusal.value)
    assert not Release.objects.exists()
