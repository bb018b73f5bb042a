"""Every write of every room is an action: audited, keyword-only, told its moment."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from azymut.kernel import attachments, drafts, notifications, outbox, retention

# What a room's actions hand out beside actions, and why.
NOT_ACTIONS = {
    "azymut.people.actions.token_hash": "pure: how an invitation's token is looked up",
    "azymut.documents.actions.produce": "sets files for seconds before its action `keep` opens a transaction",
    "azymut.people.actions.forget_in_people": "runs inside the erasing action, as PersonalDataProvider.erase",
}


def modules_of_actions() -> list[str]:
    """Dotted names of every room's actions, a module or a package."""
    found = [path.parent.name for path in settings.SOURCE.glob("*/actions.py")]
    found += [path.parent.parent.name for path in settings.SOURCE.glob("*/actions/__init__.py")]
    return [f"azymut.{room}.actions" for room in sorted(found)]


def faults_of(module: ModuleType) -> list[str]:
    """What is wrong with the public functions that the room's actions hand out."""
    faults = []
    for name, function in vars(module).items():
        if name.startswith("_") or not inspect.isfunction(function) or f"{module.__name__}.{name}" in NOT_ACTIONS:
            continue
        if not function.__module__.startswith(module.__name__):
            continue
        parameters = inspect.signature(function).parameters
        if not getattr(function, "is_action", False):
            faults.append(f"{name} is not an @action")
        if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values()):
            faults.append(f"{name} takes arguments by place")
        if "at" not in parameters:
            faults.append(f"{name} does not take its moment")
    return faults


@pytest.mark.parametrize("name", modules_of_actions())
def test_actions_keep_to_their_form(name: str) -> None:
    assert faults_of(importlib.import_module(name)) == []


@pytest.mark.parametrize(
    "function",
    [
        attachments.store,
        attachments.discard,
        drafts.keep,
        drafts.discard,
        notifications.choose,
        outbox.retry_mail,
        retention.remove_expired,
    ],
)
def test_kernel_writes_are_actions(function: object) -> None:
    alone = ModuleType(function.__module__)  # type: ignore[attr-defined]
    alone.function = function  # type: ignore[attr-defined]
    assert faults_of(alone) == []


def test_faults_are_found() -> None:
    module = ModuleType("sample")
    code = "def by_place(a, *, by, at): ...\ndef bare(*, by): ...\ndef _private(a): ...\nfrom pathlib import Path\n"
    exec(compile(code, str(Path("sample.py")), "exec"), vars(module))  # noqa: S102  # a sample of bad code
    assert faults_of(module) == [
        "by_place is not an @action",
        "by_place takes arguments by place",
        "bare is not an @action",
        "bare does not take its moment",
    ]
