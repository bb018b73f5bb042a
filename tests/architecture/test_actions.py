"""Every write of every room is an action: audited, keyword-only, typed, told who and when, and named for people."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

from azymut.indicators.models import Dataset, Indicator, Source
from azymut.kernel import attachments, audit, drafts, notifications, outbox, retention
from azymut.kernel.audit import Words
from azymut.kernel.models import Mail, NotificationPreference, Record
from azymut.occupations.models import Scheme
from azymut.people.exchange import rspo
from azymut.people.models import Account, ConsentPurpose, RetentionRun
from azymut.programmes.models import Node
from tests.architecture.rooms import DOMAIN, modules

# What a room's actions hand out beside actions, and why.
NOT_ACTIONS = {
    "azymut.people.actions.token_hash": "pure: how an invitation's token is looked up",
    "azymut.documents.actions.produce": "sets files for seconds before its action `keep` opens a transaction",
    "azymut.people.actions.forget_in_people": "runs inside the erasing action, as PersonalDataProvider.erase",
}
# Actions that stand elsewhere than in a room's `actions`.
ELSEWHERE = (
    attachments.store, attachments.discard, drafts.keep, drafts.discard, notifications.choose, outbox.retry_mail,
    retention.remove_expired, rspo.receive,
)  # fmt: skip
# Told of in the trail though they are not Records.
ALSO_TOLD = (
    Account, ConsentPurpose, Dataset, Indicator, Mail, Node, NotificationPreference, RetentionRun, Scheme, Source,
)  # fmt: skip
# Columns that the trail never shows: keys, and who made and changed a row when, which every entry says itself.
NEVER_SHOWN = audit.UNTRACKED | {"id", "public_id"}

ROOMS = [f"azymut.{room}.actions" for room in (*DOMAIN, "documents") if modules("actions", rooms=(room,))]
TOLD = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("azymut.") and (issubclass(model, Record) or model in ALSO_TOLD)
]


def handed_out(module: ModuleType) -> list[FunctionType]:
    """The public functions of a room's actions, without those that are none and say why."""
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__.startswith(module.__name__)
        and f"{module.__name__}.{name}" not in NOT_ACTIONS
    ]


def faults_of(functions: Iterable[FunctionType]) -> list[str]:
    """What keeps these functions from being actions of our form."""
    faults = []
    for function in functions:
        name, parameters = function.__name__, inspect.signature(inspect.unwrap(function)).parameters
        if not getattr(function, "is_action", False):
            faults.append(f"{name} is not an @action")
        if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values()):
            faults.append(f"{name} takes arguments by place")
        # People who act for themselves alone are named by `account`, or by the invitation that they accept.
        if not {"by", "account", "invitation"} & set(parameters):
            faults.append(f"{name} is not told who")
        if "at" not in parameters:
            faults.append(f"{name} is not told when")
        if any(parameter.annotation is parameter.empty for parameter in parameters.values()):
            faults.append(f"{name} has untyped parameters")
        if not inspect.getdoc(function):
            faults.append(f"{name} has no docstring")
    return faults


@pytest.mark.parametrize("name", ROOMS)
def test_actions_keep_to_their_form(name: str) -> None:
    assert faults_of(handed_out(importlib.import_module(name))) == []


def test_writes_outside_rooms_actions_are_actions() -> None:
    assert faults_of(ELSEWHERE) == []


def test_faults_are_found() -> None:
    module = ModuleType("sample")
    code = "def by_place(a, *, by, at): ...\ndef bare(*, at: int):\n 'Doc.'\ndef _private(a): ...\n"
    exec(compile(code, str(Path("sample.py")), "exec"), vars(module))  # noqa: S102  # a sample of bad code
    module.by_place.__module__ = module.bare.__module__ = module._private.__module__ = "sample"
    assert faults_of(handed_out(module)) == [
        "bare is not an @action",
        "bare is not told who",
        "by_place is not an @action",
        "by_place takes arguments by place",
        "by_place has untyped parameters",
        "by_place has no docstring",
    ]


def actions_of_the_product() -> dict[str, Words]:
    """Every action with its words, but those that tests made up; read from all places where actions stand."""
    functions = [f for name in ROOMS for f in handed_out(importlib.import_module(name))] + list(ELSEWHERE)
    names = {f"{function.__module__.split('.')[1]}.{function.__name__}" for function in functions}
    words = audit.words_of_actions()
    assert names <= set(words)
    return {name: words[name] for name in names}


def test_every_action_has_a_title_in_both_languages() -> None:
    faults = []
    for name, words in sorted(actions_of_the_product().items()):
        with override("en"):
            english = str(words.title)
        with override("pl"):
            polish = str(words.title)
        if not (isinstance(words.title, Promise) and english and polish and english != polish):
            faults.append(f"{name}: {english!r}, {polish!r}")
    assert faults == []


def test_titles_tell_actions_apart() -> None:
    for language in ("pl", "en"):
        with override(language):
            titles = [str(words.title) for words in actions_of_the_product().values()]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model._meta.label)
def test_things_in_the_trail_are_named_for_people(model: type[models.Model]) -> None:
    """The names are texts to be translated, not what Django makes of the code's names; that they are is checked too."""
    named = {"(itself)": model._meta.verbose_name}
    named |= {f.name: f.verbose_name for f in model._meta.concrete_fields if f.name not in NEVER_SHOWN}
    # Abbreviations such as RSPO are the same in every language.
    bare = [name for name, words in named.items() if not isinstance(words, Promise) and not words.isupper()]
    assert bare == []
