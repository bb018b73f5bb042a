"""Taking texts and questions apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.search.words import LONGEST_WORD, MOST_WORDS, flat, read_question, tokens


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź, ul. Żeromskiego 116", ["lodz", "ul", "zeromskiego", "116"]),
        ("społeczno-gospodarczy", ["spoleczno", "gospodarczy"]),
        ("INF.03", ["inf03", "inf", "03"]),
        ("sprawa KE.4431.12.2026!", ["sprawa", "ke4431122026", "ke", "4431", "12", "2026"]),
        ("– … !", []),
    ],
)
def test_text_becomes_folded_tokens(text, plain):
    assert [token.plain for token in tokens(text)] == plain


def test_token_knows_where_it_stands():
    text = "Technik (INF.03)"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Technik", "INF.03", "INF", "03"]


def test_token_with_a_digit_is_a_code():
    assert [token.is_code for token in tokens("EKA 05 B2B")] == [False, True, True]


def test_flat_text_has_single_spaces_around_words():
    assert flat("Szkoła,  w Łodzi!") == " szkola w lodzi "
    assert flat("…") == ""


def test_question_asks_for_a_whole_code_only():
    assert [word.plain for word in read_question("kurs INF.03 łódź").words] == ["kurs", "inf03", "lodz"]


def test_question_names_each_word_once_and_not_too_many():
    assert [word.plain for word in read_question("Szkoła szkoła SZKOŁA").words] == ["szkola"]
    assert len(read_question(" ".join(f"słowo{n}" for n in range(50))).words) == MOST_WORDS
    assert read_question("x" * (LONGEST_WORD + 1)).is_empty


def test_question_keeps_phrases_whatever_the_quotation_marks():
    assert read_question('"technik informatyk" Łódź').phrases == (" technik informatyk ",)
    assert read_question("„technik informatyk”").phrases == (" technik informatyk ",)
    assert read_question('"!!!" szkoła').phrases == ()


@given(st.text(max_size=300))
def test_any_text_is_read_into_letters_and_digits_only(text):
    for word in read_question(text).words:
        assert word.plain
        assert all(char.isalnum() for char in word.plain)
