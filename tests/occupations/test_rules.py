"""Codes, marks and the ministry's texts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.occupations import rules
from azymut.occupations.enums import SchoolType
from azymut.occupations.exchange import bundled

# Unit groups of ISCO-08 that KZiS divides otherwise.
ISCO_ONLY = frozenset(
    {
        "2230", "2250", "2263", "2264", "2265", "2266", "2267", "2269", "3221", "3222", "3257", "3258", "4229", "4416",
        "5414", "6224", "7516", "9624",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"), [("351203", "3512"), ("3512", "351"), ("351", "35"), ("35", "3"), ("3", "")]
)
def test_parent_code(code, expected):
    assert rules.parent_code(code) == expected


def test_ancestors_go_from_the_widest():
    assert rules.ancestor_codes("351203") == ("3", "35", "351", "3512")


@pytest.mark.parametrize(
    ("code", "expected"), [("3512", True), ("35120", False), ("x", False), ("", False), ("٣", False)]
)
def test_is_code(code, expected):
    assert rules.is_code(code) is expected


@pytest.mark.parametrize(
    ("code", "unit"),
    [("351203", "3512"), ("3512", "3512"), ("351", ""), ("2231", ""), ("343601", ""), ("343404", "3434")],
)
def test_isco_unit_is_the_same_four_digits_save_for_the_exceptions(code, unit):
    assert rules.isco_unit_of(code) == unit


def test_exceptions_are_exactly_those_of_the_bundled_tables():
    kzis = {row.code for row in bundled.kzis_rows() if len(row.code) == 4}
    isco = {row.code for row in bundled.isco_rows() if len(row.code) == 4}
    assert kzis - isco == rules.KZIS_ONLY
    assert isco - kzis == ISCO_ONLY
    assert (len(rules.KZIS_ONLY), len(ISCO_ONLY), len(kzis), len(isco)) == (27, 18, 445, 436)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Technik analitykS", ("Technik analityk", True)),
        ("Technik ekonomista S", ("Technik ekonomista", True)),
        ("Opiekun (osoby)S", ("Opiekun (osoby)", True)),
        ("Kierownik", ("Kierownik", False)),
        ("SIŁY ZBROJNES", ("SIŁY ZBROJNES", False)),
    ],
)
def test_school_mark(name, expected):
    assert rules.without_school_mark(name) == expected


@pytest.mark.parametrize(
    ("text", "trade_2", "technikum", "post_secondary"),
    [
        ("", None, None, None),
        ("2017/2018", 2017, 2017, 2017),
        ("bs II st. 2018/2019", 2018, None, None),
        ("2016/2017; bs II st. 2018/2019", 2018, 2016, 2016),
        ("technika i bs II st. 2018/2019", 2018, 2018, None),
        ("spolic. 2018/2019", None, None, 2018),
        ("technikum 2018/2019", None, 2018, None),
    ],
)
def test_recruitment_years_by_school_type(text, trade_2, technikum, post_secondary):
    read = rules.read_recruitment(text)
    assert read.year(SchoolType.TRADE_2) == trade_2
    assert read.year(SchoolType.TECHNIKUM) == technikum
    assert read.year(SchoolType.POST_SECONDARY) == post_secondary


def test_first_degree_is_not_taken_for_the_second():
    read = rules.read_recruitment("bs I st. 2017/2018")
    assert (read.year(SchoolType.TRADE_1), read.year(SchoolType.TRADE_2)) == (2017, None)


@pytest.mark.parametrize("text", ["2017", "2017/2019", "kiedyś 2017/2018", "od września"])
def test_recruitment_that_says_something_else_is_an_error(text):
    with pytest.raises(ValueError, match=r".+"):
        rules.read_recruitment(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    for read in (rules.read_recruitment, rules.read_sector, rules.read_durations, rules.read_whole):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budowlana (BUD)", ("BUD", "budowlana")),
        ("górniczo-wiertnicza(GIW)", ("GIW", "górniczo-wiertnicza")),
        ("ndt. (zawody artystyczne)", ("", "")),
        ("", ("", "")),
    ],
)
def test_sector(text, expected):
    assert rules.read_sector(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N", (None, False)),
        ("", (None, False)),
        ("T", (None, True)),
        ("2", (Decimal(2), True)),
        ("2,5", (Decimal("2.5"), True)),
    ],
)
def test_durations(text, expected):
    assert rules.read_durations(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("4.0", 4), ("0", 0), ("12,00", 12), ("", None)])
def test_whole_number_written_as_a_fraction(text, expected):
    assert rules.read_whole(text) == expected


@pytest.mark.parametrize("text", ["4.5", "-1", "abc", "100"])
def test_other_numbers_are_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        rules.read_whole(text)


def test_shared_qualifications_in_order():
    assert rules.shared(["INF.03", "INF.02"], ["INF.03", "INF.04"]) == ("INF.03",)
