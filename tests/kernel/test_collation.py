"""Polish order and folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.kernel.collation import fold, sort_key

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
WORDS = st.text(alphabet=ALPHABET, min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_order_is_that_of_the_alphabet(left, right):
    def places(word):
        return [ALPHABET.index(letter) for letter in word]

    assert (sort_key(left) < sort_key(right)) == (places(left) < places(right))
    assert (sort_key(left) == sort_key(right)) == (left == right)


@given(WORDS)
def test_case_does_not_matter(word):
    assert sort_key(word.upper()) == sort_key(word)


@given(st.text())
def test_key_is_plain_ascii_and_tidy(text):
    key = sort_key(text)
    assert key.isascii()
    assert key == " ".join(key.split())


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_stand_by_value(left, right):
    assert (sort_key(f"Szkoła nr {left}") < sort_key(f"Szkoła nr {right}")) == (left < right)


@pytest.mark.parametrize(
    "names",
    [
        ["Łask", "Łęczyca", "Łowicz", "Łódź"],
        ["Szkoła 2", "Szkoła 10", "Szkoła Alfa"],
        ["Anna", "Anna Maria", "Annabella"],
        ["Lublin", "Łask", "Mława"],
        ["Zielona", "Źródło", "Żary"],
        ["Emil", "Émile", "Emilia"],
    ],
)
def test_known_lists_are_in_order(names):
    assert sorted(set(names), key=sort_key) == names


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Łódź", "lodz"), ("ZAŻÓŁĆ", "zazolc"), ("Straße", "strasse"), ("Ångström", "angstrom"), ("", "")],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_fold_is_final(text):
    assert fold(fold(text)) == fold(text)
