"""Polish is complete: every text of every room has a good answer."""

from __future__ import annotations

import pytest
from django.conf import settings

from azymut.kernel import catalogues


@pytest.mark.parametrize("room", [path.name for path in catalogues.rooms(settings.SOURCE)])
def test_polish_texts_are_complete(room: str) -> None:
    findings = next(found for found in catalogues.check(settings.SOURCE) if found.room == room)
    assert findings.faults == []
