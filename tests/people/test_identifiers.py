"""REGON, NIP and RSPO: known numbers, and any number whose control digit was worked out or spoilt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.people.rules import identifiers
from azymut.people.rules.identifiers import is_nip, is_regon, is_rspo, tidy

digits = st.text("0123456789", min_size=8, max_size=8)


def control(number, weights):
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11


@pytest.mark.parametrize("number", ["061444880", "061446270", "123456785", "12345678512347"])
def test_known_regon_is_right(number):
    assert is_regon(number)


@pytest.mark.parametrize(
    "number", ["", "061444881", "06144488", "0614448800", "12345678512348", "12345678412347", "06144488a", "٠٦١٤٤٤٨٨٠"]
)
def test_wrong_regon_is_refused(number):
    assert not is_regon(number)


@pytest.mark.parametrize("number", ["8251305557", "7122382495", "7120104912"])
def test_known_nip_is_right(number):
    assert is_nip(number)


@pytest.mark.parametrize("number", ["", "8251305558", "825130555", "82513055570", "825130555x", "1234567890"])
def test_wrong_nip_is_refused(number):
    assert not is_nip(number)


@given(digits)
def test_regon_has_exactly_one_right_control_digit(start):
    right = control(start, identifiers.REGON_WEIGHTS) % 10
    assert [digit for digit in range(10) if is_regon(f"{start}{digit}")] == [right]


@given(digits, st.text("0123456789", min_size=4, max_size=4))
def test_long_regon_needs_both_control_digits(start, unit):
    short = f"{start}{control(start, identifiers.REGON_WEIGHTS) % 10}"
    right = control(short + unit, identifiers.REGON_LOCAL_WEIGHTS) % 10
    assert is_regon(f"{short}{unit}{right}")
    assert not is_regon(f"{short}{unit}{(right + 1) % 10}")
    spoilt = f"{start}{(int(short[-1]) + 1) % 10}"
    assert not is_regon(f"{spoilt}{unit}{control(spoilt + unit, identifiers.REGON_LOCAL_WEIGHTS) % 10}")


@given(st.text("0123456789", min_size=9, max_size=9))
def test_nip_with_control_ten_is_never_right(start):
    right = control(start, identifiers.NIP_WEIGHTS)
    accepted = [digit for digit in range(10) if is_nip(f"{start}{digit}")]
    assert accepted == ([] if right == 10 else [right])


@pytest.mark.parametrize(("number", "right"), [("1", True), ("3018", True), ("1234567", True), ("0123", False)])
def test_rspo_has_one_to_seven_digits_without_leading_zero(number, right):
    assert is_rspo(number) is right


@pytest.mark.parametrize("number", ["", "12345678", "12a", "-5", "1.5"])
def test_wrong_rspo_is_refused(number):
    assert not is_rspo(number)


def test_tidy_takes_spaces_and_dashes_away():
    assert tidy(" 825-130-55-57 ") == "8251305557"


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text):
    assert {is_regon(text), is_nip(text), is_rspo(text)} <= {True, False}
