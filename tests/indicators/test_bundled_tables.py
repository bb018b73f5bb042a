"""Tables that come with the product: each figure that was carried over is what the source's own file says."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pytest

from azymut.indicators import queries
from azymut.indicators.enums import Flag, Theme
from azymut.indicators.exchange import bdl, bundled, fetching
from azymut.indicators.exchange.network.collections import collections
from azymut.indicators.rules.formula_language import cells_in
from azymut.indicators.rules.formulas import formula
from tests.indicators import replay

DEFINITIONS = {entry["key"]: entry for entry in bundled.definitions("indicators")}
TABLES = {path.stem: (path, sidecar) for path, sidecar in bundled.tables()}
D = Decimal
FROM_FILES = {"ELA_KRAJ", "ELA_WOJEWODZTWA", "MRPIPS_01"}
"""Datasets that come from files of their source, read by readers of their own."""

CONTEXT = {
    "tgs00026": {"disp_income_household": "ogółem"},
    "tepsr_lm220": {"gender_employ_gap": "ogółem"},
    "tgs00003": {"region_gdp": "ogółem"},
    "tgs00101": {"life_expectancy_t": "sex=T", "life_expectancy_f": "sex=F", "life_expectancy_m": "sex=M"},
    "tgs00010": {"unemployment_rate_t": "sex=T", "unemployment_rate_f": "sex=F", "unemployment_rate_m": "sex=M"},
}
NUTS2 = {
    "PL21": "12", "PL22": "24", "PL41": "30", "PL42": "32", "PL43": "08", "PL51": "02", "PL52": "16", "PL61": "04",
    "PL62": "28", "PL63": "22", "PL71": "10", "PL72": "26", "PL81": "06", "PL82": "18", "PL84": "20",
    "PL91": "PL91", "PL92": "PL92",
}  # fmt: skip


def bundled_rows(name):
    path, sidecar = TABLES[name]
    return bundled.read_tidy(path.read_bytes(), sidecar).observations


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("P1946", "bdl/podregion/RYNE_1946_CREL_*.csv"),
        ("P2137_WIEK", "bdl/wojewodztwo/LUDN_2137_CREL_*.csv"),
    ],
)
def test_figures_of_statistics_poland_are_those_of_its_file(shared_data, name, pattern):
    path = next(shared_data.glob(pattern))
    said = {key: one.says[:2] for key, one in bdl.read_crel(path.read_bytes(), path.stem).observations.items()}
    ours = {key: one.says[:2] for key, one in bundled_rows(name).items()}
    assert {key: said[key] for key in ours} == ours
    breakdowns = {key[2] for key in ours}
    since = min(key[1] for key in ours)
    assert len(ours) == sum(1 for key in said if key[2] in breakdowns and key[1] >= since)


@pytest.mark.parametrize("name", sorted(CONTEXT))
def test_figures_of_eurostat_are_those_of_the_copy(shared_data, name):
    said = {
        (NUTS2[row["nuts2"]], row["year"], CONTEXT[name][row["variable"]]): D(row["value"])
        for row in rows_of(next(shared_data.glob("eurostat/eurostat_nuts2_pl_context_*.csv")))
        if row["eurostat_dataset"] == name and row["variable"] in CONTEXT[name]
    }
    assert {key: one.value for key, one in bundled_rows(name).items()} == said


def test_women_in_schools_are_those_of_the_list(shared_data):
    said = {
        (row["teryt"], row["year"], f"{row['school_type']} | {row['measure']} | kobiety"): D(row["women"])
        for row in rows_of(next(shared_data.glob("bdl/vet_pupils/*.csv")))
        if row["teryt"] == "1061"
    }
    assert {key: one.value for key, one in bundled_rows("SZKOLY_PONADPODSTAWOWE_KOBIETY").items()} == said


def test_students_stay_to_be_imported():
    assert "P3226" not in {sidecar.dataset for _path, sidecar in TABLES.values()}


def test_every_indicator_is_told_in_both_languages():
    assert len(DEFINITIONS) >= 60
    for key, entry in DEFINITIONS.items():
        for name in ("name", "short", "description", "unit"):
            assert entry[f"{name}_pl"], (key, name)
            assert entry[f"{name}_en"], (key, name)
        assert entry["caveats_pl"].count("\n") == entry["caveats_en"].count("\n"), key
        assert entry["theme"] in Theme.values
    for name in ("slug", "name_pl", "name_en", "short_pl", "short_en", "order"):
        told = Counter(entry[name] for entry in DEFINITIONS.values())
        assert [one for one, times in told.items() if times > 1] == [], name


def test_every_indicator_reads_what_is_bundled_or_fetched():
    """An observed breakdown stands in a bundled table, or its dataset is fetched or read from files of its source."""
    held = {(sidecar.dataset, key[2]) for name, (_path, sidecar) in TABLES.items() for key in bundled_rows(name)}
    fetched = {one.code for one in collections()} | FROM_FILES
    for key, entry in DEFINITIONS.items():
        for cells in cells_in(formula(entry["formula"])):
            absent = [one for one in cells.breakdowns if (cells.dataset, one) not in held]
            assert not absent or cells.dataset in fetched, key


def test_breakdowns_of_eurostat_are_those_that_its_collections_ask_for():
    known = {one.code: one for one in collections("eurostat")}
    for key, entry in DEFINITIONS.items():
        for cells in cells_in(formula(entry["formula"])):
            if cells.dataset not in known:
                continue
            wanted = known[cells.dataset]
            for breakdown in cells.breakdowns:
                codes = dict(part.split("=") for part in breakdown.split(" | "))
                assert list(codes) == sorted(codes), key
                assert all(codes[name] in values for name, values in wanted.filters.items()), key
                assert not wanted.dimensions or {*codes, "geo"} == set(wanted.dimensions), key


def test_known_figures_of_the_indicators(load):
    load("P2137", "P1946", "P2670", "SZKOLY_PONADPODSTAWOWE", *CONTEXT)

    def value(key, territory, period):
        return queries.value_of(key, territory, period).value

    young, old = 162039 + 171158, 96709 + 75635 + 227051 + 129388
    assert value("population_0_14", "10", "2023") == D(young)
    assert value("population_65_plus", "10", "2023") == D(old)
    assert value("unemployed_subregion", "PL711", "2022") == D(15420)
    assert value("unemployed_women_share", "PL711", "2022") == round(D(7426) * 100 / 15420, 6)
    assert value("lfs_unemployment_2018", "10", "2018") == D("4.3")
    assert value("gdp_per_head", "10", "2018") == round(
        D("29663.31") * 1_000_000 / value("population", "10", "2018"), 6
    )
    assert value("pupils_vocational", "1061", "2015") == D(6945 + 1104)
    assert value("women_technical_share", "1061", "2015") == round(D(2561) * 100 / 6945, 6)
    assert queries.value_of("population_0_14", "10", "2010").flags == (Flag.MISSING,)
    assert queries.value_of("gdp", "14") is None


# CONSTRUCTED: an invented figure of a real shape.
ANSWERS = {
    "edat_lfse_04": {"freq": "A", "sex": "T", "isced11": "ED5-8", "age": "Y25-34", "unit": "PC"},
    "edat_lfse_16": {"freq": "A", "unit": "PC", "sex": "T", "age": "Y18-24"},
    "edat_lfse_22": {
        "freq": "A", "sex": "T", "age": "Y15-29", "training": "NO_FE_NO_NFE", "wstatus": "NEMP", "unit": "PC",
    },
    "lfst_r_lfe2emprt": {"freq": "A", "unit": "PC", "sex": "T", "age": "Y20-64"},
    "lfst_r_lfu3rt": {"freq": "A", "isced11": "TOTAL", "sex": "T", "age": "Y15-74", "unit": "PC"},
    "nama_10r_2gdp": {"freq": "A", "unit": "PPS_HAB_EU27_2020"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("edat_lfse_04", "tertiary_25_34"),
        ("edat_lfse_16", "early_leavers"),
        ("edat_lfse_22", "neet"),
        ("lfst_r_lfe2emprt", "employment_20_64"),
        ("lfst_r_lfu3rt", "lfs_unemployment"),
        ("nama_10r_2gdp", "gdp_per_head_eu"),
    ],
)
def test_what_eurostat_answers_becomes_the_indicator(eurostat, now, code, key):
    codes = {**ANSWERS[code], "geo": "PL71", "time": "2024"}
    eurostat.answer = lambda _asked: replay.as_json(
        {
            **replay.JSON_STAT,
            "id": list(codes),
            "size": [1] * len(codes),
            "value": {"0": 41.5},
            "status": {"0": "u"},
            "dimension": {name: {"category": {"index": {one: 0}}} for name, one in codes.items()},
            "extension": {"id": code.upper()},
        }
    )
    wanted = next(one for one in collections("eurostat") if one.code == code)
    fetching.bring(wanted, by=None, at=now, publish=True)
    value = queries.value_of(key, "10", "2024")
    assert (value.value, value.flags) == (D("41.5"), (Flag.UNRELIABLE,))
    query = eurostat.asked[0].query
    assert all(query[name] == list(values) for name, values in wanted.filters.items())
