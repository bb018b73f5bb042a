"""Another voivodeship starts by naming its TERYT code."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.slow


@pytest.fixture
def another_region(db, settings, tmp_path, request):
    """Reference data loaded for the voivodeship of this code."""
    settings.REGION_TERYT = request.param
    settings.DATA_DIR = tmp_path
    settings.STATISTICS_DIR = tmp_path / "statistics"
    settings.CHARTS_DIR = tmp_path / "charts"
    for command in ("load_places", "load_indicators"):
        call_command(command, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("another_region", "name", "county", "stranger"),
    [
        ("24", "śląskie", "powiat cieszyński", "powiat kutnowski"),
        ("06", "lubelskie", "powiat puławski", "powiat kutnowski"),
    ],
    indirect=["another_region"],
)
def test_pages_speak_of_the_named_voivodeship(another_region, name: str, county: str, stranger: str) -> None:
    page = Client().get("/region/")
    assert page.status_code == 200
    text = page.content.decode()
    assert name in text
    assert county in text
    assert stranger not in text
    assert Client().get("/").status_code == 200


@pytest.mark.parametrize("another_region", ["24"], indirect=True)
def test_indicators_show_its_counties(another_region) -> None:
    text = Client().get("/wskazniki/stopa-bezrobocia/").content.decode()
    assert "powiat cieszyński" in text
    assert "powiat kutnowski" not in text
