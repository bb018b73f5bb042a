"""Recorded answers of the sources, and what our table of collections says."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import bdl_json, bundled, eurostat_csv, jsonstat
from azymut.indicators.exchange.fetching import SOURCES
from azymut.indicators.exchange.network.collections import collections
from azymut.indicators.rules.formula_language import cells_in
from azymut.indicators.rules.formulas import formula
from azymut.kernel.errors import FileRefusedError
from tests.indicators import replay
from tests.indicators.replay import recorded

D = Decimal


def lines(*entries):
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode()


VARIABLE = {"id": 10, "subjectId": "P1313", "names": ["ogółem", "25-29"], "measureUnitName": "osoba"}


def test_every_attribute_that_bdl_has_is_known():
    assert {one["id"] for one in recorded("bdl_attributes.json")} == set(bdl_json.ATTRIBUTES)


@pytest.mark.parametrize("attribute", recorded("bdl_attributes.json"), ids=lambda one: str(one["id"]))
def test_attributes_that_bdl_shows_as_a_dot_or_dash_have_no_number(attribute):
    value, flags = bdl_json.value_of(0, attribute["id"])
    hidden = attribute["name"] in {". lub 0", "-", "- lub 0"}
    assert (value is None) == hidden
    assert bool({Flag.SUPPRESSED, Flag.MISSING} & set(flags)) == hidden


@pytest.mark.parametrize(
    ("value", "attribute", "read"),
    [
        (0, 1, (D(0), "")),
        (0, 91, (None, "c")),
        (5, 4, (None, "c")),
        (0, 50, (None, "m")),
        (None, 1, (None, "m")),
        (D("4.5"), 14, (None, "bc")),
        (D("4.5"), 13, (D("4.5"), "bk")),
        (D("1E+3"), 1, (D(1000), "")),
        (True, 1, None),
        ("4", 1, None),
        (4, 2, None),
        (4, "1", None),
        (D("1e15"), 1, None),
    ],
)
def test_values_are_decided_by_their_attribute(value, attribute, read):
    assert bdl_json.value_of(value, attribute) == read


@pytest.mark.usefixtures("observatory")
class TestBdl:
    def test_recorded_figures_come_in(self):
        units = [{"variable": 10, "level": 0, "unit": unit} for unit in recorded("bdl_data.json")]
        parsed = bdl_json.read(lines({"variable": VARIABLE, "breakdown": "ogółem | 25-29"}, *units), "P1313_API")
        assert {key: one.value for key, one in parsed.observations.items()} == {
            ("PL", "2022", "ogółem | 25-29"): D(65),
            ("PL", "2023", "ogółem | 25-29"): D(38),
            ("PL", "2024", "ogółem | 25-29"): D(276),
            **{("12", v["year"], "ogółem | 25-29"): D(v["val"]) for v in recorded("bdl_data.json")[2]["values"]},
        }
        assert [(one.row, one.column) for one in parsed.rejected] == [(3, "id")], "macroregions are no places of ours"
        assert (parsed.code, parsed.unit) == ("P1313", "osoba")

    def test_a_month_among_the_names_is_part_of_the_period(self):
        unit = replay.unit("051000000000", "ŁÓDZKIE", (2023, 5.4, 1))
        content = lines({"variable": VARIABLE, "breakdown": "ogółem | marzec"}, {"variable": 10, "unit": unit})
        assert list(bdl_json.read(content, "").observations) == [("10", "2023-03", "ogółem")]

    @pytest.mark.parametrize("content", [b"{", b"[]\n", lines({"variable": 10, "unit": {}})])
    def test_a_damaged_file_is_refused(self, content):
        with pytest.raises(FileRefusedError):
            bdl_json.read(content, "P1313")


@pytest.mark.usefixtures("observatory")
class TestEurostat:
    def test_rows_that_cannot_be_taken_are_rejected(self):
        row = "ESTAT:TRNG_LFSE_04(1.0),,A,PC,T,Y25-64,"
        bad = f"{row}XX99,2023,1,\n{row}PL71,soon,1,\n{row}PL71,2023,many,\n"
        parsed = eurostat_csv.read((replay.SDMX_CSV + bad).encode(), "x")
        assert [(one.row, one.column) for one in parsed.rejected] == [
            (8, "geo"),
            (9, "TIME_PERIOD"),
            (10, "OBS_VALUE"),
        ]
        assert (parsed.code, len(parsed.observations)) == ("trng_lfse_04", 6)

    def test_a_confidential_value_is_hidden_whatever_its_number(self):
        text = replay.SDMX_CSV.replace("OBS_FLAG", "OBS_FLAG,CONF_STATUS").replace(",b\n", ",b,C\n")
        text = text.replace(",3.6,\n", ",3.6,,F\n").replace(",3.8,\n", ",3.8,,\n").replace(",6.5,\n", ",6.5,,\n")
        text = text.replace(",,c\n", ",,c,\n").replace(",50.0,u\n", ",50.0,u,\n").replace("01/07/25", "soon")
        parsed = eurostat_csv.read(text.encode(), "x", filters={"geo": ["PL71"], "age": ["Y25-64"]})
        assert [(one.value, one.flags) for one in parsed.observations.values()] == [
            (None, "bc"),
            (D("3.6"), ""),
            (D("3.8"), ""),
        ]
        assert parsed.vintage_on is None

    def test_a_dense_cube_is_read_like_a_sparse_one(self):
        dense = {**replay.JSON_STAT, "value": [10.5, 10.1, 9.0, None, None, None, None, 8.8]}
        sparse = jsonstat.read(json.dumps(replay.JSON_STAT).encode(), "x")
        assert jsonstat.read(json.dumps(dense).encode(), "x").observations == sparse.observations
        assert str(sparse.vintage_on) == "2025-04-29"

    def test_one_status_may_speak_of_all_cells(self):
        cube = {**replay.JSON_STAT, "value": {"0": 1}, "status": "p", "updated": None}
        parsed = jsonstat.read(json.dumps(cube).encode(), "x")
        assert {one.flags for one in parsed.observations.values()} == {"p", "mp"}
        assert parsed.vintage_on is None
        silent = jsonstat.read(json.dumps({**cube, "status": None}).encode(), "x")
        assert len(silent.observations) == 1

    def test_cells_that_cannot_be_taken_are_rejected(self):
        dimension = {
            **replay.JSON_STAT["dimension"],
            "geo": {"category": {"index": ["PL71", "XX99"]}},
            "time": {"category": {"index": ["2023", "soon"]}},
        }
        cube = {**replay.JSON_STAT, "dimension": dimension, "value": {"0": "many", "1": 1, "4": 1}, "status": {}}
        parsed = jsonstat.read(json.dumps(cube).encode(), "x")
        assert [(one.row, one.column) for one in parsed.rejected] == [
            (1, "value[0]"),
            (2, "value[1]"),
            (5, "value[4]"),
        ]

    @pytest.mark.parametrize(
        "changes",
        [
            {"dimension": {**replay.JSON_STAT["dimension"], "sex": {}}},
            {"dimension": {**replay.JSON_STAT["dimension"], "sex": {"category": {"index": {"F": 0, "T": 0}}}}},
            {"dimension": {**replay.JSON_STAT["dimension"], "sex": {"category": {"index": "FT"}}}},
            {"id": [], "size": []},
        ],
    )
    def test_a_cube_that_does_not_hold_together_is_refused(self, changes):
        with pytest.raises(FileRefusedError):
            jsonstat.read(json.dumps({**replay.JSON_STAT, **changes}).encode(), "x")

    @pytest.mark.parametrize("content", [b"[]", b"{", b"\xff"])
    def test_what_is_no_object_is_refused(self, content):
        with pytest.raises(FileRefusedError):
            jsonstat.read(content, "x")


def test_collections_name_what_there_is():
    """Each is of a source that we can ask, in a format that the source speaks, and its dataset has a name."""
    named = {one["code"]: one["source"] for one in bundled.definitions("datasets")}
    for one in collections():
        assert one.source in SOURCES
        assert named[one.code] == one.source
        spoken = {
            "gus-bdl": {FileFormat.BDL_API},
            "eurostat": {FileFormat.EUROSTAT_CSV, FileFormat.EUROSTAT_JSON},
        }
        assert one.file_format in spoken[one.source]
        assert bool(one.variables) == (one.source == "gus-bdl") == bool(one.levels)
        assert len({variable.breakdown for variable in one.variables}) == len(one.variables)


def test_what_is_fetched_feeds_the_indicators_that_stand():
    """Breakdowns of collections are those that the bundled tables and indicators use."""
    read = {
        (cells.dataset, breakdown)
        for one in bundled.definitions("indicators")
        for cells in cells_in(formula(one["formula"]))
        for breakdown in cells.breakdowns
    }
    given = {(one.code, variable.breakdown) for one in collections() for variable in one.variables}
    assert {("P2392", "ogółem"), ("P2670", "ogółem"), ("P2497", "ogółem"), ("P2137", "ogółem | ogółem")} <= read & given
