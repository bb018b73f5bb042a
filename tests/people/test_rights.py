"""docs/rights.md says what the code does."""

from __future__ import annotations

from django.conf import settings

from azymut.people.rules.table import END, START, rights_table


def test_table_in_the_docs_is_the_codes_own():
    text = (settings.ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
    assert text.split(START)[1].split(END)[0].strip() == rights_table().strip()
