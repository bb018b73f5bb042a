"""Parsing, comparing, formulas, changes: pure decisions on values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators.enums import Direction, Flag
from azymut.indicators.rules.observations import (
    Observation,
    compare,
    is_period,
    join_flags,
    level_of,
    read_number,
    withdrawal,
)
from azymut.indicators.rules.reading import latest_change, segments

D = Decimal


def observation(territory="1061", period="2022", breakdown="ogółem", value="1", flags=""):
    number = None if value is None else D(value)
    return Observation(territory, period, breakdown, number, "osoba", flags, 2, "value", str(value))


def standing(*observations):
    return {one.key: one.says for one in observations}


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("4,5", ",", D("4.5")),
        ("64533", ",", D(64533)),
        ("1 234,50", ",", D("1234.5")),
        ("1\u00a0234", ",", D(1234)),
        ("-0,3", ",", D("-0.3")),
        ("+2", ",", D(2)),
        ("4.5", ".", D("4.5")),
        ("4.5", ",", None),
        ("4,5", ".", None),
        ("", ",", None),
        ("12a", ",", None),
        ("1,2,3", ",", None),
        ("1e9", ",", None),
        ("NaN", ",", None),
        ("١٢", ",", None),
        ("999999999999", ",", D(999999999999)),
        ("1000000000000", ",", None),
        ("0,1234567", ",", None),
    ],
)
def test_read_number(text, sign, value):
    assert read_number(text, decimal_sign=sign) == value


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6, allow_nan=False, allow_infinity=False))
def test_every_number_that_we_keep_is_read_back_exactly(value):
    assert read_number(f"{value:f}".replace(".", ",")) == value
    assert read_number(f"{value:f}", decimal_sign=".") == value


@given(st.text(max_size=30))
def test_reading_never_fails_on_any_text(text):
    value = read_number(text)
    assert value is None or abs(value) < 10**12


@pytest.mark.parametrize("text", ["2022", "1995", "2022-01", "2022-12", "2022-Q4", "2022-S1"])
def test_periods(text):
    assert is_period(text)


@pytest.mark.parametrize("text", ["", "22", "2022-13", "2022-Q5", "2022 ", "2022\n", "3022", "TIME"])
def test_no_periods(text):
    assert not is_period(text)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("PL", "country"), ("10", "voivodeship"), ("1061", "county"), ("1061011", "commune"),
        ("PL711", "subregion"), ("PL7", ""), ("EU27_2020", ""), ("DE211", ""),
    ],
)  # fmt: skip
def test_level_of(code, level):
    assert level_of(code) == level


def test_flags_are_joined_once_and_in_order():
    assert join_flags("ub", "b", "") == "bu"


class TestCompare:
    def test_each_kind_of_difference(self):
        now = standing(
            observation(value="1"),
            observation(period="2021", value="2"),
            observation(breakdown="kobiety", value="3"),
        )
        coming = [
            observation(value="5"),
            observation(breakdown="mężczyźni"),
            observation(breakdown="kobiety", value="3"),
        ]
        found = compare(coming, now)
        assert found.counts() == {"created": 1, "changed": 1, "unchanged": 1, "removed": 0}
        assert not found.empty

    def test_only_breakdowns_of_the_file_in_pairs_of_the_file_are_removed(self):
        now = standing(
            observation("1061", "2022", "a"),
            observation("1061", "2022", "b"),
            observation("1061", "2022", "c"),
            observation("1062", "2022", "b"),
            observation("1061", "2021", "b"),
        )
        coming = [observation("1061", "2022", "a"), observation("1063", "2022", "b")]
        assert compare(coming, now).removed == (("1061", "2022", "b"),)

    def test_a_withdrawn_observation_is_not_removed_again_and_comes_back_as_new(self):
        gone = withdrawal(("1061", "2022", "b"))
        now = standing(observation("1061", "2022", "a"), gone)
        assert compare([observation("1061", "2022", "a"), observation("1062", "2022", "b")], now).removed == ()
        assert compare([observation("1061", "2022", "b")], now).created == (gone.key,)

    def test_missing_suppressed_and_zero_are_three_things(self):
        zero, missing = observation(value="0"), observation(value=None, flags="m")
        suppressed = observation(value=None, flags="c")
        assert compare([missing], standing(zero)).changed == (zero.key,)
        assert compare([suppressed], standing(missing)).changed == (zero.key,)
        assert compare([suppressed], standing(suppressed)).empty

    keys = st.tuples(st.sampled_from(["1001", "1061"]), st.sampled_from(["2021", "2022"]), st.sampled_from(["a", "b"]))
    sets = st.dictionaries(keys, st.decimals(0, 5, places=0)).map(
        lambda found: [observation(*key, value=value) for key, value in found.items()]
    )

    @given(sets, sets)
    def test_nothing_outside_the_file_is_touched(self, before, coming):
        found = compare(coming, standing(*before))
        covered = {one.key[:2] for one in coming}
        assert all(key[:2] in covered for key in (*found.created, *found.changed, *found.unchanged, *found.removed))
        assert len(found.created) + len(found.changed) + len(found.unchanged) == len(coming)

    @given(sets)
    def test_a_second_run_changes_nothing(self, coming):
        assert compare(coming, standing(*coming)).empty


class TestReading:
    def test_change_and_whether_it_is_better(self):
        points = [("2021", D(5), ""), ("2022", D(4), "")]
        change = latest_change(points, Direction.LOWER)
        assert (change.since, change.amount, change.better) == ("2021", D(-1), True)
        assert latest_change(points, Direction.HIGHER).better is False
        assert latest_change(points, Direction.NEUTRAL).better is None

    def test_no_change_across_a_break_even_when_the_break_has_no_value(self):
        points = [("2020", D(2), ""), ("2021", None, "b"), ("2022", D(3), "")]
        change = latest_change(points, Direction.HIGHER)
        assert (change.amount, change.across_break) == (None, True)

    def test_a_break_before_both_years_does_not_matter(self):
        points = [("2021", D("3.1"), "b"), ("2022", D("3.6"), ""), ("2023", D("3.8"), "")]
        assert latest_change(points, Direction.HIGHER).amount == D("0.2")

    def test_one_value_has_no_change(self):
        assert latest_change([("2021", None, "m"), ("2022", D(1), "")], Direction.HIGHER) is None

    def test_pieces_of_a_line_end_at_breaks_and_gaps(self):
        points = [("1", D(1), ""), ("2", D(1), ""), ("3", D(1), "b"), ("4", None, "m"), ("5", D(1), "")]
        assert segments(points) == [[0, 1], [2], [4]]


def test_every_flag_has_a_letter_of_its_own():
    assert all(len(flag.value) == 1 for flag in Flag)
