"""The command that prepares the demonstration."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from azymut.portal.management.commands import prepare_demo, warm_charts


@pytest.fixture
def called(monkeypatch) -> list[tuple[str, dict]]:
    """The commands that would run, with their options."""
    seen: list[tuple[str, dict]] = []

    def note(command, stdout, stderr, **options):
        seen.append((command, options))

    monkeypatch.setattr(prepare_demo, "call_command", note)
    return seen


def test_steps_run_in_order_and_say_what_they_do(settings, called, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(prepare_demo, "get_commands", lambda: {step.command: "room" for step in prepare_demo.STEPS})
    out = io.StringIO()
    call_command("prepare_demo", stdout=out, passwords_file=Path("somewhere.json"))
    assert [command for command, _ in called] == [step.command for step in prepare_demo.STEPS]
    assert [command for command, options in called if options] == ["load_sample_people"]
    assert f"[1/{len(prepare_demo.STEPS)}] country" in out.getvalue()
    assert "ready after" in out.getvalue()


def test_absent_step_is_said(settings, called, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(prepare_demo, "get_commands", lambda: {"load_places": "places"})
    out = io.StringIO()
    call_command("prepare_demo", stdout=out)
    assert called == [("load_places", {})]
    assert "the search index: not part of this installation" in out.getvalue()


def test_real_installation_is_refused(called):
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("prepare_demo")
    assert called == []


@pytest.mark.parametrize("step", prepare_demo.STEPS, ids=lambda step: step.command)
def test_every_step_exists(step):
    assert step.command in prepare_demo.get_commands()


@pytest.mark.django_db
def test_first_pages_are_opened_once(monkeypatch):
    monkeypatch.setattr(warm_charts, "FIRST_PAGES", ("portal:home",))
    out = io.StringIO()
    call_command("warm_charts", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["/"]


@pytest.mark.django_db
def test_broken_first_page_is_told(monkeypatch):
    monkeypatch.setattr(warm_charts, "reverse", lambda _name: "/nie-ma/")
    with pytest.raises(CommandError, match="/nie-ma/ answers 404"):
        call_command("warm_charts")
