"""Parts of the report that need the observatory, and the corners of an action's chapter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from azymut.documents.blocks import ChartBlock, Facts, Table
from azymut.indicators.rules.reading import Rank
from azymut.programmes.enums import PeriodPart, TagGroup
from azymut.reports.queries import monitoring_report, one_action, readings, region
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import (
    ActionFactory,
    ActionIndicatorFactory,
    MeasurementFactory,
    NodeFactory,
    TagFactory,
    VersionFactory,
)
from tests.indicators.conftest import load, observatory, statistics

__all__ = ["load", "observatory", "statistics"]
pytestmark = pytest.mark.django_db


def test_the_region_is_told_with_value_period_and_rank(load):
    load("P2392", "P2497", "P2670", "trng_lfse_04")
    _heading, _told, table = region.blocks()
    assert isinstance(table, Table)
    rows = {row[0].text: [cell.text for cell in row[1:4]] for row in table.rows}
    wages = next(texts for name, texts in rows.items() if "wynagrodzenie" in name.lower())
    assert wages[0].endswith("zł")
    assert "licząc od najwyższej wartości" in wages[2]
    assert any("licząc od najniższej wartości" in texts[2] for texts in rows.values())
    assert all(cells[0] != "b.d." for cells in rows.values())


def test_a_region_without_figures_is_passed_over(observatory):
    assert region.blocks() == []


@pytest.mark.parametrize("rank", [None, Rank(place=1, of=1, from_lowest=True, tied=False)])
def test_alone_there_is_no_rank(rank):
    assert region._rank(rank) == ""


def test_a_linked_indicator_takes_the_observatory_series(load):
    load("P2392")
    from azymut.places.models import Territory  # noqa: PLC0415  # the register stands only now

    county = Territory.objects.current().get(code="1001")
    indicator = ActionIndicatorFactory(indicator_key="unemployment_rate", territory=county, name="Bezrobocie")
    points = readings.points_of(indicator)
    assert [point.x for point in points] == ["2022"]
    assert points[0].y == pytest.approx(5.1)
    assert readings.source_of(indicator) == "Obserwatorium regionalne: Bezrobocie"


def test_half_years_are_named():
    indicator = ActionIndicatorFactory()
    MeasurementFactory(indicator=indicator, year=2026, part=PeriodPart.HALF, value=Decimal(5))
    assert [point.x for point in readings.points_of(indicator)] == ["I półrocze 2026"]


def test_tags_stand_under_their_group_and_bare_actions_say_less(marks, now):
    version = VersionFactory(strategy__is_sample=False, resolution_number="1/2024")
    priority = NodeFactory(version=version, number="9", text="")
    action = ActionFactory(version=version, priority=priority, node__text="Treść działania.")
    action.tags.add(TagFactory(group=TagGroup.AREA, name="Umiejętności podstawowe"))
    ActionIndicatorFactory(action=action, name="Bez celu", baseline=None, baseline_year=None, targets={})
    without_value = ActionIndicatorFactory(action=action, name="Bez wartości")
    MeasurementFactory(indicator=action.indicators.get(name="Bez celu"), year=2025, value=Decimal(3))
    content = monitoring_report(version, at=now, language="pl")
    assert "DANE" not in content.cover.note
    facts = next(block for block in content.blocks if isinstance(block, Facts))
    assert ("Obszar ZSU 2030", "Umiejętności podstawowe") in facts.pairs
    titles = [block.chart.title for block in content.blocks if isinstance(block, ChartBlock)]
    assert f"{without_value.name}: jeszcze bez wartości." in titles
    assert any(title.startswith("Bez celu: 3") and "plan" not in title for title in titles)


def test_a_draft_without_resolution_names_its_number_only(region_of_the_report, now):
    content = monitoring_report(VersionFactory(draft=True), at=now, language="pl")
    assert content.cover.note.startswith("Wersja 1")
    assert "uchwałą" not in content.cover.note


@pytest.fixture
def region_of_the_report(db):
    return TerritoryFactory(voivodeship=True)


def test_first_letter_rises_and_the_rest_stays():
    assert one_action._first_upper("obszar ZSU 2030") == "Obszar ZSU 2030"
