"""The bundled register, loaded where a test asks for it."""

from __future__ import annotations

import pytest

from azymut.places.exchange import bundled


@pytest.fixture
def register(db, now):
    return bundled.load(by=None, at=now)
