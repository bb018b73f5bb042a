"""The full-text structure can be taken away and made again."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from azymut.search import index
from azymut.search.finding import find
from azymut.search.registry import Document


@pytest.mark.django_db(transaction=True)
def test_full_text_goes_back_and_forth(shelf):
    call_command("migrate", "search", "0001", verbosity=0)
    call_command("migrate", "search", verbosity=0)
    shelf.put("school", Document("1", "Szkoła", "/1/"))
    index.refresh("school")
    assert [hit.key for hit in find("szkoły").hits] == ["1"]
