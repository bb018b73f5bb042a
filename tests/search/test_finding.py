"""What a question finds, in which order, and what is said when nothing fits."""

from __future__ import annotations

import pytest

from azymut.search import index, vocabulary
from azymut.search.finding import Results, find
from azymut.search.models import Form, Lemma
from azymut.search.registry import Document

pytestmark = pytest.mark.django_db


def _keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


def test_empty_question_finds_nothing(region, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find("  … ") == Results(question="…")


def test_exact_title_comes_first(region):
    assert _keys(find("elektryk"))[0] == "741103"


def test_title_counts_more_than_body(shelf):
    shelf.put(
        "thing",
        Document("body", "Coś innego", "/b/", body="spawacz"),
        Document("note", "Coś jeszcze innego", "/n/", note="spawacz"),
        Document("title", "Praca spawacza", "/t/"),
    )
    index.refresh("thing")
    assert _keys(find("spawacz")) == ["title", "note", "body"]


def test_hit_shows_why_it_was_found(shelf):
    shelf.put("thing", Document("1", "Kurs <spawania>", "/1/", note="w Łodzi", body="Kto spawa, ten nie błądzi."))
    index.refresh("thing")
    (hit,) = find("spawanie łódź").hits
    assert hit.title == "Kurs &lt;<mark>spawania</mark>&gt;"
    assert hit.note == "w <mark>Łodzi</mark>"
    assert hit.plain_title == "Kurs <spawania>"
    assert (hit.kind, hit.kind_label, hit.url) == ("thing", "Thing", "/1/")


def test_facets_count_all_kinds_and_the_choice_narrows(region):
    everything = find("technik mechanik samochodowy zgierz", limit=50)
    narrowed = find("technik", kind="organisation", limit=50)
    assert everything.partial
    assert {facet.kind for facet in everything.facets} == {"occupation", "organisation"}
    assert all(hit.kind == "organisation" for hit in narrowed.hits)
    assert narrowed.total == sum(facet.count for facet in narrowed.facets if facet.kind == "organisation")
    assert [facet.kind for facet in narrowed.facets if facet.chosen] in (["organisation"], [])


def test_pages_follow_each_other_and_the_last_is_shown_beyond_the_end(region):
    first = find("szkoła", limit=3)
    second = find("szkoła", limit=3, offset=3)
    beyond = find("szkoła", limit=3, offset=300)
    assert not set(_keys(first)) & set(_keys(second))
    assert _keys(beyond)
    assert beyond.total == first.total


def test_strangers_do_not_find_what_is_not_public_or_only_a_sample(shelf):
    shelf.put(
        "thing",
        Document("1", "Jawny kurs", "/1/"),
        Document("2", "Roboczy kurs", "/2/", public=False),
        Document("3", "Przykładowy kurs", "/3/", sample=True),
    )
    index.refresh("thing")
    assert _keys(find("kurs")) == ["1"]
    assert set(_keys(find("kurs", with_private=True))) == {"1", "2"}
    assert {(hit.key, hit.sample) for hit in find("kurs", with_sample=True).hits} == {("1", False), ("3", True)}


def test_code_is_exact(region):
    assert _keys(find("35120")) == []
    assert find("35120").unknown == ()
    assert _keys(find("351203")) == ["351203"]
    assert _keys(find("inf03")) == _keys(find("INF.03"))


def test_phrase_must_stand_as_it_is(shelf):
    shelf.put("thing", Document("1", "Technik informatyk", "/1/"), Document("2", "Informatyk, technik", "/2/"))
    index.refresh("thing")
    assert set(_keys(find("technik informatyk"))) == {"1", "2"}
    assert _keys(find('"technik informatyk"')) == ["1"]


def test_unfinished_word_is_met_while_typing(region):
    assert "311410" in _keys(find("technik mechatr", typing=True))
    assert "741103" in _keys(find("elektryk", typing=True))
    assert _keys(find("e", typing=True)) == _keys(find("e"))


def test_unfinished_word_is_met_afterwards_when_nothing_else_is(region):
    found = find("mechatr")
    assert _keys(found) == ["311410"]
    assert found.corrected == ""


def test_mistyped_word_is_mended_and_said(region):
    found = find("kurs spawcz")
    assert found.corrected.endswith("spawacz")
    assert _keys(find("pielengniarka")) == ["222101"]
    assert find("pielengniarka").corrected == "pielęgniarka"


@pytest.mark.parametrize("word", ["spawacz", "spawacza", "kurator"])
def test_word_of_the_language_that_nothing_holds_is_not_replaced(shelf, word):
    shelf.put("thing", Document("1", "Sprawy w ratuszu, kurs", "/1/", body="W sprawach mieszkańców. Kurtyna."))
    index.refresh("thing")
    found = find(word)
    assert (found.total, found.corrected, found.unknown) == (0, "", (word,))


def test_two_slips_are_forgiven_only_in_long_words(shelf):
    shelf.put("thing", Document("1", "Sprawach", "/1/"), Document("2", "Mechatroniczny", "/2/"))
    index.refresh("thing")
    assert vocabulary.nearest("spawacz") is None
    assert vocabulary.nearest("mehatronizcny") == ("mechatroniczny", "mechatroniczny")


def test_typo_in_the_first_letter_is_mended_too(region):
    assert "741103" in _keys(find("wlektryk"))


def test_short_word_is_not_guessed(region):
    assert find("xyz").unknown == ("xyz",)
    assert vocabulary.nearest("xyz") is None


def test_unknown_word_is_named_and_the_rest_found(region):
    found = find("qqqqqqqq elektryk")
    assert found.unknown == ("qqqqqqqq",)
    assert found.partial
    assert _keys(found)[0] == "741103"


def test_only_unknown_words_find_nothing(region):
    assert find("qqqqqqqq") == Results(question="qqqqqqqq", unknown=("qqqqqqqq",))


def test_some_of_the_words_are_enough_when_no_entry_has_all(region):
    found = find("kucharz dekarz")
    assert found.partial
    assert set(_keys(found)) == {"512001", "712101"}


def test_function_words_do_not_count_unless_alone(region):
    assert _keys(find("i w dla elektryk"))[0] == "741103"
    assert find("w").total == 0


def test_word_that_stands_everywhere_is_dropped_beside_a_telling_one(region):
    Lemma.objects.filter(text__in=Form.objects.filter(form="technik").values("lemma__text")).update(frequent=True)
    assert set(_keys(find("technik elektryk"))) >= {"741103"}
    assert not find("technik elektryk").partial
    assert find("technik").total > 3


def test_queries_are_as_many_for_one_hit_as_for_many(region, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert find("piekarz").total == 1
    with django_assert_num_queries(4):
        assert find("szkoła").total > 3


@pytest.mark.parametrize(
    "question", ['"', "a' OR 1=1 --", "* NEAR(", "& | ! ( :*", "%_\\", "\x00kot", "NOT AND OR", "🙂 kot"]
)
def test_signs_of_query_languages_are_harmless(region, question):
    assert find(question).total >= 0
