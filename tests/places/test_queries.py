"""Territories by code, kind and nearness; codes of every spelling; cartograms."""

from __future__ import annotations

from datetime import date

import pytest

from azymut.kernel.errors import FileRefusedError
from azymut.places import queries
from azymut.places.exchange import bundled
from azymut.places.models import Territory
from azymut.places.rules import Spelling

pytestmark = pytest.mark.django_db


def test_bundled_places_are_all_there(register):
    counts = {
        level: Territory.objects.current().filter(level=level).count()
        for level in ("country", "voivodeship", "subregion", "county")
    }
    assert counts == {"country": 1, "voivodeship": 16, "subregion": 73, "county": 380}
    assert register.created == 473


def test_second_load_changes_nothing(register, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        again = bundled.load(by=None, at=now)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 473)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("PL", "PL"), ("0", "PL"), ("0000000", "PL"), ("000000000000", "PL"),
        ("10", "10"), ("1000000", "10"), ("051000000000", "10"), ("1100000000", "10"), ("PL71", "10"), ("PL11", "10"),
        ("2", "02"), ("201", "0201"), ("0201000", "0201"),
        ("1061", "1061"), ("1061000", "1061"), ("106100", "1061"), ("051011661000", "1061"), ("51011661000", "1061"),
        ("1101661000", "1061"), ("PL711", "PL711"), ("PL113", "PL711"), ("051011600000", "PL711"), ("pl715", "PL715"),
        ("PL9", "14"), ("PL12", "14"), ("1061.0", "1061"), (" 1061 ", "1061"),
    ],
)  # fmt: skip
def test_code_resolves(register, code, expected):
    place = queries.resolver().resolve(code)
    assert place is not None
    assert place.code == expected


@pytest.mark.parametrize("code", ["", "PL7", "PL91", "PL92", "PL99", "99", "1099", "x", "201000", "1100600000", "0263"])
def test_code_that_names_no_one_unit_resolves_to_none(register, code):
    found = queries.resolver()
    assert found.resolve(code) is None
    assert found.why_not(code)


def test_ambiguous_code_is_settled_by_its_spelling(register):
    found = queries.resolver()
    assert found.resolve("201000", spelling=Spelling.REGISTER).code == "2010"
    assert found.resolve("201000", spelling=Spelling.EXPORT).code == "0201"
    assert found.why_not("201000") != found.why_not("x")
    assert found.why_not("201000", spelling=Spelling.REGISTER) == ""


def test_resolving_asks_the_database_once(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.resolver()
        for code in ("1061", "1006", "PL711", "nothing"):
            found.resolve(code, date(2022, 12, 31))


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("0263", date(2001, 12, 31), "Wałbrzych"),
        ("0263", date(1995, 12, 31), "Wałbrzych"),
        ("0263", date(2003, 12, 31), None),
        ("0265", date(2012, 12, 31), None),
        ("0265", date(2013, 1, 1), "Wałbrzych"),
        ("0206", date(2020, 12, 31), "powiat jeleniogórski"),
        ("0206", date(2021, 1, 1), "powiat karkonoski"),
        ("1021", date(2001, 12, 31), None),
        ("1021", date(2002, 12, 31), "powiat brzeziński"),
        ("030210363000", date(2002, 12, 31), "Wałbrzych"),
    ],
)
def test_code_resolves_to_the_state_of_the_day(register, code, on, expected):
    place = queries.resolver().resolve(code, on)
    assert (place and place.name) == expected


def test_commune_without_its_kind_resolves_once_communes_are_loaded(register):
    county = queries.territory("1001")
    for code in ("1001011", "1001022", "1001034", "1001033"):
        Territory.objects.create(
            code=code, level="commune", name=code, parent=county, valid_from=date(2024, 1, 1), start_known=False
        )
    found = queries.resolver()
    assert found.resolve("100101").code == "1001011"
    assert found.resolve("100103").code == "1001033"
    assert found.resolve("1001022").code == "1001022"
    assert found.resolve("051011701022").code == "1001022"
    assert found.resolve("1001022", date(2015, 12, 31)).code == "1001022"
    assert found.resolve("1001099") is None


