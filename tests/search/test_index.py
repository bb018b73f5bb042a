"""Filling the index and keeping it true."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from azymut.search import index, registry, tasks, vocabulary
from azymut.search.finding import find, holdings, public_addresses
from azymut.search.models import Entry, Form, Lemma
from azymut.search.registry import Document, Kind

pytestmark = pytest.mark.django_db


def _found(question: str, **options) -> list[str]:
    return [hit.key for hit in find(question, **options).hits]


def test_refresh_of_a_whole_kind_adds_changes_and_removes(shelf):
    shelf.put("school", Document("1", "Szkoła w Zgierzu", "/1/"), Document("2", "Szkoła w Kutnie", "/2/"))
    assert index.refresh("school") == 2
    assert index.refresh("school") == 0
    shelf.put("school", Document("1", "Szkoła w Sieradzu", "/1/"))
    del shelf.documents["school"]["2"]
    assert index.refresh("school") == 2
    assert _found("Sieradz") == ["1"]
    assert _found("Zgierz") == []
    assert _found("Kutno") == []


def test_refresh_of_keys_touches_only_them(shelf):
    shelf.put("school", Document("1", "Szkoła w Zgierzu", "/1/"), Document("2", "Szkoła w Kutnie", "/2/"))
    index.refresh("school")
    del shelf.documents["school"]["1"]
    del shelf.documents["school"]["2"]
    assert index.refresh("school", ["2"]) == 1
    assert _found("szkoła") == ["1"]


def test_refresh_of_no_keys_does_nothing(shelf, django_assert_num_queries):
    shelf.put("school", Document("1", "Szkoła", "/1/"))
    index.refresh("school")
    assert index.refresh("school", []) == 0
    assert _found("szkoła") == ["1"]


def test_refresh_of_an_unknown_kind_is_a_mistake(shelf):
    with pytest.raises(LookupError, match="'school'"):
        index.refresh("school")


def test_refresh_describes_in_the_sites_language(shelf):
    registry.register(Kind("x", "X", lambda _keys: [Document("1", str(_("Search")), "/1/")]))
    with translation.override("en"):
        index.refresh("x")
    with translation.override("pl"):
        assert Entry.objects.get().title == str(_("Search"))


def test_rebuild_takes_out_kinds_that_nobody_registers(shelf):
    shelf.put("school", Document("1", "Szkoła", "/1/"))
    shelf.put("event", Document("1", "Targi", "/2/"))
    assert index.rebuild() == {"event": 1, "school": 1}
    del registry._kinds["event"]
    assert index.rebuild() == {"school": 1}
    assert _found("targi") == []


def test_command_rebuilds_and_can_start_from_nothing(region, capsys):
    Form.objects.all().delete()
    call_command("rebuild_search")
    assert _found("technikum", kind="organisation") == []
    call_command("rebuild_search", "--empty")
    assert "60 documents can be found" in capsys.readouterr().out
    assert "20711" in _found("technikum", kind="organisation")


def test_words_of_gone_documents_leave_the_vocabulary(shelf):
    shelf.put("school", Document("1", "Politechnika", "/1/"), Document("2", "Szkoła", "/2/"))
    index.refresh("school")
    assert Lemma.objects.filter(text="politechnika").exists()
    del shelf.documents["school"]["1"]
    index.refresh("school")
    assert not Lemma.objects.filter(text="politechnika").exists()


def test_lemma_knows_in_how_many_documents_it_stands(shelf, monkeypatch):
    monkeypatch.setattr(vocabulary, "FREQUENT_FROM", 3)
    shelf.put("school", *(Document(str(n), f"Szkoła numer {n}", f"/{n}/") for n in range(3)))
    shelf.put("school", Document("4", "Politechnika", "/4/"))
    index.refresh("school")
    counted = dict(Lemma.objects.values_list("text", "documents"))
    assert (counted["szkola"], counted["politechnika"]) == (3, 1)
    assert Lemma.objects.get(text="szkola").frequent
    assert not Lemma.objects.get(text="politechnika").frequent


def test_refreshing_many_costs_as_many_queries_as_one(shelf, django_assert_max_num_queries):
    shelf.put("school", *(Document(str(n), f"Szkoła {n}", f"/{n}/") for n in range(150)))
    with django_assert_max_num_queries(16):
        index.refresh("school")


def test_holdings_count_what_a_reader_may_see(shelf):
    shelf.put(
        "school",
        Document("1", "Jawna", "/1/"),
        Document("2", "Robocza", "/2/", public=False),
        Document("3", "Przykład", "/3/", sample=True),
    )
    index.refresh("school")
    assert [facet.count for facet in holdings()] == [1]
    assert [facet.count for facet in holdings(with_private=True, with_sample=True)] == [3]
    assert public_addresses(10) == ["/1/"]


def test_models_read_as_what_they_are(shelf):
    shelf.put("school", Document("1", "Szkoła", "/1/"))
    index.refresh("school")
    assert str(Entry.objects.get()) == "school Szkoła"
    assert str(Lemma.objects.get(text="szkola")) == "szkola"
    assert {str(form) for form in Form.objects.filter(form="szkola")} == {"szkoła"}


def test_nightly_task_goes_through_everything(shelf):
    shelf.put("school", Document("1", "Szkoła", "/1/"))
    tasks.rebuild.func(SimpleNamespace(task_result=SimpleNamespace(id="a-task")))
    assert _found("szkoła") == ["1"]
