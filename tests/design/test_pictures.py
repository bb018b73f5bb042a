"""Cartogram, map and data table: their values and their markup."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from azymut.design import map as maps
from azymut.design import tables
from azymut.design.cartogram import SOFT_HYPHEN, Cartogram, LegendEntry, Tile, hyphenated, shades

SQUARE = {"type": "Polygon", "coordinates": [[(19, 51), (20, 51), (20, 52), (19, 52), (19, 51)]]}
EAST = {"type": "MultiPolygon", "coordinates": [[[(20, 51), (21, 51), (21, 52), (20, 52), (20, 51)]]]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([None, None], [None, None]),
        ([5.0, 5.0, None], [0, 0, None]),
        ([1, 2, 3, 4, 5], [0, 1, 2, 3, 4]),
        ([], []),
    ],
)
def test_shades_are_quantiles(values, expected):
    assert shades(values) == expected


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=60))
def test_equal_values_share_a_shade_and_order_is_kept(values):
    found = list(zip(values, shades(values), strict=True))
    for value, shade in found:
        assert (shade is None) == (value is None)
        for other, other_shade in found:
            if value is not None and other is not None and value <= other:
                assert shade <= other_shade <= 4


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("łódzki wschodni", "łódzki wschodni"),
        ("bełchatowski", "beł-cha-tow-ski"),
        ("zduńskowolski", "zduń-sko-wol-ski"),
        ("radomszczański", "radom-szczań-ski"),
        ("Piotrków Trybunalski", "Piotr-ków Try-bunal-ski"),
    ],
)
def test_long_names_may_break_between_syllables(name, parts):
    assert hyphenated(name).replace(SOFT_HYPHEN, "-") == parts


@given(st.text(alphabet="aąbcćdeęfghijklłmnńoóprsśtuwyzźż ", max_size=60))
def test_hyphenation_changes_no_letter(text):
    assert hyphenated(text).replace(SOFT_HYPHEN, "") == text


def render(source: str, **values) -> str:
    with override("pl"):
        return Template(source).render(Context(values))


def test_cartogram_says_name_and_value_of_each_tile():
    cartogram = Cartogram(
        "Title", "Note", (Tile("Łódź", "4,7", 2, 3, 3, city=True, url="/l/"), Tile("łaski", "b.d.", None, 3, 4)),
        (LegendEntry(2, "4–5"), LegendEntry(None, "b.d.")), 6, source_url="/s/", table_url="/t/", map_url="/m/",
    )  # fmt: skip
    page = render('{% part "cartogram" cartogram=cartogram %}', cartogram=cartogram)
    assert '<li class="c3 r3 q2 city"><a href="/l/"><span>Łódź</span> <b>4,7</b></a></li>' in page
    assert '<li class="c3 r4 qn"><div><span>łaski</span> <b>b.d.</b></div></li>' in page
    assert "miasto na prawach powiatu" in page
    for address in ("/s/", "/t/", "/m/"):
        assert f'href="{address}"' in page


def test_map_fits_its_extent_and_neighbours_share_a_border():
    drawn = maps.draw(
        [maps.Place("a", "1", 0, SQUARE), maps.Place("b", "2", None, EAST, url="/b/")], title="Map", table_url="/t/"
    )
    assert drawn.width == 800
    assert 620 < drawn.height < 660
    assert drawn.shapes[0].path.startswith("M0 ")
    assert drawn.shapes[1].path.startswith("M400 ")
    page = render('{% part "map" map=map %}', map=drawn)
    assert '<a href="/b/" aria-label="b: 2">' in page
    assert "<title>a: 1</title>" in page
    assert 'role="group"' in page


def test_map_leaves_out_what_is_smaller_than_its_grid_and_refuses_lines():
    speck = {"type": "Polygon", "coordinates": [[(19, 51), (19.0001, 51), (19, 51.0001), (19, 51)]]}
    drawn = maps.draw([maps.Place("a", "1", 0, SQUARE), maps.Place("speck", "2", 0, speck)], title="Map")
    assert drawn.shapes[1].path == ""
    assert maps.draw([], title="Empty").shapes == ()
    with pytest.raises(ValueError, match="must be a polygon"):
        maps.draw([maps.Place("x", "1", 0, {"type": "Point"})], title="Map")


def test_map_drops_spots_on_a_straight_run():
    dotted = {"type": "Polygon", "coordinates": [[(19, 51), (19.5, 51), (20, 51), (20, 52), (19, 52), (19, 51)]]}
    plain = maps.draw([maps.Place("a", "1", 0, SQUARE)], title="Map")
    assert maps.draw([maps.Place("a", "1", 0, dotted)], title="Map").shapes[0].path == plain.shapes[0].path


def test_only_known_keys_sort():
    assert tables.sort_key("-name", ("name",), "code") == "-name"
    assert tables.sort_key("password", ("name",), "code") == "code"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("running", 'hx-get="/p/" hx-trigger="every 2s"'),
        ("done", 'href="/file/"'),
        ("failed", "row 3"),
    ],
)
def test_long_work_tells_its_state(state, expected):
    source = '{% part "work" title="T" state=state address="/p/" href="/file/" label="PDF" error="row 3" %}'
    assert expected in render(source, state=state)
