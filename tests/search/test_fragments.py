"""Marked pieces of text."""

from __future__ import annotations

from azymut.search.fragments import LENGTH, fragment, marked


def test_met_words_are_marked_and_the_rest_escaped():
    assert marked("Szkoły <b>w</b> Łodzi", {"lodzi"}) == "Szkoły &lt;b&gt;w&lt;/b&gt; <mark>Łodzi</mark>"


def test_nothing_met_leaves_the_text_as_it_is():
    assert marked("Szkoły & firmy", {"kurs"}) == "Szkoły &amp; firmy"


def test_code_is_marked_whole():
    assert marked("kwalifikacja INF.03", {"inf03", "inf"}) == "kwalifikacja <mark>INF.03</mark>"


def test_unfinished_word_is_marked():
    assert marked("mechatronika", set(), "mecha") == "<mark>mechatronika</mark>"


def test_fragment_is_empty_when_nothing_is_met():
    assert fragment("Szkoły w Łodzi", {"kurs"}) == ""


def test_fragment_of_a_short_text_is_the_text():
    assert fragment("Szkoły w Łodzi", {"lodzi"}) == "Szkoły w <mark>Łodzi</mark>"


def test_fragment_of_a_long_text_is_cut_at_words_around_what_was_met():
    text = "początek " * 60 + "tu stoi szkoła i jeszcze jedna szkoła obok " + "koniec " * 60
    found = fragment(text, {"szkola"})
    assert found.startswith("… początek ")
    assert found.endswith("koniec …")
    assert found.count("<mark>szkoła</mark>") == 2
    assert len(found) < LENGTH + 60


def test_fragment_shows_the_place_where_most_stands():
    text = "szkoła " + "a " * 200 + "szkoła zawód kurs " + "b " * 200
    assert fragment(text, {"szkola", "zawod", "kurs"}).count("<mark>") == 3


def test_fragment_of_one_endless_word_is_cut_anyway():
    found = fragment("x" * 300 + " szkoła " + "y" * 300, {"szkola"})
    assert "<mark>szkoła</mark>" in found
    assert len(found) < 260
