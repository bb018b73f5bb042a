"""Reads: ranks, levels, origins, profiles, and the number of database queries that they take."""

from __future__ import annotations

from decimal import Decimal

import pytest

from azymut.indicators import queries, store
from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import importer
from azymut.indicators.models import Indicator

D = Decimal


def bring(text, now, name="SZKO_3226_CTAB_20260321175636.csv"):
    return importer.bring_in(text.encode(), name, file_format=FileFormat.BDL_CTAB, by=None, at=now)


@pytest.fixture
def students(observatory, now):
    rows = "".join(
        f'{code}000;"x";{value};\n' for code, value in (("1061", 50), ("1062", 20), ("1063", 20), ("1001", 5))
    )
    return bring(f'"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n{rows}1002000;"x";#;\n', now)


def test_ranks_share_places_and_leave_out_those_without_a_value(students):
    def place(code):
        rank = queries.rank_of("students", code)
        return rank and (rank.place, rank.of, rank.tied)

    assert [place(code) for code in ("1061", "1062", "1063", "1001", "1002", "1003")] == [
        (1, 4, False), (2, 4, True), (2, 4, True), (4, 4, False), None, None,
    ]  # fmt: skip


def test_ranks_agree_with_counting_by_hand(load):
    load("P2392")
    values = {code: one.value for code, one in queries.values_for_level("unemployment_rate", "county", "10").items()}
    assert len(values) == 24
    for code, value in values.items():
        rank = queries.rank_of("unemployment_rate", code, "2022")
        assert rank.place == 1 + sum(other < value for other in values.values())
        assert rank.from_lowest


def test_suppressed_is_not_missing_and_stops_a_sum(students):
    value = queries.value_of("students", "1002", "2022")
    assert (value.value, value.flags) == (None, (Flag.SUPPRESSED,))
    whole = queries.value_of("students", "10", "2022")
    assert (whole.value, whole.flags) == (None, (Flag.SUPPRESSED,))


def test_a_sum_over_counties_needs_them_all(observatory, now):
    bring('"Kod";"Nazwa";"ogółem;2031;[osoba]";\n1061000;"x";5;\n', now, name="RYNE_2670_CTAB_1.csv")
    assert queries.value_of("unemployed", "1061", "2031").value == D(5)
    assert queries.value_of("unemployed", "10", "2031").value is None


def test_unknown_things_have_no_value(students):
    assert queries.value_of("nothing", "1061") is None
    assert queries.value_of("students", "9999") is None
    assert queries.series_of("nothing", "1061") == ()
    assert queries.values_for_level("nothing", "county", "10") == {}
    assert queries.values_for_level("population", "county", "10") == {}
    assert queries.rank_of("population", "1061") is None
    assert queries.indicator_by_slug("nie-ma") is None


def test_values_carry_what_makes_them_again(students):
    value = queries.value_of("students", "1061")
    assert value.releases == (students.release.public_id,)
    assert queries.value_of("students", "1061", as_of=value.releases).value == value.value
    assert value.origin_url == "/wskazniki/studenci/skad/?teren=1061&okres=2022"
    assert not value.sample


def test_origin_of_an_observed_figure_names_file_row_and_cell(students, now):
    origin = queries.origin_of(Indicator.objects.get(key="students"), "1062", "2022")
    cell = origin.cells[0]
    assert (cell.stored.row, cell.stored.raw, cell.stored.column) == (3, "20", "studenci ogółem;2022;[osoba]")
    assert cell.line == '1062000;"x";20;'
    assert cell.release == students.release


def test_origin_of_a_derived_figure_leads_to_all_cells(load):
    load("P2137", "P2670", "P2497")
    indicators = {one.key: one for one in Indicator.objects.all()}
    ratio = queries.origin_of(indicators["unemployed_per_1000"], "10", "2022")
    assert [one.indicator.key for one in ratio.inputs] == ["unemployed", "population"]
    assert [len(one.cells) for one in ratio.inputs] == [24, 24]
    assert queries.territories_in(ratio) >= {"10", "1001", "1061"}
    change = queries.origin_of(indicators["population_change_10y"], "1061", "2022")
    assert [one.value.period for one in change.inputs] == ["2022", "2012"]
    relative = queries.origin_of(indicators["wage_to_voivodeship"], "1061")
    assert [one.value.territory for one in relative.inputs] == ["1061", "10"]
    summed = queries.origin_of(indicators["population_15_19"], "10", "2023")
    assert sum(cell.stored.value for cell in summed.cells) == summed.value.value


def test_origin_for_a_voivodeship_without_its_own_figure_leads_to_a_county(load):
    load("P2392")
    rate = Indicator.objects.get(key="unemployment_rate")
    assert queries.origin_of(rate, "10").value.value == D("8.2")
    assert queries.origin_of(rate, "9999") is None


def test_profile_has_every_indicator_of_the_level_with_or_without_a_value(load):
    load("trng_lfse_04")
    shown = {figure.indicator.key: figure for figure in queries.profile("10")}
    assert shown["adult_learning"].latest.value == D("3.8")
    assert shown["adult_learning"].change.amount == D("0.2")
    assert shown["wage"].latest is None
    assert "unemployment_rate" not in shown


@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2497", "trng_lfse_04"]])
def test_queries_do_not_grow_with_what_is_loaded(load, django_assert_num_queries, tables):
    load(*tables)
    store.current()
    with django_assert_num_queries(2):
        queries.profile("1061")
    with django_assert_num_queries(2):
        queries.values_for_level("unemployment_rate", "county", "10")
    with django_assert_num_queries(3):
        queries.datasets()


def test_datasets_name_their_last_release_and_readers(students):
    found = {state.dataset.code: state for state in queries.datasets()}
    assert found["P3226"].last == students.release
    assert found["P3226"].releases == 1
    assert [one.key for one in found["P3226"].indicators] == ["students", "graduates_higher", "students_women"]
    assert (found["P2392"].last, found["P2392"].published_at) == (None, None)
    assert str(queries.newest_vintage(students.release.dataset)) == "2026-03-21"
    assert queries.sources_of(Indicator.objects.get(key="students_per_1000")) == (
        "Główny Urząd Statystyczny, Bank Danych Lokalnych, P2137",
        "Główny Urząd Statystyczny, Bank Danych Lokalnych, P3226",
    )


@pytest.mark.usefixtures("observatory")
def test_readers_of_a_dataset_are_found_through_what_they_build_on(django_assert_num_queries):
    with django_assert_num_queries(1):
        readers = [one.key for one in queries.readers_of("P2670")]
    assert readers == [
        "unemployed", "unemployed_per_1000", "unemployed_change_5y", "unemployed_change_1y", "unemployed_change_10y",
        "unemployed_per_1000_15_64",
    ]  # fmt: skip
    assert queries.readers_of("nothing") == []
    with django_assert_num_queries(1):
        assert queries.datasets_of(Indicator.objects.model(key="unemployed_per_1000")) == {"P2670", "P2137"}
    assert [one.key for one in queries.indicators_at(["wage", "nothing"])] == ["wage"]
    assert len(queries.indicators_at(None)) == Indicator.objects.count()


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize("codes", [["1001"], ["1001", "1002", "10", "nothing"]])
def test_names_of_territories_take_one_query(codes, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.names_of(codes)
    assert sorted(found) == sorted({*codes} - {"nothing"})
    assert found["1001"] == "powiat bełchatowski"
