"""Charts as values: their tables of numbers and their form in a freeze."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override

from azymut.design import charts
from tests.design import examples


def test_rows_hold_heading_values_flags_and_breaks():
    with override("en"):
        assert charts.as_rows(examples.line()) == [
            ["Period", "Łódzkie (%)", "Polska (%)"],
            ["2019", "3.1", "4.0"],
            ["2020", "n/a", "4.1"],
            ["2021", "4.5 (break in the series)", "4.4"],
            ["2022", "4.2", "4.6"],
            ["2023", "4.9 p", "4.8"],
        ]


def test_rows_of_targets_begin_with_the_baseline():
    with override("en"):
        rows = charts.as_rows(examples.plan())
    assert rows[0] == ["Period", "reached (places)", "planned (places)", "baseline 2024 (places)"]
    assert rows[1] == ["2024", "n/a", "n/a", "120"]
    assert rows[3] == ["2026", "214 p", "400", "n/a"]


def test_rows_show_a_flag_alone_when_there_is_no_value():
    chart = examples.bars(
        series=(charts.Series("", (charts.Point("a", None, flag="suppressed"),)),), unit="", x_label="County"
    )
    assert charts.as_rows(chart) == [["County", ""], ["a", "suppressed"]]


@pytest.mark.parametrize("chart", [examples.line(), examples.bars(), examples.plan()])
def test_chart_survives_a_freeze(chart):
    assert charts.from_dict(json.loads(json.dumps(charts.as_dict(chart)))) == chart
