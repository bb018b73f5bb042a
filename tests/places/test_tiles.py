"""The cartogram positions: every county has its own place, and neighbours stay near."""

from __future__ import annotations

from collections import defaultdict

import pytest

from azymut.places.exchange import bundled

LODZKIE = {
    "1002": (3, 1), "1005": (4, 1), "1004": (2, 2), "1020": (3, 2), "1021": (4, 2), "1063": (5, 2), "1015": (6, 2),
    "1011": (2, 3), "1061": (3, 3), "1006": (4, 3), "1013": (5, 3), "1014": (1, 4), "1019": (2, 4), "1003": (3, 4),
    "1008": (4, 4), "1016": (5, 4), "1018": (1, 5), "1017": (2, 5), "1001": (3, 5), "1010": (4, 5), "1062": (5, 5),
    "1007": (6, 5), "1009": (3, 6), "1012": (4, 6),
}  # fmt: skip
LARGEST_GRID = 14


@pytest.fixture(scope="module")
def tiles():
    places = defaultdict(dict)
    for unit in bundled.units():
        if unit.level == "county" and unit.valid_to is None:
            assert unit.tile_column, unit.code
            places[unit.parent][unit.code] = (unit.tile_column, unit.tile_row)
    return places


def test_lodzkie_is_as_drawn(tiles):
    assert tiles["10"] == LODZKIE


def test_all_380_counties_have_a_place_of_their_own(tiles):
    assert len(tiles) == 16
    assert sum(len(places) for places in tiles.values()) == 380
    for places in tiles.values():
        assert len(set(places.values())) == len(places)
        assert all(1 <= part <= LARGEST_GRID for place in places.values() for part in place)
        assert min(column for column, _row in places.values()) == 1
        assert min(row for _column, row in places.values()) == 1


def test_neighbours_stay_near(tiles):
    """Of the pairs of neighbours in a voivodeship at least three quarters touch (corners count), none lies more than
    one tile apart, and the mean distance is below 1.25 tiles."""
    pairs = bundled.neighbours()
    for places in tiles.values():
        distances = [
            max(abs(places[a][0] - places[b][0]), abs(places[a][1] - places[b][1]))
            for a, b in pairs
            if a in places and b in places
        ]
        assert max(distances) <= 2
        assert sum(distance == 1 for distance in distances) / len(distances) >= 0.75
        assert sum(distances) / len(distances) < 1.25


def test_city_lies_beside_a_county_that_surrounds_it(tiles):
    cities = {unit.code for unit in bundled.units() if unit.is_city and unit.valid_to is None}
    assert len(cities) == 66
    pairs = bundled.neighbours()
    for places in tiles.values():
        for city in cities & set(places):
            near = [b if a == city else a for a, b in pairs if city in {a, b}]
            assert any(
                max(abs(places[city][0] - places[other][0]), abs(places[city][1] - places[other][1])) == 1
                for other in near
                if other in places
            ), city
