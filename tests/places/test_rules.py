"""Codes read without a register, and names in sentences."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from azymut.places.enums import Level
from azymut.places.exchange import bundled
from azymut.places.models import Territory
from azymut.places.rules import (
    Spelling,
    county_forms,
    in_place,
    is_valid_on,
    name_of,
    of_place,
    readings,
    register_name,
    soft_hyphens,
)

voivodeships = st.sampled_from([f"{number:02d}" for number in range(2, 33, 2)])
two_digits = st.integers(1, 99).map(lambda number: f"{number:02d}")


@given(voivodeships, two_digits, two_digits, st.sampled_from("123459"))
def test_every_spelling_of_a_commune_means_the_same(voivodeship, county, commune, kind):
    code = voivodeship + county + commune + kind
    spellings = [code, f"05{voivodeship}116{county}{commune}{kind}", f"1{voivodeship}16{county}{commune}{kind}"]
    for text in spellings:
        assert code in {reading.code for reading in readings(text)}


@given(voivodeships, two_digits)
def test_every_spelling_of_a_county_means_the_same(voivodeship, county):
    code = voivodeship + county
    for text in (code, code + "00", code + "000", f"05{voivodeship}116{county}000", f"1{voivodeship}16{county}000"):
        meant = [reading for reading in readings(text) if reading.code == code]
        assert [reading.level for reading in meant] == [Level.COUNTY]
    if code.startswith("0"):
        assert code in {reading.code for reading in readings(code[1:])}


@given(st.text(max_size=20))
def test_any_text_is_read_without_an_error(text):
    for reading in readings(text):
        assert reading.code


@given(st.from_regex(r"[0-9]{1,14}", fullmatch=True))
def test_any_digits_are_read_without_an_error(text):
    assert all(isinstance(reading.spelling, Spelling) for reading in readings(text))


@pytest.mark.parametrize(
    "text",
    ["", "-", "99", "0100", "10610", "1000010", "9810000", "1000000000000", "PL0", "PL7111", "PLN",
     "081000000000", "051010000000", "051000900000"[:8], "0100000001", "1061600000"],
)  # fmt: skip
def test_code_out_of_shape_means_nothing(text):
    assert [reading for reading in readings(text) if not reading.padded] == []


def test_retired_nuts_codes_say_so():
    assert readings("PL11")[0].retired
    assert not readings("PL71")[0].retired
    assert readings("PL12")[0].code == "PL9"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2001, 12, 31), False), (date(2002, 1, 1), True), (date(2002, 12, 31), True), (date(2003, 1, 1), False)],
)
def test_unit_stands_up_to_but_not_on_its_last_day(day, expected):
    assert is_valid_on(date(2002, 1, 1), date(2003, 1, 1), day) is expected
    assert is_valid_on(date(2002, 1, 1), None, date(2030, 1, 1))


def place(code):
    unit = next(unit for unit in bundled.units() if unit.code == code and unit.valid_to is None)
    return Territory(
        code=code,
        level=unit.level,
        name=unit.name,
        name_en=unit.name_en,
        name_genitive=unit.name_genitive,
        name_locative=unit.name_locative,
    )


@pytest.mark.parametrize(
    ("code", "where", "whose", "english"),
    [
        ("PL", "w Polsce", "Polski", "in Poland"),
        ("10", "w województwie łódzkim", "województwa łódzkiego", "in Łódzkie Voivodeship"),
        ("1006", "w powiecie łódzkim wschodnim", "powiatu łódzkiego wschodniego", "in Łódzki Wschodni County"),
        ("1432", "w powiecie warszawskim zachodnim", "powiatu warszawskiego zachodniego", None),
        ("1061", "w Łodzi", "Łodzi", "in Łódź"),
        ("1062", "w Piotrkowie Trybunalskim", "Piotrkowa Trybunalskiego", "in Piotrków Trybunalski"),
        ("1063", "w Skierniewicach", "Skierniewic", None),
        ("0264", "we Wrocławiu", "Wrocławia", None),
        ("0464", "we Włocławku", "Włocławka", None),
        ("1465", "w Warszawie", "Warszawy", "in Warsaw"),
        ("0265", "w Wałbrzychu", "Wałbrzycha", None),
        ("2461", "w Bielsku-Białej", "Bielska-Białej", None),
        ("2477", "w Tychach", "Tychów", None),
        ("2479", "w Żorach", "Żor", None),
        ("1864", "w Tarnobrzegu", "Tarnobrzega", None),
        ("2063", "w Suwałkach", "Suwałk", None),
        ("PL714", "w podregionie sieradzkim", "podregionu sieradzkiego", None),
    ],
)
def test_place_in_a_sentence(code, where, whose, english):
    with override("pl"):
        assert in_place(place(code)) == where
        assert of_place(place(code)) == whose
        assert name_of(place(code)) == place(code).name
    with override("en"):
        assert english is None or in_place(place(code)) == english
        assert name_of(place(code)) == place(code).name_en
        assert of_place(place(code)).startswith("of ")


def test_place_without_known_forms_is_still_named():
    unknown = Territory(name="Nowe", level=Level.COUNTY)
    with override("pl"):
        assert in_place(unknown) == "w jednostce Nowe"
        assert of_place(unknown) == "jednostki Nowe"
        assert name_of(unknown) == "Nowe"
    with override("en"):
        assert in_place(unknown) == "in Nowe"


def test_every_bundled_county_is_declined_like_an_adjective():
    for unit in bundled.units():
        if unit.level == "county" and not unit.is_city:
            assert (unit.name_genitive, unit.name_locative) == county_forms(unit.short_name), unit.code
        assert unit.name_locative
        assert unit.name_genitive
        assert unit.name_en


@pytest.mark.parametrize(
    ("level", "name", "expected"),
    [
        ("voivodeship", "województwo łódzkie", "ŁÓDZKIE"),
        ("county", "powiat łaski", "łaski"),
        ("county", "Łódź", "Łódź"),
        ("commune", "gmina Rzgów", "Rzgów"),
        ("commune", "miasto Bełchatów", "Bełchatów"),
    ],
)
def test_name_as_the_register_writes_it(level, name, expected):
    assert register_name(level, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Łódź", "Łódź"),
        ("łódzki wschodni", "łódzki wschodni"),
        ("skierniewicki", "skier-nie-wicki"),
        ("radomszczański", "radom-szczań-ski"),
        ("kędzierzyńsko-kozielski", "kędzie-rzyń-sko~kozielski"),
    ],
)
def test_long_names_may_break_between_syllables(name, expected):
    assert soft_hyphens(name).replace("-", "~").replace("\u00ad", "-") == expected


@given(st.sampled_from([unit.short_name for unit in bundled.units()]))
def test_soft_hyphens_change_nothing_else(name):
    assert soft_hyphens(name).replace("\u00ad", "") == name


def test_kind_of_a_commune_without_a_commune_is_no_code():
    assert readings("1001003") == ()
