"""The read API tells territories: by level, within a unit, page by page, one by its code."""

from __future__ import annotations

import pytest

from azymut.places.enums import Level
from azymut.places.exchange import bundled
from azymut.places.queries import standing


@pytest.fixture
def register(db, now):
    bundled.load(by=None, at=now)


def codes(client, query):
    return [one["code"] for one in client.get(f"/api/v1/territories?{query}").json()["items"]]


@pytest.mark.usefixtures("register")
def test_territories_by_level_and_within_a_unit(client):
    assert len(codes(client, "level=voivodeship")) == 16
    assert len(codes(client, "level=county&within=10")) == 24
    assert set(codes(client, "within=10&level=subregion")) == {"PL711", "PL712", "PL713", "PL714", "PL715"}
    assert codes(client, "within=1061") == ["1061"]
    assert set(codes(client, "within=PL711")) >= {"PL711", "1061"}
    assert codes(client, "level=county&within=PL") == codes(client, "level=county")
    assert codes(client, "level=country") == ["PL"]
    assert codes(client, "within=nie-ma") == []


@pytest.mark.usefixtures("register")
def test_pages_of_territories_hold_each_once(client):
    whole = codes(client, "level=county&limit=5000")
    first = client.get("/api/v1/territories?level=county&limit=200").json()
    assert (first["total"], first["previous"]) == (len(whole), None)
    second = client.get(first["next"].removeprefix("http://localhost:8000")).json()
    assert second["next"] is None
    assert [one["code"] for page in (first, second) for one in page["items"]] == whole
    assert "0201" in whole


@pytest.mark.usefixtures("register")
def test_one_territory(client):
    told = client.get("/api/v1/territories/0201").json()
    assert told == {
        "code": "0201", "level": "county", "name": "powiat bolesławiecki", "parent": "02", "nuts": None,
        "url": "http://localhost:8000/api/v1/territories/0201",
    }  # fmt: skip
    assert client.get("/api/v1/territories/9999").status_code == 404
    refused = client.get("/api/v1/territories?level=world&limit=0")
    assert (refused.status_code, [one["parameter"] for one in refused.json()["errors"]]) == (400, ["level", "limit"])


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("limit", [1, 100])
def test_territories_take_the_same_number_of_queries(client, settings, django_assert_num_queries, limit):
    settings.API_PER_MINUTE = 0
    with django_assert_num_queries(3):
        client.get(f"/api/v1/territories?limit={limit}")


@pytest.mark.usefixtures("register")
def test_standing_narrows_by_level_and_unit():
    assert standing().count() == standing(within="PL").count()
    assert set(standing(level=Level.COUNTY, within="10").values_list("level", flat=True)) == {"county"}
