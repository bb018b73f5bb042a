"""What a mapping says of a table: columns, periods, cells, flags; which layouts can be read by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators.enums import Across, ColumnRole, Flag
from azymut.indicators.rules import mappings as rules
from azymut.indicators.rules.mappings import Layout, Words
from azymut.indicators.rules.observations import is_period
from azymut.kernel.sheets import letter_of

T, P, V, F, U, LEFT = (
    ColumnRole.TERRITORY, ColumnRole.PERIOD, ColumnRole.VALUE, ColumnRole.FLAG, ColumnRole.UNIT,
    ColumnRole.IGNORED,
)  # fmt: skip


def layout(*roles, **options):
    return Layout(columns=tuple((f"c{number}", role) for number, role in enumerate(roles)), **options)


@pytest.mark.parametrize(
    ("told", "period"),
    [("2025", "2025"), ("2025 r.", "2025"), ("rok 2025", ""), (Decimal(2025), "2025"), ("2025-3", "2025-03"),
     ("03.2025", "2025-03"), ("3/2025", "2025-03"), ("2025-03-31", "2025-03"), ("31.03.2025", "2025-03"),
     ("2025-Q1", "2025-Q1"), ("2025K4", "2025-Q4"), ("II kwartał 2025", "2025-Q2"), ("iv kw. 2025 r.", "2025-Q4"),
     ("2025-S2", "2025-S2"), ("2025H1", "2025-S1"), ("I półrocze 2025", "2025-S1"), ("Marzec 2025", "2025-03"),
     ("grudzień  2025 r.", "2025-12"), ("2025/2026", "2025"), ("2025/26", "2025"), ("2025/2027", ""), ("", ""),
     ("1799", ""), ("2025-13", ""), ("ogółem", ""), ("2025,5", "")],
)  # fmt: skip
def test_periods_are_read_as_offices_write_them(told, period):
    assert rules.read_period(told) == period


@given(st.text(max_size=20))
def test_whatever_is_written_a_period_is_one_of_ours_or_none(text):
    period = rules.read_period(text)
    assert period == "" or is_period(period)


@pytest.mark.parametrize(
    ("cell", "read"),
    [("12,5", (Decimal("12.5"), "")), ("1 200", (Decimal(1200), "")), ("0", (Decimal(0), "")), ("", (None, "m")),
     ("b.d.", (None, "m")), ("Brak Danych", (None, "m")), ("x", (None, "c")), ("12.5", None), ("dużo", None),
     (Decimal("0.1234567"), (Decimal("0.123457"), "")), (Decimal(10) ** 12, None)],
)  # fmt: skip
def test_a_cell_is_a_number_or_a_word_for_none_or_nothing(cell, read):
    made = layout(T, P, V)
    assert rules.read_value(cell, made, Words.of(made)) == read


def test_the_decimal_sign_is_the_mappings():
    made = layout(T, P, V, decimal_sign=".")
    assert rules.read_value("12.5", made, Words.of(made)) == (Decimal("12.5"), "")
    assert rules.read_value("12,5", made, Words.of(made)) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**11), max_value=10**11, places=6))
def test_every_number_that_we_keep_comes_back_as_it_was(number):
    made = layout(T, P, V)
    assert rules.read_value(f"{number:f}".replace(".", ","), made, Words.of(made)) == (number, "")


@pytest.mark.parametrize(("cell", "flags"), [("", ""), ("P", "p"), ("b u", "bu"), ("*", "o"), ("w", "o")])
def test_flags_are_letters_or_a_note(cell, flags):
    assert rules.read_flags(cell) == flags


@pytest.mark.parametrize(
    ("value", "own", "told", "result"),
    [(Decimal(4), "", "p", (Decimal(4), "p")), (Decimal(0), "", "c", (None, "c")), (None, "m", "c", (None, "c")),
     (None, "m", "", (None, "m")), (Decimal(4), "", "m", (None, "m"))],
)  # fmt: skip
def test_a_flag_decides_never_the_number(value, own, told, result):
    assert rules.with_flags(value, own, told) == result


@pytest.mark.parametrize(
    ("made", "part"),
    [(layout(T, P, V), None), (layout(P, V), "territory"), (layout(T, T, P, V), "territory"),
     (layout(P, V, territory="10"), None), (layout(T, P, V, territory="10"), "territory"), (layout(T, V), "period"),
     (layout(T, V, period="2025"), None), (layout(T, V, period="kiedyś"), "period"), (layout(T, P), "columns"),
     (layout(T, P, V, F), None), (layout(T, P, V, V, F), "columns"), (layout(T, P, V, F, F), "columns"),
     (layout(T, P, V, U), None), (layout(T, P, V, U, unit="osoba"), "unit"), (layout(T, P, V, U, U), "unit"),
     (layout(T, P, V, missing=("x",)), "suppressed"), (layout(T, V, across=Across.PERIOD), "across"),
     (layout(T, P, V, across=Across.PERIOD), "period"),
     (Layout(columns=(("powiat", T), ("2024", V), ("2025", V)), across=Across.PERIOD), None)],
)  # fmt: skip
def test_the_first_fault_of_a_layout_is_told_at_its_place(made, part):
    fault = rules.fault_of(made)
    assert (fault.part if fault else None) == part
    assert fault is None or str(fault.reason)


def test_columns_without_a_name_have_a_letter_and_second_ones_a_number():
    assert rules.columns_of(["Rok", "", "Rok", Decimal("2024.0"), " a  b "]) == (
        "Rok", "kolumna B", "Rok (2)", "2024", "a b"
    )  # fmt: skip
    assert [letter_of(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_shape_is_known_whatever_the_capitals_and_accents():
    assert rules.digest_of(["Rok", "Wartość"]) == rules.digest_of(["rok ", "WARTOSC"])
    assert rules.digest_of(["Rok", "Wartość"]) != rules.digest_of(["Wartość", "Rok"])


def test_headings_suggest_roles_each_once():
    names = ("Kod TERYT", "Nazwa", "Rok", "Jednostka miary", "Wartość", "Wartość 2", "Atrybut")
    assert rules.guess_roles(names) == (T, LEFT, P, U, V, LEFT, F)
    assert rules.guess_roles(("powiat", "2024", "2025")) == (T, V, V)
    assert not rules.has_periods(("powiat", "2024"))


@given(st.lists(st.sampled_from(ColumnRole), min_size=1, max_size=6), st.text(max_size=8))
def test_a_layout_survives_being_kept(roles, unit):
    made = layout(*roles, unit=unit, sheet="Arkusz 1", heading_row=3)
    assert Layout.of_json(made.as_json()) == made


@pytest.mark.parametrize(("cell", "formula"), [("=1+1", True), (" @x", True), ("-5", False), (Decimal(1), False)])
def test_formulas_are_known_by_their_beginning(cell, formula):
    assert rules.is_formula(cell) is formula


def test_flags_of_the_house_are_all_read():
    for flag in set(Flag) - {Flag.WITHDRAWN}:
        assert rules.read_flags(flag.value) == flag.value
