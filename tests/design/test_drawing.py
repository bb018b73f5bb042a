"""Drawings: their colours, their safety under the content policy, the cache and what happens when drawing fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils.translation import override

from azymut.design import drawing, vega
from azymut.design.charts import Point, Series
from tests.design import examples

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def charts_dir(settings, tmp_path):
    settings.CHARTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def refuse_processes(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("nothing was to be drawn")

    monkeypatch.setattr(subprocess, "run", refuse)


def test_page_drawing_uses_tokens_only_and_fills_its_place():
    text = drawing.svg(examples.line())
    assert "var(--c0)" in text
    assert not re.findall(r'(?:fill|stroke)="#', text)
    head = text.partition(">")[0]
    assert 'role="img"' in head
    assert 'aria-label="Share of adults &amp; learners, 2019 to 2023 &lt;rising&gt;"' in head
    assert "viewBox=" in head
    assert " width=" not in head
    ET.fromstring(text)  # noqa: S314  # our own drawing


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("chart", examples.ALL)
@pytest.mark.usefixtures("drawn")
def test_page_drawing_carries_nothing_the_content_policy_bars(chart, narrow):
    text = drawing.svg(chart, narrow=narrow)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", text)
    width = float(re.search(r'viewBox="0 0 (\d+)', text).group(1))
    assert width == vega.Canvas(narrow=narrow).width


def test_print_drawing_has_literal_colours():
    text = drawing.svg(examples.line(), for_print=True)
    assert vega.PRINT["c0"] in text
    assert "var(" not in text


def test_png_is_a_picture():
    assert drawing.png(examples.plan()).startswith(b"\x89PNG")


def test_texts_of_a_chart_are_escaped():
    chart = examples.bars(series=(Series("x", (Point('<b onload="1">&"\\', 1.0),)),), unit="</text>")
    text = drawing.svg(chart)
    assert "<b" not in text
    assert "&lt;b" in text
    period = examples.line(series=(Series("x", (Point('"]\\<i>', 1.0), Point("b", 2.0))),))
    assert "&lt;i&gt;" in drawing.svg(period)


def test_numbers_follow_the_language():
    with override("pl"):
        assert ">4,9<" in drawing.svg(examples.line()).replace(" ", "")
    with override("en"):
        assert ">4.9<" in drawing.svg(examples.line()).replace(" ", "")


def test_missing_value_leaves_a_gap_and_break_is_marked():
    spec = vega.spec(examples.line(), vega.Canvas())
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    region = next(layer for layer in lines if layer["mark"]["strokeWidth"] == 3)
    stretches = {row["i"]: row["s"] for row in region["data"]["values"]}
    assert 1 not in stretches
    assert len(set(stretches.values())) == 2
    with override("en"):
        assert "break in the series" in drawing.svg(examples.line())


def test_series_differ_by_shape_and_dash():
    spec = vega.spec(examples.line(), vega.Canvas())
    lines = [layer["mark"]["strokeDash"] for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    shapes = {layer["mark"]["shape"] for layer in spec["layer"] if layer["mark"].get("shape")}
    assert len({tuple(dash) for dash in lines}) == 2
    assert len(shapes) == 2


def test_second_call_reads_the_kept_file(charts_dir, monkeypatch):
    first = drawing.svg(examples.line())
    monkeypatch.setattr(subprocess, "run", None)
    assert drawing.svg(examples.line()) == first


def test_all_missing_charts_are_drawn_in_one_process(charts_dir, monkeypatch):
    calls = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: calls.append(1) or real(*args, **kwargs))
    drawing.draw([examples.line(), examples.plan()])
    drawing.draw([examples.line(), examples.plan()])
    assert len(calls) == 1
    assert len(list(charts_dir.rglob("*.svg"))) == 4
    drawing.draw([examples.line()], for_print=True)
    assert len(list(charts_dir.rglob("*.png"))) == 1


def test_racing_requests_draw_once(charts_dir, monkeypatch):
    calls = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: calls.append(1) or real(*args, **kwargs))
    with ThreadPoolExecutor(4) as pool:
        drawn = set(pool.map(lambda _: drawing.svg(examples.plan()), range(4)))
    assert len(drawn) == 1
    assert len(calls) == 1
    assert not list(charts_dir.rglob("*.part"))


def test_page_shows_the_table_when_drawing_fails(charts_dir, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise subprocess.CalledProcessError(1, "draw", stderr=b"no engine")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(drawing.DrawingError):
        drawing.png(examples.line())
    page = Template('{% load pictures %}{% draw_all charts %}{% part "chart" chart=charts.0 %}').render(
        Context({"charts": [examples.line()]})
    )
    assert "<svg" not in page
    assert "<details open>" in page
    assert "no engine" in caplog.text


def test_web_process_never_loads_the_engine():
    code = (
        "import sys, django; django.setup()\n"
        "import azymut.design.drawing, azymut.design.web.views, config.urls\n"
        "sys.exit('vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env=ENVIRONMENT).returncode == 0


def test_part_shows_title_source_caveats_and_numbers():
    chart = examples.line(source_url="/skad/", download_url="/pobierz/", sample=True)
    with override("en"):
        page = Template('{% part "chart" chart=chart %}').render(Context({"chart": chart}))
    for piece in (
        "<h3>Rising since 2021 ",
        'class="sample"',
        '<a href="/skad/">GUS BDL</a>',
        'href="/pobierz/"',
        "Break in 2021.",
        "<details>",
        '<th scope="row">2020</th><td class="num">n/a</td>',
    ):
        assert piece in page


@pytest.mark.parametrize(
    ("values", "zero_based", "expected"),
    [
        ([3.2, 7.9], True, (0, 8, 2)),
        ([3.2, 7.9], False, (3, 8, 1)),
        ([-1.5, 3.5], True, (-2, 4, 1)),
        ([], True, (0, 1, 0.2)),
        ([5, 5], False, (5, 6, 0.2)),
        ([-5.0], False, (-5, 0, 1)),
        ([0.012, 0.048], True, (0, 0.05, 0.01)),
    ],
)
def test_scale_has_round_ends_and_steps(values, zero_based, expected):
    scale = vega.scale_for(values, zero_based=zero_based)
    assert (scale.low, scale.high, scale.step) == pytest.approx(expected)


def test_months_keep_all_their_digits_where_places_lose_theirs():
    raw = '<svg viewBox="0 0 10.55 5"><path d="M1.234 5.678"/><text x="2.25">03.2024</text></svg>'
    drawn = drawing.inline(raw, "alt")
    assert "03.2024</text>" in drawn
    assert 'd="M1.2 5.6"' in drawn
    assert 'x="2.2"' in drawn
