"""What the room's tests share: the register of places, definitions, a statistics directory of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from azymut.indicators.exchange import bundled, importer
from azymut.indicators.models import Dataset, Indicator, Source
from azymut.places.exchange import bundled as bundled_places
from azymut.places.models import Territory

LOADED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def statistics(settings, tmp_path):
    """A directory of its own for each test."""
    settings.STATISTICS_DIR = tmp_path / "statistics"
    return settings.STATISTICS_DIR


KEPT = (Territory, Territory.neighbours.through, Source, Dataset, Indicator)
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
