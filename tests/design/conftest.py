"""What the tests of the design system share."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from azymut.design import drawing
from tests.design import examples


@pytest.fixture(scope="session")
def drawn() -> None:
    """The example charts, drawn once in one process instead of one by one."""
    with override("pl"):
        drawing.draw(examples.ALL)