def test_region_follows_the_setting(register, settings):
    assert queries.region().name == "województwo łódzkie"
    settings.REGION_TERYT = "30"
    assert queries.region().name == "województwo wielkopolskie"
    assert queries.counties_of(queries.region()).count() == 35
    settings.REGION_TERYT = "99"
    with pytest.raises(queries.RegionUnknownError):
        queries.region()


def test_voivodeships_and_counties_follow_the_polish_alphabet(register):
    names = [place.short_name for place in queries.voivodeships()]
    assert names[:2] == ["dolnośląskie", "kujawsko-pomorskie"]
    assert names[4:6] == ["łódzkie", "małopolskie"]
    counties = [place.short_name for place in queries.counties_of(queries.region())]
    assert counties[:3] == ["bełchatowski", "brzeziński", "kutnowski"]
    assert counties[3:8] == ["łaski", "łęczycki", "łowicki", "łódzki wschodni", "Łódź"]


def test_peers_leave_the_place_itself_out(register):
    assert queries.peers(queries.region()).count() == 15
    assert queries.peers(queries.territory("1061")).count() == 23
    assert queries.peers(queries.territory("PL711")).count() == 4
    assert queries.subregions_of(queries.region()).count() == 5
    assert queries.country().code == "PL"
    assert not queries.communes_of(queries.territory("1001"))


def test_neighbours_cross_the_border_of_the_voivodeship(register):
    codes = {place.code for place in queries.neighbours_of(queries.territory("1002"))}
    assert codes == {"3009", "1004", "1005", "0418", "1404"}
    assert {place.code for place in queries.neighbours_of(queries.territory("1061"))} == {"1006", "1008", "1020"}


def test_history_keeps_the_former_name(register):
    assert [state.name for state in queries.history_of("0206")] == ["powiat jeleniogórski", "powiat karkonoski"]
    assert queries.territory("0206", date(2010, 1, 1)).name == "powiat jeleniogórski"


def test_cartogram_places_every_county_and_says_what_is_missing(register):
    values = {"1061": queries.TileValue("4,7", 4.7, "/x/"), "1063": queries.TileValue("4,1", 4.1)}
    drawn = queries.cartogram(queries.region(), values, title="Finding", note="Note")
    assert len(drawn.tiles) == 24
    assert drawn.columns == 6
    by_place = {(tile.column, tile.row): tile for tile in drawn.tiles}
    assert by_place[3, 3].label == "Łódź"
    assert by_place[3, 3].city
    assert (by_place[3, 3].value, by_place[3, 3].url) == ("4,7", "/x/")
    assert by_place[3, 6].shade is None
    assert [entry.shade for entry in drawn.legend][-1] is None
    assert not queries.true_map_available(queries.region())
    assert queries.boundaries_of(queries.counties_of(queries.region())) == {}


def test_cartogram_legend_names_each_class_once(register):
    codes = [place.code for place in queries.counties_of(queries.region())]
    values = {code: queries.TileValue(str(index), float(index)) for index, code in enumerate(codes)}
    drawn = queries.cartogram(queries.region(), values, title="Finding", note="")
    assert [entry.shade for entry in drawn.legend] == [0, 1, 2, 3, 4]
    assert drawn.legend[0].label == "0–3"
    same = {code: queries.TileValue("1", 1.0) for code in codes}
    drawn = queries.cartogram(queries.region(), same, title="Finding", note="")
    assert [entry.label for entry in drawn.legend] == ["1"]


@pytest.mark.parametrize("code", ["10", "14", "24"])
def test_cartogram_costs_the_same_whatever_the_region(register, code, django_assert_num_queries):
    voivodeship = queries.territory(code)
    with django_assert_num_queries(1):
        queries.cartogram(voivodeship, {}, title="", note="")


def test_without_the_register_a_file_is_refused_whole():
    with pytest.raises(FileRefusedError, match="bin/azymut load_places"):
        queries.resolver()
