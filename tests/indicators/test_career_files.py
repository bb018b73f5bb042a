"""Monitoring of secondary-school graduates: both shapes of a result, what is hidden, what is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import careers, importer
from azymut.kernel.errors import FileRefusedError

pytestmark = pytest.mark.usefixtures("observatory")

ROW = {
    "typ_szk": "Technikum", "szk_specjalna": False, "nazwa_zaw": "technik informatyk", "plec": None, "rok_abs": 2023,
    "czas": 6, "label": "Tylko praca", "value": 0.31,
}  # fmt: skip
SET = {key: value for key, value in ROW.items() if key not in {"label", "value"}} | {
    "wartosc": {
        "w": [{"label": "Tylko praca", "value": 0.31}, {"label": "Bezrobocie", "value": 0.05}],
        "a": {"lAbs": [120], "lSzk": [4]},
    }
}
NAME = "status | Technikum | niespecjalna | technik informatyk | ogółem | 6 mies."


def read(rows, name="106100-status"):
    content = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    parsed = careers.read(content, name)
    return {one.key: (one.value, one.flags) for one in parsed.observations.values()}, parsed.rejected


def test_a_flat_row_is_one_figure():
    found, rejected = read([ROW])
    assert rejected == []
    assert found == {("1061", "2023", f"{NAME} | Tylko praca"): (Decimal("0.31"), "")}


def test_a_set_is_as_many_figures_as_it_has_labels():
    found, rejected = read([SET], "100000-status")
    assert rejected == []
    assert found == {
        ("10", "2023", f"{NAME} | Tylko praca"): (Decimal("0.31"), ""),
        ("10", "2023", f"{NAME} | Bezrobocie"): (Decimal("0.05"), ""),
    }


@pytest.mark.parametrize(
    "result",
    [
        {"cenzura": ["W danych było mniej niż 10 absolwentów."]},
        SET["wartosc"] | {"a": {"lAbs": [9], "lSzk": [4]}},
        SET["wartosc"] | {"a": {"lAbs": 12, "lSzk": 2}},
        {"a": {"lAbs": [-10], "lSzk": [-3]}},
    ],
)
def test_what_may_not_be_shown_is_suppressed_under_every_label(result):
    hidden = SET | {"plec": "Kobiety", "wartosc": result}
    found, rejected = read([SET, hidden])
    women = NAME.replace("ogółem", "Kobiety")
    assert rejected == []
    assert found["1061", "2023", f"{women} | Tylko praca"] == (None, Flag.SUPPRESSED)
    assert found["1061", "2023", f"{women} | Bezrobocie"] == (None, Flag.SUPPRESSED)
    assert len(found) == 4


def test_hidden_flat_value_is_suppressed_and_nobody_is_nothing():
    found, rejected = read([ROW | {"value": None}])
    assert (list(found.values()), rejected) == ([(None, Flag.SUPPRESSED)], [])
    found, rejected = read([SET, SET | {"plec": "Kobiety", "wartosc": {"brakDanych": ["Nie ma absolwentów."]}}])
    assert (len(found), rejected) == (2, [])


def test_words_of_the_source_for_all_are_the_total():
    row = ROW | {"typ_szk": "Ogółem", "szk_specjalna": "Tak", "nazwa_zaw": "Ogółem", "czas": None}
    found, _rejected = read([row, ROW | {"szk_specjalna": None}], "000000-bezrobocie")
    assert [key[2] for key in found] == [
        "bezrobocie | ogółem | specjalna | ogółem | ogółem | ogółem | Tylko praca",
        "bezrobocie | Technikum | ogółem | technik informatyk | ogółem | 6 mies. | Tylko praca",
    ]
    assert {key[0] for key in found} == {"PL"}


def test_wages_are_in_money():
    parsed = careers.read(json.dumps([ROW | {"label": "średnia", "value": 4210.5}]).encode(), "106100-sr_wynagr")
    assert [(one.unit, one.value) for one in parsed.observations.values()] == [("zł", Decimal("4210.5"))]


def test_bad_rows_are_rejected_one_by_one():
    rows = [
        ROW,
        ROW | {"rok_abs": "dawno"},
        ROW | {"czas": "pół roku"},
        ROW | {"label": "Bezrobocie", "value": "dużo"},
        ROW | {"label": "Bezrobocie", "value": True},
        ROW | {"label": "Bezrobocie", "value": 0.12345678},
        SET | {"typ_szk": "Liceum", "wartosc": {"w": "nic"}},
        ROW,
    ]
    found, rejected = read(rows)
    assert len(found) == 1
    assert [(one.row, one.column) for one in rejected] == [
        (2, "rok_abs"), (3, "czas"), (4, "value"), (5, "value"), (6, "value"), (7, "wartosc"), (8, "value"),
    ]  # fmt: skip
    assert all(one.reason for one in rejected)


def test_a_hidden_set_without_any_label_in_the_file_is_rejected():
    found, rejected = read([SET | {"wartosc": {"cenzura": ["…"]}}])
    assert (found, [(one.row, one.column) for one in rejected]) == ({}, [(1, "wartosc")])


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        ([ROW], "status", "name must say"),
        ([ROW], "106100-placa", "name must say"),
        ([ROW], "106101-status", "106101"),
        ([ROW], "109900-status", "no unit with the code"),
        (json.dumps([ROW]).encode()[:-20], "106100-status", "not JSON"),
        (b"<html>", "106100-status", "not JSON"),
        (b"[" * 100_000, "106100-status", "not JSON"),
        (json.dumps([ROW]).encode("utf-16"), "106100-status", "encoding"),
        ({"rows": [ROW]}, "106100-status", "not a list"),
        ([], "106100-status", "not a list"),
        ([1], "106100-status", "not a list"),
        ([{"typ_szk": "Technikum"}], "106100-status", "Missing columns: szk_specjalna"),
        ([{key: ROW[key] for key in ROW if key != "value"}], "106100-status", "Missing columns: label, value"),
    ],
)
def test_untrustworthy_file_is_refused(content, name, part):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        read(content, name)
    assert part in str(refusal.value)


def test_again_changes_nothing_and_another_place_removes_nothing(now):
    def bring(name, rows):
        content = json.dumps(rows).encode()
        outcome = importer.bring_in(content, name, file_format=FileFormat.CAREERS, by=None, at=now)
        report = outcome.report
        return outcome.dataset_code, report.created, report.changed, report.unchanged, report.removed

    assert bring("106100-status.json", [SET]) == ("MONITORING_KARIER", 2, 0, 0, 0)
    assert bring("106100-status.json", [SET]) == ("MONITORING_KARIER", 0, 0, 2, 0)
    assert bring("106200-status.json", [SET]) == ("MONITORING_KARIER", 2, 0, 0, 0)
    assert bring("106100-bezrobocie.json", [SET]) == ("MONITORING_KARIER", 2, 0, 0, 0)
