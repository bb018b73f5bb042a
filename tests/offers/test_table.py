"""An office's own table: what comes in, what is rejected, what a second run and a narrower file do."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import translation

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.offers.enums import Meaning, ReadingState
from azymut.offers.exchange import table
from azymut.offers.models import Offer, Reading
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

HEADING = "RSPO;Zawód;Rok szkolny;Liczba uczniów;Stan;Uwagi;Dyrektor\n"
GOOD = (
    HEADING
    + "101;351203;2026/2027;30;;;Anna Nowak\n"
    + "101;technik elektryk;2026/27;;nabór;nowy oddział;Anna Nowak\n"
    + "103;Kucharz;2026/2027;0;;;\n"
)


@pytest.fixture
def file(tmp_path, schools, occupations):
    """`file(text)` as a path."""

    def made(content, name="oferta.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


def counts(report):
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def test_rows_come_in_by_code_and_by_name(file, schools, now):
    assert counts(table.run(file(GOOD), by=None, at=now)) == (3, 0, 0, 0, 0)
    told = Offer.objects.order_by("organisation__rspo", "key").values_list(
        "organisation__rspo", "key", "school_year", "meaning", "pupils", "note", "school_type"
    )
    assert list(told) == [
        ("101", "311303", 2026, Meaning.RECRUITING, None, "nowy oddział", "technikum"),
        ("101", "351203", 2026, Meaning.TAUGHT, 30, "", "technikum"),
        ("103", "512001", 2026, Meaning.TAUGHT, 0, "", "bs1"),
    ]
    kept = Reading.objects.get()
    assert kept.covers == "2: 2026/2027"
    assert "Nowak" not in json.dumps(kept.rows)


def test_a_second_run_changes_nothing_and_leaves_no_record(file, now):
    path = file(GOOD)
    table.run(path, by=None, at=now)
    assert counts(table.run(path, by=None, at=now)) == (0, 0, 3, 0, 0)
    assert Reading.objects.count() == 1


def test_a_dry_run_counts_and_changes_nothing(file, now):
    assert counts(table.run(file(GOOD), by=None, at=now, dry_run=True)) == (3, 0, 0, 0, 0)
    assert not Offer.objects.exists()
    assert not Reading.objects.exists()


def test_what_is_left_out_is_ended_only_for_the_schools_and_years_named(file, now):
    table.run(file(GOOD), by=None, at=now)
    assert counts(table.run(file(HEADING + "101;351203;2026/2027;31;;;\n"), by=None, at=now)) == (0, 1, 0, 1, 0)
    standing = Offer.objects.filter(ended_on__isnull=True).values_list("key", flat=True)
    assert set(standing) == {"351203", "512001"}
    assert counts(table.run(file(HEADING + "101;351203;2027/2028;;nabór;;\n"), by=None, at=now)) == (1, 0, 0, 0, 0)


BAD = [
    ("999;351203;2026/2027;1;;;\n", "RSPO", "number 999"),
    (";351203;2026/2027;1;;;\n", "RSPO", "number –"),
    ("101;;2026/2027;1;;;\n", "Zawód", "missing"),
    (f"101;{'x' * 201};2026/2027;1;;;\n", "Zawód", "missing"),
    ("101;999999;2026/2027;1;;;\n", "Zawód", "code 999999"),
    ("101;351203;26/27;1;;;\n", "Rok szkolny", "school year"),
    ("101;351203;2026/2027;dużo;;;\n", "Liczba uczniów", "whole number"),
    ("101;351203;2026/2027;1;plan;;\n", "Stan", "nabór"),
    (f"101;351203;2026/2027;1;;{'x' * 301};\n", "Uwagi", "300"),
]


@pytest.mark.parametrize(("row", "column", "part"), BAD, ids=[part for _, _, part in BAD])
def test_a_bad_row_is_rejected_by_its_place_and_the_rest_comes_in(file, now, row, column, part):
    with translation.override("en"):
        report = table.run(file(GOOD + row), by=None, at=now)
    assert counts(report) == (3, 0, 0, 0, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (5, column)
    assert part in report.rejected[0].reason


def test_the_same_twice_is_rejected(file, now):
    report = table.run(file(GOOD + "101;Technik informatyk;2026;5;;;\n"), by=None, at=now)
    assert [(one.row, one.column) for one in report.rejected] == [(5, "Zawód")]


def test_a_school_with_a_rejected_row_loses_nothing(file, now):
    table.run(file(GOOD), by=None, at=now)
    report = table.run(file(HEADING + "101;351203;2026/2027;30;;;\n101;technik elektryk;x;;;;\n"), by=None, at=now)
    assert counts(report) == (0, 0, 1, 0, 1)


def test_an_unknown_name_waits_for_a_person(file, now):
    assert counts(table.run(file(HEADING + "101;Technik smoków;2026;4;;;\n"), by=None, at=now)) == (1, 0, 0, 0, 0)
    one = Offer.objects.get()
    assert (one.occupation, one.said, one.key) == (None, "Technik smoków", "technik smokow")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("RSPO;Zawód\n101;351203\n", "rok szkolny"),
        ("a;b\n1;2\n", "rspo"),
        (HEADING, "no rows"),
        (HEADING + "101;351203\n", "2 cells"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xfe\x00", "encoding"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(file, now, content, part):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        table.run(file(content), by=None, at=now)
    assert part in str(refusal.value)
    assert not Offer.objects.exists()


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_a_workbook_is_read_like_a_text(file, now):
    rows = [["Numer RSPO", "Kod", "Rok", "Uczniowie"], [101, 351203, 2026, 30], [], [103, 512001, "2026/2027", ""]]
    assert counts(table.run(file(workbook(rows), "oferta.xlsx"), by=None, at=now)) == (2, 0, 0, 0, 0)
    assert set(Offer.objects.values_list("key", "pupils")) == {("351203", 30), ("512001", None)}


def other_archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.txt", "101")
    return out.getvalue()


@pytest.mark.parametrize("content", [workbook([]), workbook([["RSPO", "Zawód", "Rok"]]), other_archive()])
def test_a_workbook_that_is_no_such_table_is_refused(file, now, content):
    with pytest.raises(FileRefusedError):
        table.run(file(content, "oferta.xlsx"), by=None, at=now)


def test_a_workbook_that_names_the_farthest_cell_is_refused_before_it_is_laid_out(file, now):
    content = workbook([["RSPO", "Zawód", "Rok"], [101, 351203, 2026]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as plain, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as tampered:
        for name in plain.namelist():
            tampered.writestr(name, plain.read(name).replace(b'r="A2"', b'r="XFD1048576"'))
    with pytest.raises(FileRefusedError, match="za duża"):
        table.run(file(out.getvalue(), "oferta.xlsx"), by=None, at=now)


def test_code_and_name_may_stand_in_columns_of_their_own(file, now):
    text = "rspo,kod zawodu,zawód,rok szkolny\n101,351203,Technik informatyk,2026\n101,311303,Elektryk dawniej,2026\n"
    assert counts(table.run(file(text), by=None, at=now)) == (2, 0, 0, 0, 0)
    assert set(Offer.objects.values_list("key", "said")) == {
        ("351203", "Technik informatyk"),
        ("311303", "Elektryk dawniej"),
    }


class TestOnScreen:
    def test_a_table_is_previewed_and_taken_in_once(self, schools, occupations, now):
        by = AccountFactory(coordinator=True)
        reading = table.receive(file=SimpleUploadedFile("oferta.csv", GOOD.encode()), by=by, at=now)
        assert (reading.state, reading.created) == (ReadingState.PREVIEWED, 3)
        assert not Offer.objects.exists()
        assert counts(table.apply(reading, by=by, at=now)) == (3, 0, 0, 0, 0)
        reading.refresh_from_db()
        assert (reading.state, reading.created, reading.applied_at) == (ReadingState.APPLIED, 3, now)
        with pytest.raises(DomainError):
            table.apply(reading, by=by, at=now)

    def test_a_large_table_is_refused(self, schools, now, settings):
        settings.UPLOAD_LIMIT_BYTES = 10
        by = AccountFactory(coordinator=True)
        with pytest.raises(FileRefusedError):
            table.receive(file=SimpleUploadedFile("oferta.csv", GOOD.encode()), by=by, at=now)


@pytest.mark.parametrize(
    ("text", "status"), [(GOOD, None), (GOOD + "999;351203;2026;1;;;\n", 1), ("a;b\n1;2\n", 2)], ids=["0", "1", "2"]
)
def test_the_command_ends_with_the_agreed_status(file, capsys, text, status):
    ended = None
    try:
        call_command("import_offers", file(text), "--json", "--dry-run")
    except SystemExit as error:
        ended = error.code
    assert ended == status
    assert json.loads(capsys.readouterr().out)["created"] == (0 if status == 2 else 3)
    assert not Offer.objects.exists()
