"""Formulas compiled to SQL against the same worked out plainly in Python."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azymut.indicators import store
from azymut.indicators.exchange import bundled
from azymut.indicators.models import Indicator
from azymut.indicators.rules.formula_language import Cells, printed, read
from azymut.indicators.rules.formulas import formula, in_order
from azymut.indicators.store import sql
from azymut.indicators.store.compiling import work_out
from azymut.places.models import Territory
from tests.indicators.formulas import Reference, Row, trees

PLACES = ("10", "1001", "1002", "12", "1201", "PL", "PL711", "1001011")
PERIODS = ("2014", "2015", "2016", "2017", "2015-01", "2015-02", "2016-02", "2015-Q1", "2016-Q1", "2015-S1", "2015-S2")
COUNTIES = ("1001", "1002", "1201")
KNOWN = {"x": Cells("P1", ("a",)), "y": Cells("P1", ("b",))}
OBSERVED = """
    CREATE TABLE observation (dataset VARCHAR, release VARCHAR, sample BOOLEAN, territory VARCHAR, period VARCHAR,
                              breakdown VARCHAR, value DECIMAL(18, 6), flags VARCHAR)
"""

cells = st.tuples(
    st.none() | st.integers(-3, 6).map(Decimal) | st.decimals(min_value=0, max_value=100, places=1),
    st.sampled_from(("", "", "", "b", "e", "z", "be")),
    st.sampled_from(("r1", "r2")),
)
cubes = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(PERIODS), st.sampled_from("abc")), cells, max_size=60
)


def observations(cube):
    return {
        key: Row(value, frozenset(flags), frozenset({release}), sample=release == "r2")
        for key, (value, flags, release) in cube.items()
    }


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(OBSERVED)
        con.execute(sql.COUNTIES, [list(COUNTIES)])
        con.execute(sql.DRAFT_FIGURES)
        yield con


def by_sql(con, cube, tree):
    con.execute("DELETE FROM observation; DELETE FROM draft")
    rows = [
        ("P1", release, release == "r2", place, period, breakdown, value, flags)
        for (place, period, breakdown), (value, flags, release) in cube.items()
    ]
    if rows:
        con.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for key, one in {**KNOWN, "it": tree}.items():
        for statement in work_out(key, one):
            con.execute(*statement)
    assert con.execute("SELECT count(DISTINCT indicator) FROM draft WHERE contains(indicator, '#')").fetchone() == (0,)
    found = con.execute(
        "SELECT territory, period, value, flags, releases, sample, rolled FROM draft WHERE indicator = 'it'"
    ).fetchall()
    return {
        (place, period): Row(value, frozenset(flags), frozenset(releases.split(",")), sample, rolled)
        for place, period, value, flags, releases, sample, rolled in found
    }


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cube=cubes, tree=trees)
def test_sql_gives_what_the_formula_means(engine, cube, tree):
    assert by_sql(engine, cube, tree) == Reference(observations(cube), COUNTIES, KNOWN).work_out(tree)


CUBE = {
    ("10", "2014", "a"): (Decimal(100), "", "r1"),
    ("10", "2015", "a"): (Decimal(110), "", "r1"),
    ("10", "2016", "a"): (Decimal(50), "b", "r1"),
    ("10", "2017", "a"): (Decimal(60), "", "r2"),
    ("10", "2015", "b"): (Decimal(0), "", "r1"),
    ("10", "2016", "b"): (Decimal(25), "", "r1"),
    ("1001", "2017", "a"): (Decimal(30), "", "r1"),
    ("1002", "2017", "a"): (None, "m", "r1"),
    ("1201", "2017", "a"): (Decimal(7), "", "r1"),
    ("1201", "2016", "a"): (Decimal(5), "b", "r1"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ratio(x, y)", {("10", "2015"): (None, ""), ("10", "2016"): (Decimal(2), "b")}),
        ("share(y, x)", {("10", "2015"): (Decimal(0), ""), ("10", "2016"): (Decimal(50), "b")}),
        ("change(x, 1)", {("10", "2015"): (Decimal(10), ""), ("10", "2016"): (None, "b"),
                          ("10", "2017"): (Decimal(20), "b"), ("1201", "2017"): (Decimal(40), "b")}),
        ("change_points(x, 3)", {("10", "2017"): (None, "b")}),
        ('index(x, "2014")', {("10", "2014"): (Decimal(100), ""), ("10", "2015"): (Decimal(110), ""),
                              ("10", "2016"): (None, "b"), ("10", "2017"): (None, "b")}),
        ("moving_mean(x, 2)", {("10", "2015"): (Decimal(105), ""), ("10", "2016"): (None, "b"),
                               ("10", "2017"): (Decimal(55), ""), ("1201", "2017"): (Decimal(6), "")}),
        ("cohort(x, y, 1)", {("10", "2016"): (None, "b"), ("10", "2017"): (Decimal(240), "")}),
        ("relative(x)", {("1001", "2017"): (Decimal(50), ""), ("1002", "2017"): (None, "m")}),
        ("2 - y / y", {("10", "2015"): (None, ""), ("10", "2016"): (Decimal(1), "")}),
    ],
)  # fmt: skip
def test_what_functions_give(engine, text, expected):
    found = by_sql(engine, CUBE, read(text))
    assert {at: (row.value, "".join(sorted(row.flags))) for at, row in found.items()} == expected


def test_sums_over_counties_only_where_the_source_gives_none(engine):
    found = by_sql(engine, CUBE, read("rolled_up(x)"))
    assert (found["10", "2017"].value, found["10", "2017"].rolled) == (Decimal(60), False)
    assert (found["12", "2017"].value, found["12", "2017"].rolled) == (Decimal(7), True)


def test_a_rank_rests_on_all_peers(engine):
    found = by_sql(engine, CUBE, read("rank(x)"))
    assert (found["1001", "2017"].value, found["1002", "2017"].value) == (Decimal(1), None)
    assert found["10", "2017"].releases == frozenset({"r2"})


def test_what_is_too_large_is_missing(engine):
    assert by_sql(engine, CUBE, read("x * 999999999999"))["10", "2014"].value is None


@pytest.mark.slow
def test_bundled_definitions_give_what_they_mean(load):
    """Every figure of every bundled definition that rests on a small table, worked out twice."""
    load("P2392", "P1946", "P2425", "SZKOLY_PONADPODSTAWOWE", "ORPDE_BEZROBOCIE")
    now = store.current()
    rows = now.read("SELECT dataset, release, sample, territory, period, breakdown, value, flags FROM observation", [])
    cube = {}
    for dataset, release, sample, place, period, breakdown, value, flags in rows:
        row = Row(value, frozenset(flags), frozenset({release}), sample)
        cube.setdefault(dataset, {})[place, period, breakdown] = row
    known = {row.key: formula(row.formula) for row in Indicator.objects.all()}
    counties = list(Territory.objects.filter(level="county", valid_to__isnull=True).values_list("code", flat=True))
    reference = _Bundled(cube, counties, known)
    for key in in_order(known):
        found = {
            (one.territory, one.period): Row(
                one.value, frozenset(one.flags), frozenset(one.releases), one.sample, one.rolled
            )
            for one in now.figures(indicators=[key])
        }
        assert found == reference.work_out(known[key]), key


class _Bundled(Reference):
    """The reference over several datasets, each indicator worked out once."""

    def __init__(self, cube, counties, known):
        super().__init__({}, counties, known)
        self.cube = cube
        self.done = {}

    def work_out(self, node):
        text = printed(node)
        if text not in self.done:
            datasets = [cell.dataset for cell in (node, *getattr(node, "arguments", ())) if isinstance(cell, Cells)]
            if datasets:
                self.observations = self.cube.get(datasets[0], {})
            self.done[text] = super().work_out(node)
        return dict(self.done[text])


def test_every_bundled_formula_is_printed_as_it_is_written():
    for entry in bundled.definitions("indicators"):
        assert printed(read(entry["formula"])) == entry["formula"]
