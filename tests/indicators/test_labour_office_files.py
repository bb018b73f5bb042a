"""MRPiPS-01 and its annex of occupations: what is taken, what is kept out, what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import importer, layouts
from azymut.indicators.models import Release
from azymut.kernel.errors import FileRefusedError
from azymut.occupations.enums import SchemeKind
from azymut.occupations.models import Occupation
from tests.factories.occupations import SchemeFactory
from tests.indicators.files import MRPIPS, dbf, report, xlsx

pytestmark = pytest.mark.usefixtures("observatory")

CELLS = {
    "1/1/001": {"R1": 700, "R2": 300, "R5": 15420, "R6": 7001, "R7": 2100},
    "1/2/034": {"R1": 999},
    "3/1/001": {"R1": 812},
    "5/1/008": {"R1": 1500, "R2": 700},
    "5/1/014": {"R1": 0},
    "C/1/CZ1": {"R1": 60},
}
ROWS = report(**CELLS)


def bring(content, now, *, name="MP1251210.dbf", file_format=FileFormat.MRPIPS, **options):
    return importer.bring_in(content, name, file_format=file_format, by=None, at=now, **options)


def figures(read, content, name="x"):
    parsed = read(content, name)
    return {one.key: (one.value, one.flags) for one in parsed.observations.values()}, parsed.rejected


def read_report(content):
    return figures(importer.READERS[FileFormat.MRPIPS][1], content)


def counts(outcome):
    report = outcome.report
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def test_old_table_gives_the_cells_of_the_layout():
    found, rejected = read_report(dbf(ROWS))
    assert rejected == []
    assert found == {
        ("1061", "2025-12", "zarejestrowani w miesiącu | ogółem"): (Decimal(700), ""),
        ("1061", "2025-12", "zarejestrowani w miesiącu | kobiety"): (Decimal(300), ""),
        ("1061", "2025-12", "bezrobotni | ogółem"): (Decimal(15420), ""),
        ("1061", "2025-12", "bezrobotni | kobiety"): (Decimal(7001), ""),
        ("1061", "2025-12", "bezrobotni z prawem do zasiłku | ogółem"): (Decimal(2100), ""),
        ("1061", "2025-12", "wolne miejsca pracy | ogółem"): (Decimal(812), ""),
        ("1061", "2025-12", "wiek 18–24 | ogółem"): (Decimal(1500), ""),
        ("1061", "2025-12", "wykształcenie wyższe | ogółem"): (Decimal(0), ""),
    }


def test_workbook_gives_the_same_as_the_table():
    assert read_report(xlsx(ROWS)) == read_report(dbf(ROWS))
    as_numbers = [row | {"WGM": 201, "M_C": 1, "ROK": 2026, "NRW": 1, "DZIAL": 1, "TABELA": 1} for row in ROWS[:1]]
    found, rejected = read_report(xlsx(as_numbers))
    assert rejected == []
    assert found["0201", "2026-01", "bezrobotni | ogółem"] == (Decimal(15420), "")


def test_empty_cells_beside_the_heading_are_no_columns():
    heading = [*(name for name, _type, _length in MRPIPS), *(f"R{number}" for number in range(1, 8)), "", ""]
    assert read_report(xlsx(ROWS, heading=heading)) == read_report(dbf(ROWS))


def test_long_term_unemployed_are_taken_only_from_the_form_that_has_them():
    row = {"1/1/021": {"R5": 5000}}
    old, _ = read_report(dbf(report(**CELLS, **row)))
    new, _ = read_report(xlsx(report(year="2026", month="01", **CELLS, **row)))
    name = "długotrwale bezrobotni | ogółem"
    assert ("1061", "2025-12", name) not in old
    assert new["1061", "2026-01", name] == (Decimal(5000), "")


def test_places_of_vacancies_are_counted_as_such(now):
    outcome = bring(dbf(ROWS), now)
    parsed = importer.READERS[FileFormat.MRPIPS][1](dbf(ROWS), "x")
    units = {one.breakdown: one.unit for one in parsed.observations.values()}
    assert outcome.dataset_code == "MRPIPS_01"
    assert (units["wolne miejsca pracy | ogółem"], units["bezrobotni | ogółem"]) == ("miejsce pracy", "osoba")


def test_the_table_says_when_it_was_written():
    content = dbf(ROWS)
    for written, day in ((content, date(2025, 12, 31)), (content[:2] + b"\x0d" + content[3:], None)):
        assert importer.READERS[FileFormat.MRPIPS][1](written, "x").vintage_on == day
    assert importer.READERS[FileFormat.MRPIPS][1](xlsx(ROWS), "x").vintage_on is None


def test_blank_cell_is_no_data_and_deleted_row_is_none():
    rows = report(**{"1/1/001": {"R1": 1, "R2": 1, "R5": 1, "R6": 1}, "3/1/001": {"R1": 9}})
    found, rejected = read_report(dbf(rows, deleted=(1,)))
    assert rejected == []
    assert found["1061", "2025-12", "bezrobotni z prawem do zasiłku | ogółem"] == (None, Flag.MISSING)
    assert ("1061", "2025-12", "wolne miejsca pracy | ogółem") not in found


def test_again_changes_nothing_and_another_month_removes_nothing(now):
    content = dbf(ROWS)
    assert counts(bring(content, now)) == (8, 0, 0, 0, 0)
    assert counts(bring(content, now)) == (0, 0, 8, 0, 0)
    assert counts(bring(xlsx(ROWS), now, name="12_2025.xlsx")) == (0, 0, 8, 0, 0)
    assert counts(bring(dbf(report(year="2025", month="11", **CELLS)), now)) == (8, 0, 0, 0, 0)
    corrected = report(**CELLS | {"1/1/001": CELLS["1/1/001"] | {"R5": 15421}})
    assert counts(bring(dbf(corrected), now)) == (0, 1, 7, 0, 0)
    assert Release.objects.count() == 3


def test_bad_rows_are_rejected_one_by_one():
    vacancies = {"3/1/001": {"R1": 5}}
    rows = [
        *report("9999", **vacancies),
        *report("łódź", **vacancies),
        *report(month="13", **vacancies),
        *report(year="20x5", **vacancies),
        *report(**{"3/1/001": {"R1": "-4"}}),
        *report("1062", **{"3/1/001": {"R1": "*****"}}),
        *report("1063", **vacancies),
        *report("1063", **vacancies),
    ]
    with translation.override("en"):
        found, rejected = read_report(dbf(rows))
    assert list(found) == [("1063", "2025-12", "wolne miejsca pracy | ogółem")]
    assert [(one.row, one.column) for one in rejected] == [
        (2, "WGM"), (3, "WGM"), (4, "M_C"), (5, "ROK"), (6, "R1"), (7, "R1"), (9, "R1"),
    ]  # fmt: skip
    assert rejected[4].reason == "“-4” is not a count."
    assert all(one.reason for one in rejected)


WHOLE = dbf(ROWS)
BOOK = xlsx(ROWS)


def without(book, part):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return out.getvalue()


def with_sheet(content):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == "xl/worksheets/sheet2.xml" else old.read(name))
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("content", "part"),
    [  # English parts of the messages
        (WHOLE[:-40], "cut off"),
        (WHOLE[:300], "damaged"),
        (WHOLE[:760], "cut off"),
        (WHOLE[:-1] + b" more", "damaged"),
        (WHOLE[:33] + b"\xb3" + WHOLE[34:], "damaged"),
        (WHOLE[:10] + b"\x01\x00" + WHOLE[12:], "damaged"),
        (WHOLE.replace(b"  R1", b"  R9").replace(b"WGM", b"WGX"), "Missing columns: WGM"),
        (dbf(ROWS, fields=[*MRPIPS, ("R1", "N", 6)]), "Missing columns: R2, R5, R6, R7"),
        (dbf(ROWS, kind=0x8B), "neither"),
        (dbf(report(**{"1/2/034": {"R1": 1}})), "no row"),
        (dbf([]), "no row"),
        (b"WGM;M_C;ROK\n1061;12;2025\n", "neither"),
        (b"", "neither"),
        (xlsx(ROWS, sheet="Arkusz1"), "no sheet “dbf”; it has: 1061, Arkusz1"),
        (xlsx(ROWS, heading=["WGM", "M_C", "ROK"]), "Missing columns: DZIAL"),
        (BOOK[:-200], "damaged"),
        (without(BOOK, "xl/workbook.xml"), "damaged"),
        (without(BOOK, "xl/sharedStrings.xml"), "damaged"),
        (with_sheet(b"\0" * 10_000_000), "unpack"),
        (with_sheet(SHEET % '<row r="1"><c r="AAAA1"/></row>'), "damaged"),
        (with_sheet(SHEET % '<row r="1"><c r="XFD1"><v>1</v></c></row>'), "damaged"),
        (with_sheet(SHEET % '<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "damaged"),
        (with_sheet(SHEET % '<row r="2"/><row r="1"/>'), "damaged"),
        (with_sheet(SHEET % '<row r="1"><c r="A1" t="s"><v>9999</v></c></row>'), "damaged"),
        (with_sheet(SHEET % "<row>"), "damaged"),
        (
            with_sheet('<!DOCTYPE x [<!ENTITY a "WGM">]>' + SHEET % '<row r="1"><c t="str"><v>&a;</v></c></row>'),
            "damaged",
        ),
    ],
)
def test_untrustworthy_report_is_refused(content, part):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        read_report(content)
    assert part in str(refusal.value)


def test_sheet_larger_than_any_report_is_refused(monkeypatch):
    monkeypatch.setattr("azymut.indicators.exchange.workbook.MAX_SHEET_BYTES", 2**20)
    row = b'<row r="%d"><c r="A%d"><v>%d</v></c></row>'
    content = b"".join(row % (number, number, number * 7919) for number in range(1, 25_000))
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        read_report(with_sheet(SHEET.encode() % content))
    assert "larger than 1 MB" in str(refusal.value)


def test_cells_are_read_in_every_way_that_a_workbook_writes_them():
    heading = [*(name for name, _type, _length in MRPIPS), "R1", "R2", "R5", "R6", "R7"]
    texts = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in heading)
    keys = (
        '<c t="str"><v>1061</v></c><c><v>12</v></c><c><v>2.025E3</v></c><c><v>3</v></c><c><v>1.0</v></c><c><v>1</v></c>'
    )
    found, rejected = read_report(with_sheet(SHEET % f"<row>{texts}</row><row>{keys}<c><v>41.0</v></c></row>"))
    assert (found, rejected) == ({("1061", "2025-12", "wolne miejsca pracy | ogółem"): (Decimal(41), "")}, [])
    faulty = f'<row>{texts}</row><row>{keys}<c t="e"><v>#REF!</v></c></row>'
    _found, rejected = read_report(with_sheet(SHEET % faulty))
    assert [(one.row, one.column) for one in rejected] == [(2, "R1")]


def test_layout_names_no_cell_twice():
    cells = [tuple(row[key] for key in ("section", "table", "row", "column")) for row in layouts.table("mrpips")]
    names = [row["breakdown"] for row in layouts.table("mrpips")]
    assert (len(set(cells)), len(set(names))) == (len(cells), len(names))


LINE = "2025H2;1061;711204;bezrobotni_koniec=41;w_tym_kobiety=0;naplyw=58;oferty_w_okresie=63;oferty_koniec=9\n"


@pytest.fixture
def classification(observatory):
    edition = SchemeFactory(kind=SchemeKind.KZIS, year=2022, title="KZiS 2022")
    for code in ("7", "711204", "351203"):
        Occupation.objects.create(scheme=edition, code=code, name=code, level=len(code))


def read_annex(text):
    content = text.encode() if isinstance(text, str) else text
    return figures(importer.READERS[FileFormat.MRPIPS_OCCUPATIONS][1], content)


@pytest.mark.usefixtures("classification")
class TestAnnexOfOccupations:
    def test_a_line_gives_every_measure(self):
        found, rejected = read_annex(LINE)
        assert rejected == []
        assert found == {
            ("1061", "2025-S2", "711204 | bezrobotni na koniec okresu"): (Decimal(41), ""),
            ("1061", "2025-S2", "711204 | bezrobotne kobiety na koniec okresu"): (Decimal(0), ""),
            ("1061", "2025-S2", "711204 | napływ bezrobotnych"): (Decimal(58), ""),
            ("1061", "2025-S2", "711204 | oferty pracy w okresie"): (Decimal(63), ""),
            ("1061", "2025-S2", "711204 | oferty pracy na koniec okresu"): (Decimal(9), ""),
        }

    def test_nothing_after_the_sign_is_no_data(self):
        found, rejected = read_annex(LINE.replace("naplyw=58", "naplyw="))
        assert rejected == []
        assert found["1061", "2025-S2", "711204 | napływ bezrobotnych"] == (None, Flag.MISSING)

    def test_bad_lines_and_cells_are_rejected_one_by_one(self):
        lines = [
            LINE.replace("2025H2", "2025H3"),
            LINE.replace("1061", "9999"),
            LINE.replace("1061", "10"),
            LINE.replace("711204", "999999"),
            LINE.replace("711204", "7"),
            LINE.replace("naplyw=58", "naplyw=dużo"),
            LINE.replace("naplyw=58;", "").replace("1061", "1062"),
            LINE.replace("naplyw=58", "odpływ=58;naplyw=1;naplyw=2").replace("1061", "1063"),
            LINE.replace("711204", "351203"),
        ]
        with translation.override("en"):
            found, rejected = read_annex("".join(lines))
        assert len(found) == 4 * 3 + 5
        assert [(one.row, one.column) for one in rejected] == [
            (1, "1"), (2, "2"), (3, "2"), (4, "3"), (5, "3"),
            (6, "naplyw"), (7, "naplyw"), (8, "odpływ"), (8, "naplyw"),
        ]  # fmt: skip
        assert rejected[3].reason == "999999 is no occupation of the classification."

    def test_again_changes_nothing_and_an_occupation_left_out_is_kept(self, now):
        options = {"name": "zalacznik3_2025H2.csv", "file_format": FileFormat.MRPIPS_OCCUPATIONS}
        both = LINE + LINE.replace("711204", "351203")
        assert counts(bring(both.encode(), now, **options)) == (10, 0, 0, 0, 0)
        assert counts(bring(both.encode(), now, **options)) == (0, 0, 10, 0, 0)
        assert counts(bring(LINE.encode(), now, **options)) == (0, 0, 5, 0, 0)

    @pytest.mark.parametrize(
        ("content", "part"),
        [
            ("", "empty"),
            ("\n\n", "empty"),
            (LINE + LINE[:60], "cut off"),
            (LINE.replace(";", ","), "not of the form"),
            ("okres;powiat;zawod\n" + LINE, "not of the form"),
            (LINE.encode("utf-16"), "encoding"),
            (LINE.replace("naplyw=58", "napływ=58").encode("cp1250"), "encoding"),
        ],
    )
    def test_untrustworthy_annex_is_refused(self, content, part):
        with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
            read_annex(content)
        assert part in str(refusal.value)


def test_annex_waits_for_the_classification():
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        read_annex(LINE)
    assert "classification" in str(refusal.value)
