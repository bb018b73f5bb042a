"""The bundled classifications, loaded where a test asks for them."""

from __future__ import annotations

import pytest

from azymut.occupations.exchange import bundled


@pytest.fixture
def classifications(db, now):
    return bundled.load(by=None, at=now)


@pytest.fixture
def few(db, now, monkeypatch):
    """The groups 34 and 35 only: enough for pages, and quick."""
    for name in ("isco_rows", "kzis_rows", "school_rows"):
        rows = [row for row in getattr(bundled, name)() if row.code[:2] in {"3", "34", "35"}]
        monkeypatch.setattr(bundled, name, lambda rows=rows: rows)
    return bundled.load(by=None, at=now)
