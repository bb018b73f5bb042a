"""School years, cells of tables, kinds of school, sums over what is known, the nearest county that teaches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.offers import rules
from azymut.offers.enums import Meaning
from azymut.offers.rules import Pupils


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 9, 1), 2026), (date(2026, 8, 31), 2025), (date(2027, 1, 1), 2026)]
)
def test_school_year_begins_in_september(day, year):
    assert rules.school_year_of(day) == year


@pytest.mark.parametrize("text", ["2026/2027", "2026/27", "2026", " 2026–2027 ", "2026.0"])
def test_years_of_any_spelling(text):
    assert rules.read_year(text) == 2026


@pytest.mark.parametrize("text", ["", "2026/2028", "26/27", "2026/2026", "1850", "soon", "2026/2027/2028"])
def test_what_is_no_school_year(text):
    with pytest.raises(ValueError, match=r".*"):
        rules.read_year(text)


@given(st.integers(rules.FIRST_YEAR, rules.LAST_YEAR))
def test_years_are_read_as_they_are_written(year):
    assert rules.read_year(rules.year_text(year)) == year


@pytest.mark.parametrize(
    ("text", "number"), [("30", 30), ("0", 0), ("", None), ("b.d.", None), ("12,0", 12), ("12.0", 12), (" 5 ", 5)]
)
def test_missing_pupils_are_not_zero(text, number):
    assert rules.read_pupils(text) == number


@pytest.mark.parametrize("text", ["many", "-1", "3,5", "5001", "30 os."])
def test_what_is_no_number_of_pupils(text):
    with pytest.raises(ValueError, match=r".*"):
        rules.read_pupils(text)


@pytest.mark.parametrize(
    ("text", "pupils", "meaning"),
    [
        ("", None, Meaning.DECLARED),
        ("", 0, Meaning.TAUGHT),
        ("Nabór", None, Meaning.RECRUITING),
        ("uczniowie", 3, Meaning.TAUGHT),
        ("ZGŁOSZONY", None, Meaning.DECLARED),
    ],
)
def test_what_a_row_says(text, pupils, meaning):
    assert rules.read_meaning(text, pupils) == meaning


def test_words_that_are_none_of_ours():
    with pytest.raises(ValueError, match="plan"):
        rules.read_meaning("plan", 1)


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Technikum", "technikum"),
        ("Branżowa szkoła I stopnia", "bs1"),
        ("Branżowa  szkoła II stopnia", "bs2"),
        ("Szkoła policealna (ponadgimnazjalna)", "policealna"),
        ("Przedszkole", None),
    ],
)
def test_kinds_of_school_by_the_registers_words(subtype, kind):
    assert rules.school_type_of(subtype) == kind


def test_names_are_compared_without_case_accents_and_doubled_spaces():
    assert rules.name_key("Technik  Żywienia") == rules.name_key("technik zywienia")


@pytest.mark.parametrize(("text", "code"), [("351203", True), ("35120", False), ("technik", False), ("٣٥١٢٠٣", False)])
def test_codes(text, code):
    assert rules.is_code(text) == code


@pytest.mark.parametrize(
    ("standing", "gone", "hollow"), [(60, 50, False), (60, 51, True), (1000, 100, False), (1000, 101, True)]
)
def test_a_reading_that_leaves_out_much_is_hollow(standing, gone, hollow):
    assert rules.looks_hollow(standing, gone) == hollow


@pytest.mark.parametrize(
    ("numbers", "sum_"),
    [([], Pupils(None, 0)), ([None], Pupils(None, 1)), ([0], Pupils(0, 0)), ([5, None, 7], Pupils(12, 1))],
)
def test_sums_keep_what_is_not_known_apart(numbers, sum_):
    assert rules.pupils_of(numbers) == sum_


BORDERS = {"a": ["b"], "b": ["a", "c", "d"], "c": ["b"], "d": ["b"], "island": []}


@pytest.mark.parametrize(
    ("place", "teaching", "answer"),
    [
        ("a", {"a"}, (0, ("a",))),
        ("a", {"b"}, (1, ("b",))),
        ("a", {"c", "d"}, (2, ("c", "d"))),
        ("a", {"island"}, (-1, ())),
        ("island", {"a"}, (-1, ())),
    ],
)
def test_nearest_county_that_teaches_it(place, teaching, answer):
    assert rules.nearest_teaching(place, BORDERS, teaching) == answer
