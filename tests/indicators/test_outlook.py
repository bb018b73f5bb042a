"""The outlook is tried on years that were held back, and keeps silent where it would mislead."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azymut.indicators import queries
from azymut.indicators.exchange import bundled
from azymut.indicators.models import Indicator
from azymut.indicators.rules.outlook import Outlook, Silence, horizon, project


def series(*values, start=2000):
    """`series(5, None, (7, "b"))`, a value a year."""
    pairs = [value if isinstance(value, tuple) else (value, "") for value in values]
    return [
        (str(start + at), None if one is None else Decimal(str(one)), flags) for at, (one, flags) in enumerate(pairs)
    ]


STEADY = series(*(100 + 2 * at for at in range(20)))


def test_a_steady_series_goes_on_and_slows_down():
    found = project(STEADY, 2021)
    assert (found.year, found.last_year, found.last, found.since) == (2021, 2019, 138, 2012)
    assert found.value == pytest.approx(138 + 2 * 1.9)
    assert found.low < found.value < found.high
    assert (found.held, found.trials) == (43, 52)


def test_the_band_grows_with_the_years_ahead():
    near, far = project(STEADY, 2020), project(STEADY, 2027)
    assert far.high - far.low > 4 * (near.high - near.low)


def test_a_figure_stays_within_what_it_can_be():
    found = project(STEADY, 2027, lowest=147, highest=148)
    assert (found.low, found.value, found.high) == (147, 148, 148)


@pytest.mark.parametrize(
    ("points", "year", "why"),
    [
        ([*STEADY, ("2020-01", Decimal(5), "")], 2021, Silence.NOT_YEARLY),
        (STEADY[:5], 2006, Silence.TOO_SHORT),
        (STEADY[:8], 2009, Silence.TOO_SHORT),
        ([], 2021, Silence.TOO_SHORT),
        (series(*range(100, 115), (50, "b"), 51, 52), 2019, Silence.AFTER_BREAK),
        (series(*range(100, 115), (50, "b"), 51, 52, 53, 54, 55, 56), 2023, Silence.AFTER_BREAK),
        (STEADY, 2028, Silence.TOO_FAR),
        (STEADY, 2019, Silence.PAST),
        (series(*(100 if at % 3 else 900 for at in range(20))), 2027, Silence.UNSTEADY),
        (series(*([100] * 12), *(100 + 40 * at * at for at in range(8))), 2020, Silence.UNSTEADY),
    ],
)
def test_it_keeps_silent_and_says_why(points, year, why):
    assert project(points, year) == why


def test_only_what_follows_the_last_break_counts():
    broken = series(*range(500, 480, -1), (100, "b"), *(100 + 2 * at for at in range(1, 20)))
    found = project(broken, 2041)
    assert found.value == pytest.approx(138 + 2 * 1.9)


def test_a_break_at_the_very_first_figure_breaks_nothing():
    assert project(series((1, "b"), 2, 3), 2004) == Silence.TOO_SHORT


def test_years_without_a_figure_are_passed_over():
    gappy = [point if point[0] != "2010" else ("2010", None, "m") for point in STEADY]
    assert isinstance(project(gappy, 2021), Outlook)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(50, 60), min_size=12, max_size=20), st.integers(1, 8))
def test_the_band_holds_the_projection_itself(values, ahead):
    found = project(series(*values), 2000 + len(values) - 1 + ahead, lowest=0, highest=100)
    if isinstance(found, Outlook):
        assert 0 <= found.low <= found.value <= found.high <= 100


@pytest.mark.parametrize(("last", "year"), [(2022, 2030), (2021, 2026), (2024, 2030), (2029, 2030), (2030, 2035)])
def test_the_year_to_look_at(last, year):
    assert horizon(last) == year


@pytest.mark.parametrize(("dataset", "at_least"), [("P2392", 0.9), ("P2670", 0.9), ("P2137", 0.75)])
def test_bands_hold_what_came_in_the_bundled_series(dataset, at_least):
    """Each third end of a series from ten years on is projected one, three and five years ahead."""
    ((path, sidecar),) = [one for one in bundled.tables() if one[0].stem == dataset]
    rows = defaultdict(list)
    for (territory, period, breakdown), one in sorted(
        bundled.read_tidy(path.read_bytes(), sidecar).observations.items()
    ):
        rows[territory, breakdown].append((period, one.value, one.flags))
    held = []
    for key in sorted(rows)[:: 1 + len(rows) // 90]:
        points = rows[key]
        for end in range(10, len(points), 3):
            for ahead in (1, 3, 5):
                between = points[end : end + ahead]
                if len(between) < ahead or between[-1][1] is None or any("b" in flags for _, _, flags in between):
                    continue
                found = project(points[:end], int(between[-1][0]), lowest=0)
                if isinstance(found, Outlook):
                    held.append(found.low <= between[-1][1] <= found.high)
    assert len(held) > 20
    assert sum(held) / len(held) >= at_least


class TestOfIndicators:
    def test_a_share_is_told_from_a_comparison(self, observatory):
        assert queries.is_share(Indicator.objects.get(key="unemployment_rate"))
        assert not queries.is_share(Indicator.objects.get(key="wage_to_voivodeship"))
        assert not queries.is_share(Indicator.objects.get(key="unemployed"))

    def test_the_outlook_of_a_series(self, load):
        load("P2137", "P2670")
        population = Indicator.objects.get(key="population")
        found = [
            queries.outlook_of(population, queries.series_of("population", f"10{number:02d}"))
            for number in range(1, 22)
        ]
        assert any(isinstance(one, Outlook) and one.year == 2030 for one in found)
        assert queries.outlook_of(population, ()) is None
        change = Indicator.objects.get(key="unemployed_change_5y")
        assert queries.outlook_of(change, queries.series_of("unemployed_change_5y", "1061")) is not None

    def test_figures_of_months_have_none(self, load):
        load("ORPDE_BEZROBOCIE")
        monthly = Indicator.objects.get(key="unemployment_rate_monthly")
        assert queries.outlook_of(monthly, queries.series_of("unemployment_rate_monthly", "10")) is None


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split()).replace("\u202f", " ").replace("\xa0", " ")


def test_the_page_tells_the_outlook_or_why_there_is_none(client, load):
    load("P2137", "trng_lfse_04")
    pages = [text_of(client, f"/wskazniki/ludnosc/?teren=10{number:02d}") for number in range(1, 22)]
    assert any("W obecnym tempie" in page and "w 2030 r." in page for page in pages)
    assert "Od przerwy w szeregu jest za mało lat" in text_of(client, "/wskazniki/dorosli-w-ksztalceniu/")
