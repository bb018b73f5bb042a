"""Wide tables of the graduates' tracking: what is taken, what is hidden, what is not there yet."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import importer, layouts
from azymut.kernel.errors import FileRefusedError
from tests.indicators.files import ela

pytestmark = pytest.mark.usefixtures("observatory")

KEYS = ("PL_ROKDYP", "PL_POZIOM")
PROGRAMME_KEYS = (
    "P_ROKDYP", "P_WOJ", "P_POZIOM", "P_FORMA", "P_KIERUNEK_NAZWA", "P_NAZWA_UCZELNI", "P_KIERUNEK_ID",
)  # fmt: skip
IT = {
    "P_ROKDYP": "2022", "P_WOJ": "10", "P_POZIOM": "1", "P_FORMA": "S", "P_KIERUNEK_NAZWA": "Informatyka",
    "P_NAZWA_UCZELNI": "Politechnika Łódzka", "P_KIERUNEK_ID": "1234", "P_N": "120", "P_E_ZAR_P1": "5460,06",
    "P_ME_ZAR_P1": "5200", "P_WWZ_P1": "0,91", "P_WWB_P1": "0,4", "P_CZY_BEZR_P1": "5,6", "P_CZAS_PRACA": "1,94",
    "P_PROC_STUDIA": "66,6",
}  # fmt: skip
NAME = "Informatyka | I stopnia | stacjonarne | Politechnika Łódzka | 1234"


def read(kind, content):
    parsed = importer.READERS[kind][1](content if isinstance(content, bytes) else content.encode(), "file")
    return {one.key: (one.value, one.flags) for one in parsed.observations.values()}, parsed.rejected


def programmes(*rows, **options):
    return ela("ela_programmes", rows, keys=PROGRAMME_KEYS, **options)


def country(*rows):
    return ela("ela_country", rows, keys=KEYS)


def bring(content, now, kind=FileFormat.ELA_PROGRAMMES):
    outcome = importer.bring_in(content.encode(), "graduates.csv", file_format=kind, by=None, at=now)
    report = outcome.report
    return outcome, (report.created, report.changed, report.unchanged, report.removed, len(report.rejected))


class TestProgrammes:
    def test_a_row_gives_the_measures_of_the_layout(self):
        found, rejected = read(FileFormat.ELA_PROGRAMMES, programmes(IT))
        assert rejected == []
        assert found == {
            ("10", "2022", f"{NAME} | absolwenci"): (Decimal(120), ""),
            ("10", "2022", f"{NAME} | wynagrodzenie średnie | rok 1"): (Decimal("5460.06"), ""),
            ("10", "2022", f"{NAME} | wynagrodzenie mediana | rok 1"): (Decimal(5200), ""),
            ("10", "2022", f"{NAME} | WWZ | rok 1"): (Decimal("0.91"), ""),
            ("10", "2022", f"{NAME} | WWZ | rok 3"): (None, Flag.MISSING),
            ("10", "2022", f"{NAME} | WWZ | rok 5"): (None, Flag.MISSING),
            ("10", "2022", f"{NAME} | WWB | rok 1"): (Decimal("0.4"), ""),
            ("10", "2022", f"{NAME} | doświadczenie bezrobocia | rok 1"): (Decimal("5.6"), ""),
            ("10", "2022", f"{NAME} | czas do pierwszej pracy"): (Decimal("1.94"), ""),
            ("10", "2022", f"{NAME} | studiowanie po dyplomie"): (Decimal("66.6"), ""),
        }

    def test_empty_is_hidden_where_others_of_the_year_have_a_value(self):
        small = IT | {"P_KIERUNEK_ID": "9", "P_N": "7", "P_WWZ_P1": "", "P_WWZ_P3": ""}
        older = IT | {"P_ROKDYP": "2019", "P_WWZ_P3": "1,01"}
        found, rejected = read(FileFormat.ELA_PROGRAMMES, programmes(small, IT, older))
        assert rejected == []
        hidden = "Informatyka | I stopnia | stacjonarne | Politechnika Łódzka | 9"
        assert found["10", "2022", f"{hidden} | WWZ | rok 1"] == (None, Flag.SUPPRESSED)
        assert found["10", "2022", f"{hidden} | WWZ | rok 3"] == (None, Flag.MISSING)
        assert found["10", "2019", f"{NAME} | WWZ | rok 3"] == (Decimal("1.01"), "")

    def test_two_programmes_of_one_name_stay_apart_and_long_names_leave_room(self):
        long = IT | {"P_KIERUNEK_NAZWA": "Filologia | " + "bardzo długa " * 30, "P_KIERUNEK_ID": "77", "P_WOJ": "2"}
        found, rejected = read(FileFormat.ELA_PROGRAMMES, programmes(IT, IT | {"P_KIERUNEK_ID": "1235"}, long))
        assert rejected == []
        assert len(found) == 30
        assert all(len(breakdown) < 300 for _territory, _period, breakdown in found)
        cut = next(breakdown for territory, _period, breakdown in found if territory == "02")
        assert cut.startswith("Filologia / bardzo długa")
        assert cut.split(" | ")[1:5] == ["I stopnia", "stacjonarne", "Politechnika Łódzka", "77"]

    def test_bad_rows_and_cells_are_rejected_one_by_one(self):
        rows = [
            IT | {"P_WOJ": "99"},
            IT | {"P_WOJ": ""},
            IT | {"P_ROKDYP": "20x2"},
            IT | {"P_POZIOM": "3"},
            IT | {"P_FORMA": "Z"},
            IT | {"P_KIERUNEK_NAZWA": ""},
            IT | {"P_N": "dużo"},
            IT | {"P_N": "12.5"},
        ]
        with translation.override("en"):
            found, rejected = read(FileFormat.ELA_PROGRAMMES, programmes(*rows[:7]))
        assert len(found) == 9
        assert [(one.row, one.column) for one in rejected] == [
            (2, "P_WOJ"), (3, "P_WOJ"), (4, "P_ROKDYP"), (5, "P_POZIOM"), (6, "P_FORMA"),
            (7, "P_KIERUNEK_NAZWA"), (8, "P_N"),
        ]  # fmt: skip
        assert rejected[3].reason == "“3” is not one of: 1, 2, JM."
        assert all(one.reason for one in rejected)
        _found, rejected = read(FileFormat.ELA_PROGRAMMES, programmes(rows[7], IT))
        assert [(one.row, one.column) for one in rejected] == [(2, "P_N"), *[(3, name) for name in taken_but_first()]]

    def test_a_row_of_another_width_is_rejected_but_a_short_last_one_refuses(self):
        lines = programmes(IT, IT | {"P_KIERUNEK_ID": "2"}).splitlines(keepends=True)
        found, rejected = read(FileFormat.ELA_PROGRAMMES, lines[0] + '"2022";"10"\n' + lines[2])
        assert (len(found), [(one.row, one.column) for one in rejected]) == (10, [(2, "")])

    def test_again_changes_nothing_and_another_year_removes_nothing(self, now):
        old, new = programmes(IT), programmes(IT | {"P_ROKDYP": "2023"})
        outcome, counted = bring(old, now)
        assert (outcome.dataset_code, counted) == ("ELA_KIERUNKI", (10, 0, 0, 0, 0))
        assert bring(old, now)[1] == (0, 0, 10, 0, 0)
        assert bring(new, now)[1] == (10, 0, 0, 0, 0)
        assert bring(programmes(IT | {"P_N": "121"}), now)[1] == (0, 1, 9, 0, 0)

    @pytest.mark.parametrize(
        ("content", "part"),
        [
            (programmes(IT)[:-3].rpartition(";")[0], "cut off"),
            (programmes(IT)[:-3], "damaged"),
            (programmes(), "no rows"),
            (programmes(IT, delimiter=",").replace('"', ""), "not separated by “;”"),
            (programmes(IT, delimiter=","), "damaged"),
            (programmes(IT).replace("P_WWZ_P1", "P_WWZ"), "Missing columns: P_WWZ_P1"),
            (programmes(IT).replace('"P_WWZ_P1"', '"P_WWZ_P3"'), "Missing columns: P_WWZ_P1"),
            (programmes(IT).replace('"P_N"', '"P_N";"P_N"'), "named twice"),
            (programmes(IT).encode("cp1250"), "encoding"),
            (programmes(IT).encode("utf-16"), "encoding"),
            (programmes(IT).replace("Łódzka", "Łódz\x00ka"), "control"),
            ("\n\n", "no heading"),
            ("", "no heading"),
        ],
    )
    def test_untrustworthy_file_is_refused(self, content, part):
        with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
            read(FileFormat.ELA_PROGRAMMES, content)
        assert part in str(refusal.value)


def taken_but_first():
    """Columns that the second of two equal rows repeats: all but the one that the first row had wrong."""
    return [column.heading for column in layouts.columns("ela_programmes")][1:]


def test_a_large_file_is_mapped_and_gives_the_same(tmp_path, settings, now):
    path = tmp_path / "graduates-major-data.csv"
    path.write_text("\ufeff" + programmes(IT), encoding="utf-8")
    with importer.opened(path, FileFormat.ELA_PROGRAMMES) as content:
        assert not isinstance(content, bytes)
        outcome = importer.bring_in(
            content, path.name, file_format=FileFormat.ELA_PROGRAMMES, by=None, at=now, publish=True
        )
    assert (outcome.report.created, outcome.report.rejected) == (10, [])
    assert (settings.STATISTICS_DIR / "sources" / outcome.release.sha256).read_bytes() == path.read_bytes()
    settings.LARGE_FILE_LIMIT_BYTES = 100
    with pytest.raises(FileRefusedError), importer.opened(path, FileFormat.ELA_PROGRAMMES):
        pass


class TestCountry:
    def test_figures_of_the_country_and_of_those_who_live_in_a_voivodeship(self):
        row = {
            "PL_ROKDYP": "2023",
            "PL_POZIOM": "JM",
            "PL_N": "26605",
            "PL_WWZ_P1": "0,73",
            "PL_CZY_WOJZAM10_P1": "5,2",
        }
        found, rejected = read(FileFormat.ELA_COUNTRY, country(row))
        assert rejected == []
        assert found["PL", "2023", "jednolite magisterskie | absolwenci"] == (Decimal(26605), "")
        assert found["PL", "2023", "jednolite magisterskie | WWZ | rok 1"] == (Decimal("0.73"), "")
        assert found["PL", "2023", "jednolite magisterskie | WWZ | rok 2"] == (None, Flag.MISSING)
        lives = "jednolite magisterskie | zamieszkali w województwie | rok 1"
        assert found["10", "2023", lives] == (Decimal("5.2"), "")
        assert found["12", "2023", lives] == (None, Flag.SUPPRESSED)
        assert len(found) == 33 + 3 * 5 * 16

    def test_programmes_are_not_the_country(self):
        with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
            read(FileFormat.ELA_COUNTRY, programmes(IT))
        assert "Missing columns: PL_ROKDYP" in str(refusal.value)


def test_moves_between_voivodeships_stand_at_the_university():
    row = {"PL_ROKDYP": "2019", "PL_POZIOM": "1"}
    row |= {
        "PL_CZY_WOJDYP10_WOJZAM10_P1": "60,8",
        "PL_CZY_WOJDYP10_WOJZAM14_P1": "8",
        "PL_CZY_WOJDYP10_WOJZAMNN_P1": "0",
    }
    found, rejected = read(FileFormat.ELA_VOIVODESHIPS, ela("ela_voivodeships", [row], keys=KEYS))
    assert rejected == []
    assert found["10", "2019", "I stopnia | pozostali w województwie uczelni | rok 1"] == (Decimal("60.8"), "")
    assert found["10", "2019", "I stopnia | zamieszkali w województwie 14 | rok 1"] == (Decimal(8), "")
    assert found["10", "2019", "I stopnia | adres nieznany | rok 1"] == (Decimal(0), "")
    assert found["12", "2019", "I stopnia | adres nieznany | rok 1"] == (None, Flag.SUPPRESSED)
    assert found["12", "2019", "I stopnia | adres nieznany | rok 2"] == (None, Flag.MISSING)
    assert len(found) == 5 * 16 * (1 + 15 + 1 + 1 + 1)


@pytest.mark.parametrize(
    ("layout", "dictionary"),
    [("ela_programmes", "graduates-major-dictionary.csv"), ("ela_country", "graduates-national-dictionary.csv")],
)
def test_every_column_stands_in_the_dictionary_of_the_source(shared_data, layout, dictionary):
    text = (shared_data / "ela" / dictionary).read_text(encoding="utf-8-sig")
    known = {row[0] for row in csv.reader(text.splitlines(), delimiter=";")}
    keys = PROGRAMME_KEYS if layout == "ela_programmes" else KEYS
    assert {*keys, *(column.heading for column in layouts.columns(layout))} <= known


@pytest.mark.parametrize("layout", ["ela_programmes", "ela_country", "ela_voivodeships"])
def test_no_two_columns_say_the_same(layout):
    columns = layouts.columns(layout)
    assert len({column.heading for column in columns}) == len(columns)
    assert len({(column.territory, column.breakdown) for column in columns}) == len(columns)


def test_a_sample_without_years_is_refused(shared_data):
    content = (shared_data / "ela/sample_graduates-major_informatyka.csv").read_bytes()
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        read(FileFormat.ELA_PROGRAMMES, content)
    assert "Missing columns: P_ROKDYP, P_WOJ" in str(refusal.value)
