"""Drafting: what a view with a form answers about its draft, and what the form shows when it is opened again."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import resolve
from django.utils import translation

from azymut.design.autosave import Drafting, stamp_of
from azymut.design.forms import DateInput, Form, UploadField
from azymut.kernel import drafts
from azymut.kernel.models import Draft
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

FORM = "/moje-dzialania/abc/fakty/"


class Sample(Form):
    text = forms.CharField(widget=forms.Textarea)
    due_on = forms.DateField(widget=DateInput())
    areas = forms.MultipleChoiceField(choices=[("1", "A"), ("2", "B"), ("3", "C")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(required=False)
    file = UploadField(suffixes=(".pdf",))


@pytest.fixture
def writer():
    return AccountFactory(member=True)


@pytest.fixture
def request_of(rf, writer):
    def make(method, query="", data=None, path=FORM, **headers):
        request = getattr(rf, method)(path + query, data or {}, headers=headers)
        request.resolver_match = resolve(path)
        request.user = writer
        request._messages = CookieStorage(request)
        return request

    return make


def opened(request_of, stamp="now"):
    form = Sample(initial={"text": "Stare", "due_on": date(2026, 1, 1), "areas": ["1"], "agreed": True})
    return form, Drafting(request_of("get"), form, stamp=stamp)


def saved(request_of, stamp="now", **headers):
    typed = {"text": "Nowe", "due_on": "31.2.", "areas": ["2", "3"], "draft_stamp": stamp, "csrfmiddlewaretoken": "x"}
    request = request_of("post", "?draft=save", typed, **headers)
    drafting = Drafting(request, Sample(request.POST))
    assert drafting.asked
    return request, drafting.answer()


def test_form_without_a_draft_starts_as_it_stands(request_of):
    form, drafting = opened(request_of)
    assert (drafting.restored, drafting.changed, drafting.stamp, drafting.asked) == ("", False, "now", False)
    assert form.initial["text"] == "Stare"
    assert drafting.save_url == f"{FORM}?draft=save"
    assert drafting.discard_url == f"{FORM}?draft=discard"


def test_draft_is_saved_with_a_word_and_restored_unchecked(request_of):
    _request, answer = saved(request_of, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().startswith("zapisano o ")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    draft = Draft.objects.get()
    assert draft.typed == {"text": ["Nowe"], "due_on": ["31.2."], "areas": ["2", "3"]}
    form, drafting = opened(request_of)
    assert drafting.restored
    assert not drafting.changed
    html = form.as_p()
    assert "Nowe</textarea>" in html
    assert 'value="31.2."' in html
    assert [form["areas"].value(), form["agreed"].value()] == [["2", "3"], False]
    assert not form.errors


def test_without_scripts_the_button_leads_back_to_the_form(request_of):
    request, answer = saved(request_of)
    assert (answer.status_code, answer.url) == (302, FORM)
    assert str(next(iter(get_messages(request)))).startswith("Szkic: zapisano o ")


def test_draft_of_something_that_has_changed_says_so_until_it_is_saved(request_of):
    saved(request_of, stamp="then")
    for _ in range(2):
        _form, drafting = opened(request_of)
        assert drafting.changed
        assert drafting.stamp == "then"


def test_draft_that_cannot_be_kept_is_said_not_to_be(request_of, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_CHARACTERS", 5)
    _request, answer = saved(request_of, **{"HX-Request": "true"})
    assert answer.content.decode() == "Szkic jest za długi, żeby go przechować."
    request, answer = saved(request_of)
    assert str(next(iter(get_messages(request)))) == "Szkic: Szkic jest za długi, żeby go przechować."


def test_discarded_draft_is_gone(request_of):
    saved(request_of)
    request = request_of("post", "?draft=discard")
    answer = Drafting(request, Sample(request.POST)).answer()
    assert (answer.status_code, answer.url) == (302, FORM)
    assert [str(one) for one in get_messages(request)] == ["Szkic został odrzucony."]
    assert not Draft.objects.exists()


def test_sent_form_keeps_what_was_typed_and_is_done_with_its_draft(request_of):
    saved(request_of)
    request = request_of("post", "", {"text": "Nowe", "draft_stamp": "then"})
    drafting = Drafting(request, Sample(request.POST), stamp="now")
    assert (drafting.asked, drafting.restored, drafting.stamp) == (False, "", "then")
    drafting.done()
    assert not Draft.objects.exists()


def test_opening_a_form_asks_the_database_once(request_of, django_assert_num_queries):
    saved(request_of)
    with django_assert_num_queries(1):
        opened(request_of)


def test_asking_for_a_draft_needs_a_post(request_of):
    assert not Drafting(request_of("get", "?draft=discard"), Sample()).asked
    request = request_of("post", "?draft=other", {"text": "A"})
    assert not Drafting(request, Sample(request.POST)).asked


def test_stamp_tells_a_change_and_not_an_order():
    assert stamp_of({"a": [1, 2], "b": None}) == stamp_of({"b": None, "a": [2, 1]})
    assert stamp_of({"a": [1, 2]}) != stamp_of({"a": [1, 3]})
    assert stamp_of(date(2026, 1, 1), "x") != stamp_of(date(2026, 1, 2), "x")
    assert len(stamp_of()) == 32


def test_draft_is_the_same_in_every_language(request_of):
    saved(request_of)
    with translation.override("en"):
        form = Sample()
        assert Drafting(request_of("get", path=f"/en{FORM}"), form).restored
    other = Drafting(request_of("get", path="/moje-dzialania/xyz/fakty/"), Sample())
    assert not other.restored


def test_form_at_no_address_of_ours_goes_by_its_path(rf, writer):
    request = rf.get("/x/")
    request.user = writer
    assert not Drafting(request, Sample()).restored
