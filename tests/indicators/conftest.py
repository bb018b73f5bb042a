"""What the room's tests share: the register of places, definitions, a statistics directory of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import stamina

from azymut.indicators import actions
from azymut.indicators.exchange import bundled, importer
from azymut.indicators.exchange.network import bdl_api, eurostat_api
from azymut.indicators.models import Dataset, DefinitionVersion, Indicator, Source
from azymut.kernel.network import client
from azymut.kernel.network.budgets import Limit
from azymut.places.exchange import bundled as bundled_places
from azymut.places.models import Territory
from tests.indicators import replay
from tests.indicators.replay import Bdl, Replay, served

LOADED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that load whole tables of real figures, and those over many pages of them, stand among the slow ones."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and ("load" in item.fixturenames or item.path.stem in MANY_PAGES):
            item.add_marker(pytest.mark.slow)


MANY_PAGES = {
    "test_alerts", "test_api", "test_catalogue", "test_compiling", "test_definitions", "test_demand", "test_exploring",
    "test_fetch_work", "test_fetching", "test_interpretations", "test_mapped", "test_network_readers", "test_open_data",
    "test_outlook", "test_pages", "test_real_files", "test_secrecy", "test_workbench",
}  # fmt: skip


@pytest.fixture
def statistics(settings, tmp_path):
    """A directory of its own for each test."""
    settings.STATISTICS_DIR = tmp_path / "statistics"
    return settings.STATISTICS_DIR


KEPT = (Territory, Territory.neighbours.through, Source, Dataset, Indicator, DefinitionVersion)
_rows = {}


@pytest.fixture
def observatory(db, statistics):
    """Places and definitions are loaded; no figure is. Read from their files once, then put back as they were."""
    if _rows:
        for model in KEPT:
            model._default_manager.bulk_create(_rows[model])
    else:
        bundled_places.load(by=None, at=LOADED_AT)
        importer.define(by=None, at=LOADED_AT)
        _rows.update({model: list(model._default_manager.order_by("pk")) for model in KEPT})
    return statistics


@pytest.fixture
def load(observatory):
    """`load("P2392", "P2497")` publishes bundled tables."""

    def load_tables(*datasets):
        for path, sidecar in bundled.tables():
            if sidecar.dataset in datasets:
                importer.load_table(path, sidecar, by=None, at=LOADED_AT)

    return load_tables


MANY = (Limit(1, 10_000),)


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 4_000_000_000.0, 0.0

    def time(self) -> float:
        return self.now

    monotonic = time

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(client, "time", made)
    return made


@pytest.fixture
def quick(monkeypatch, settings):
    """Two tries without pauses; limits that no test reaches unless it sets its own."""
    monkeypatch.setattr(bdl_api, "ANONYMOUS", MANY)
    monkeypatch.setattr(eurostat_api, "LIMITS", MANY)
    monkeypatch.setenv("NO_PROXY", "*")
    settings.FETCH_ATTEMPTS = 2
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture
def bdl(settings, observatory, quick):
    with served(Replay(Bdl())) as server:
        settings.BDL_URL = server.url
        yield server


@pytest.fixture
def eurostat(settings, observatory, quick):
    with served(Replay(replay.eurostat)) as server:
        settings.EUROSTAT_URL = server.url
        yield server


@pytest.fixture
def asked(now):
    def ask(key="gus-bdl", codes=("P2392",), **options):
        options.setdefault("publishes", False)
        source = Source.objects.get(key=key)
        return actions.ask_fetch(source=source, collections=codes, by=None, at=now, **options)

    return ask
