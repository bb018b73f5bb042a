"""A fixed day, pages in Polish, coordinators without a second factor: these have tests of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def same_day_and_language(settings, monkeypatch):
    """Views read the clock; here it stands still, so that what is late stays as late."""
    settings.SECOND_FACTOR_DEMANDED = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    with translation.override("pl"):
        yield
