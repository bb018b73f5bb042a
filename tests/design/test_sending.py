"""A form or a button sent: one action, its answer, or a rule's reason where it belongs."""

from __future__ import annotations

from unittest import mock

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage

from azymut.design.autosave import Drafting
from azymut.design.forms import Form
from azymut.design.sending import Done, carry_out, press
from azymut.kernel.errors import DomainError


class Naming(Form):
    name = forms.CharField()


def refuse() -> str:
    raise DomainError("taken already", field="name")


@pytest.fixture
def sent(rf):
    request = rf.post("/", {"name": "Ada"})
    request._messages = CookieStorage(request)
    return request


def told(request) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_form_sent_is_carried_out_and_its_draft_has_served(sent):
    draft = mock.create_autospec(Drafting, instance=True, overtaken=False)
    form = Naming(sent.POST)
    assert carry_out(sent, form, lambda: form.cleaned_data["name"], said="done", draft=draft) == Done("Ada")
    assert told(sent) == [("success", "done")]
    draft.done.assert_called_once_with()


def test_action_that_answers_nothing_counts_as_done_and_nothing_need_be_said(sent):
    assert carry_out(sent, Naming(sent.POST), lambda: None) == Done(None)
    assert carry_out(sent, Naming(sent.POST), lambda: None)
    assert told(sent) == []


def test_form_refused_keeps_its_draft_and_shows_the_reason_at_its_field(sent):
    draft = mock.create_autospec(Drafting, instance=True, overtaken=False)
    form = Naming(sent.POST)
    assert carry_out(sent, form, refuse, said="done", draft=draft) is None
    assert form.errors == {"name": ["taken already"]}
    assert told(sent) == []
    draft.done.assert_not_called()


def test_form_only_shown_or_not_sound_calls_no_action(rf, sent):
    act = mock.Mock()
    assert carry_out(rf.get("/"), Naming({"name": "Ada"}), act) is None
    assert carry_out(sent, Naming({"name": ""}), act) is None
    act.assert_not_called()


def test_button_pressed_tells_what_was_done_or_why_not(sent):
    assert press(sent, lambda: 7, said="done") == Done(7)
    assert press(sent, refuse, said="done") is None
    assert told(sent) == [("success", "done"), ("error", "taken already")]
