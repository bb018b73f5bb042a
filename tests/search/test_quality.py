"""How well Polish questions find real names: inflected, without diacritics, mistyped."""

from __future__ import annotations

import pytest

from azymut.search.finding import find
from tests.search.corpus import QUESTIONS


def _recall() -> tuple[float, list[str]]:
    missed = [
        question for question, hoped in QUESTIONS if not hoped & {hit.key for hit in find(question, limit=5).hits}
    ]
    return 1 - len(missed) / len(QUESTIONS), missed


@pytest.mark.usefixtures("region")
def test_recall_of_first_five_with_lemmas():
    recall, missed = _recall()
    assert recall >= 0.9, missed


@pytest.mark.usefixtures("stemmer_only", "region")
def test_recall_of_first_five_with_stems_only():
    recall, missed = _recall()
    assert recall >= 0.8, missed
