"""Registries: rooms answer each other without imports; order is stated, absence is empty."""

from __future__ import annotations

from datetime import date

import pytest

from azymut.kernel import personal, registries
from azymut.kernel.models import Mail, TaskReceipt
from azymut.kernel.registries import Duty, Impact, Mark, Panel, Tone, TraceStep


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    for name in ("_upstream", "_downstream", "_panels", "_duties", "_impacts", "_marks"):
        monkeypatch.setattr(registries, name, {})
    monkeypatch.setattr(personal, "_providers", {})


def step(label):
    return TraceStep(kind="Evidence", label=label)


def test_trace_runs_from_evidence_to_effect():
    registries.register_trace(Mail, upstream=lambda _: [step("a"), step("b")])
    registries.register_trace(Mail, downstream=lambda _: [step("y")])
    registries.register_trace(Mail, upstream=lambda _: [step("c")], downstream=lambda _: [step("z")])
    steps = registries.trace_of(Mail(), label="Mail", kind="Message")
    assert [one.label for one in steps] == ["a", "b", "c", "Mail", "y", "z"]
    assert [one.here for one in steps] == [False, False, False, True, False, False]


def test_trace_without_providers_is_the_object_alone():
    assert [one.label for one in registries.trace_of(Mail(), label="Mail", kind="Message")] == ["Mail"]


def test_panels_stand_in_their_stated_order():
    registries.register_panels(Mail, lambda *_: [Panel("late", "L", "l.html", order=200), Panel("b", "B", "b.html")])
    registries.register_panels(Mail, lambda *_: [Panel("a", "A", "a.html"), Panel("first", "F", "f.html", order=1)])
    assert [panel.key for panel in registries.panels_for(Mail(), None)] == ["first", "a", "b", "late"]
    assert registries.panels_for(TaskReceipt(), None) == []


def test_duties_come_oldest_term_first_and_without_term_last(now):
    late = Duty("Late", "/l/", "Do", due_on=date(2026, 11, 1))
    soon = Duty("Soon", "/s/", "Do", due_on=date(2026, 12, 1))
    never, also = Duty("Never", "/n/", "Do"), Duty("Also never", "/a/", "Do")
    registries.register_duties("b", lambda *_: [never, soon])
    registries.register_duties("a", lambda *_: [late, also])
    assert registries.duties_of(None, now) == [late, soon, also, never]


def test_room_that_registers_duties_again_replaces_them(now):
    registries.register_duties("a", lambda *_: [Duty("Old", "/o/", "Do")])
    registries.register_duties("a", lambda *_: [])
    assert registries.duties_of(None, now) == []


def test_impact_is_asked_of_every_room():
    for room in ("b", "a"):
        registries.register_impact(room, lambda change, room=room: [Impact("Figure", room, "1", str(change))])
    assert [(one.label, one.after) for one in registries.impact_of(2)] == [("a", "2"), ("b", "2")]


def test_marks_come_from_one_room_in_one_call():
    calls = []

    def provider(pks):
        calls.append(list(pks))
        return {1: Mark(Tone.ON, "on course")}

    registries.register_marks(Mail, provider)
    assert registries.marks_of(Mail, [1, 2])[1].label == "on course"
    assert registries.marks_of(Mail, []) == {}
    assert registries.marks_of(TaskReceipt, [1]) == {}
    assert calls == [[1, 2]]


def test_personal_data_providers_come_in_order():
    for room in ("b", "a"):
        personal.register_personal_data(personal.PersonalDataProvider(room, lambda _: {}, lambda *_: 0))
    assert [provider.room for provider in personal.personal_data_providers()] == ["a", "b"]
