"""From typed forms to lemmas."""

from __future__ import annotations

import pytest

from azymut.search import lexicon
from azymut.search.lexicon import Morfeusz, Snowball, lemmas_of
from azymut.search.models import Form
from azymut.search.vocabulary import forms_of, learn, look_up, nearest, starting_with

pytest.importorskip("morfeusz2", reason="no morfeusz2 on this machine")


def test_lemmas_of_an_inflected_name():
    assert "Zgierz" in lemmas_of("zgierzu")
    assert "Łódź" in lemmas_of("ŁODZI")


def test_unknown_word_is_its_own_lemma():
    assert lemmas_of("Xyzzyq") == ("xyzzyq",)


def test_forms_hold_cases_but_not_negations():
    forms = Morfeusz().forms("uczyć")
    assert {"uczyć", "uczenie", "uczący"} <= set(forms)
    assert "nieuczenie" not in forms
    assert Morfeusz().guesses("uczyć") == ()


def test_stemmer_meets_both_spellings():
    snowball = Snowball()
    assert set(snowball.guesses("szkołach")) & set(snowball.guesses("szkolach"))
    assert snowball.forms("szkoł") == ("szkoł",)


@pytest.mark.usefixtures("stemmer_only")
def test_stemmer_stands_in_when_there_is_no_morfeusz():
    assert lexicon.lexicon().name == "snowball"


def test_morfeusz_is_used_where_it_is():
    assert lexicon.lexicon().name == "morfeusz2"


def test_vocabulary_knows_forms_that_no_document_has(region):
    assert [known.text for known in look_up(["mechatronikami"])["mechatronikami"]] == ["mechatronika"]
    assert "piekarzowi" in forms_of({"piekarz"})
    assert look_up([]) == {}


def test_vocabulary_by_its_beginning(region):
    assert {known.text for known in starting_with("cukiern")} == {"cukiernik"}
    assert starting_with("qqq") == []


def test_nearest_prefers_fewer_slips_then_the_commoner_word(region):
    assert nearest("elektrykk") == ("elektryk", "elektryk")
    assert nearest("ksiegowgo") == ("ksiegowego", "księgowego")
    assert nearest("zzzzzzzz") is None


def test_known_pairs_are_not_learned_again(region):
    before = Form.objects.count()
    learn({"piekarza": "piekarza"})
    assert Form.objects.count() == before
