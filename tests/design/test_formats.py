"""Numbers, units and dates for people, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from azymut.design import formats
from azymut.design.autosave import saved

T = formats.THIN
N = formats.NBSP
M = formats.MINUS


@pytest.mark.parametrize(
    ("value", "decimals", "polish", "english"),
    [
        (0, None, "0", "0"),
        (1234.5, None, f"1{T}234,5", f"1{T}234.5"),
        (Decimal("1234567.891"), None, f"1{T}234{T}567,89", f"1{T}234{T}567.89"),
        (-0.25, None, f"{M}0,25", f"{M}0.25"),
        (-0.004, 2, "0,00", "0.00"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, f"{M}3", f"{M}3"),
        (5, 1, "5,0", "5.0"),
        (Decimal("1E+3"), None, f"1{T}000", f"1{T}000"),
    ],
)
def test_number_follows_language(value, decimals, polish, english):
    with override("pl"):
        assert formats.number(value, decimals) == polish
    with override("en"):
        assert formats.number(value, decimals) == english


def test_missing_is_said_and_never_zero():
    with override("pl"):
        assert formats.number(None) == formats.with_unit(None, "%") == formats.money(None) == "b.d."
        assert formats.day(None) == formats.moment(None) == formats.percent(None) == formats.span(None, None) == "b.d."
        assert formats.suppressed() == "tajemnica statystyczna"
    with override("en"):
        assert formats.number(None) == "n/a"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_number_can_be_read_back(value):
    with override("pl"):
        text = formats.number(value, 2)
    assert Decimal(text.replace(T, "").replace(M, "-").replace(",", ".")) == value
    assert all(len(group) == 3 for group in text.partition(",")[0].strip(M).split(T)[1:])


def test_units_money_and_changes():
    with override("pl"):
        assert formats.with_unit(5.4, "%") == f"5,4{N}%"
        assert formats.with_unit(5, "") == "5"
        assert formats.percent(Decimal("0.615"), 1) == f"61,5{N}%"
        assert formats.signed(0.3, "p.p.") == f"+0,3{N}p.p."
        assert formats.signed(-0.3) == f"{M}0,3"
        assert formats.signed(0) == "0"
        assert formats.money(1234) == f"1{T}234{N}zł"
        assert formats.money(48_200_000) == f"48,2{N}mln zł"
        assert formats.file_size(10) == f"1{N}KB"
        assert formats.file_size(3 * 2**20) == f"3,0{N}MB"
        assert formats.duration(timedelta(seconds=40)) == f"40{N}s"
        assert formats.duration(timedelta(minutes=5, seconds=10)) == f"5{N}min"


def test_days_are_those_of_the_office():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert formats.day(late) == "23.11.2026"
    assert formats.moment(late) == "23.11.2026, 00:30"
    assert formats.day(datetime(2026, 11, 22, 23, 30)) == "22.11.2026"  # noqa: DTZ001  # naive on purpose
    assert formats.moment(datetime(2026, 11, 22, 23, 30)) == "22.11.2026, 23:30"  # noqa: DTZ001
    with override("pl"):
        assert formats.span(date(2026, 1, 1), date(2026, 6, 30)) == "01.01.2026–30.06.2026"
        assert formats.span(date(2026, 1, 1), None) == "od 01.01.2026"
        assert formats.span(None, date(2026, 6, 30)) == "do 30.06.2026"
        assert saved(late) == "zapisano o 00:30"
        assert saved(datetime(2026, 11, 22, 14, 5)) == "zapisano o 14:05"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("days", "polish", "english"),
    [
        (-1, "1 dzień po terminie", "1 day late"),
        (-2, "2 dni po terminie", "2 days late"),
        (-41, "41 dni po terminie", "41 days late"),
        (0, "dzisiaj", "today"),
        (1, "za 1 dzień", "in 1 day"),
        (5, "za 5 dni", "in 5 days"),
        (22, "za 22 dni", "in 22 days"),
    ],
)
def test_term_is_said_with_the_right_plural(days, polish, english):
    today = date(2026, 11, 22)
    with override("pl"):
        assert formats.until(today + timedelta(days=days), today) == polish
    with override("en"):
        assert formats.until(today + timedelta(days=days), today) == english


@pytest.mark.parametrize(
    ("code", "polish", "english"),
    [
        ("2026", "2026", "2026"),
        ("2026-09", "09.2026", "09.2026"),
        ("2026-Q3", "3 kwartał 2026", "quarter 3 of 2026"),
        ("2026-H1", "I półrocze 2026", "the first half of 2026"),
        ("2026-S1", "I półrocze 2026", "the first half of 2026"),
        ("2026-S2", "II półrocze 2026", "the second half of 2026"),
        ("", "", ""),
    ],
)
def test_period_is_written_as_people_do(code, polish, english):
    with override("pl"):
        assert formats.period(code) == polish
    with override("en"):
        assert formats.period(code) == english


def test_months_are_written_as_periods_are():
    assert formats.month(date(2024, 3, 31)) == formats.period("2024-03") == "03.2024"
    assert formats.months(date(2024, 3, 1), date(2027, 12, 31)) == "03.2024–12.2027"
