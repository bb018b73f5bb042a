"""What each piece of furniture promises: rules are pure, models say what is personal, views who may come in."""

from __future__ import annotations

import ast
import re
import typing
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from azymut.kernel.personal import PersonalData
from tests.architecture.rooms import ROOT, SOURCE, code, imports, modules, place

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("azymut.")]
NO_WEB = ("django.http", "django.forms", "django.shortcuts", "django.views")
IMPURE = (
    "django.db", "django.utils.timezone", "django.conf", "time.time", "os", "random", "requests", "httpx",
)  # fmt: skip
UNIVERSAL_DAYS = re.compile(r"\b(?:at|now|moment|\w+_at)\.date\(\)")
CLOCKS = re.compile(r"\b(?:timezone\.now|datetime\.now|date\.today|datetime\.utcnow|time\.time)\(")


@pytest.mark.parametrize("path", modules("actions", "queries", "rules"), ids=place)
def test_actions_queries_and_rules_know_no_web(path: Path) -> None:
    assert [name for name in imports(path) if name.startswith(NO_WEB)] == []


@pytest.mark.parametrize("path", modules("rules"), ids=place)
def test_rules_are_pure(path: Path) -> None:
    """Values and time come in as arguments; the database, settings and the clock stay out."""
    impure = [n for n in imports(path) if n in IMPURE or n.startswith(tuple(f"{name}." for name in IMPURE))]
    assert impure == []
    assert CLOCKS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", modules("actions", "queries"), ids=place)
def test_actions_and_queries_are_told_the_time(path: Path) -> None:
    assert CLOCKS.findall(path.read_text(encoding="utf-8")) == []


def test_days_are_those_of_the_region() -> None:
    """A moment comes in universal time, where a day ends one or two hours late: `timezone.localdate` knows better."""
    assert [place(path) for path in code() if UNIVERSAL_DAYS.search(path.read_text(encoding="utf-8"))] == []


def test_months_are_written_in_one_place() -> None:
    """For people, by `formats.month` and `formats.period`: not "2024-03" on one page and "03.2024" on another."""
    own = re.compile(r"(?<!%d\.)%m\.%Y|%Y-%m(?!-%d)")
    found = [place(path) for path in code() if own.search(path.read_text(encoding="utf-8"))]
    assert found == ["src/azymut/design/formats.py"]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_models_classify_personal_data(model: type) -> None:
    personal = model.__dict__.get("personal_data")
    assert isinstance(personal, PersonalData), "say personal_data = NOTHING_PERSONAL or PersonalData(...)"
    unknown = set(personal.fields) - {field.name for field in model._meta.get_fields()}
    assert unknown == set()
    if personal.fields:
        assert all((personal.purpose, personal.basis, personal.retention))


def our_views() -> list[tuple[str, typing.Any]]:
    found = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif isinstance(entry, URLPattern) and getattr(entry.callback, "__module__", "").startswith("azymut."):
                found.append((f"{prefix}{entry.name}", entry.callback))

    walk(get_resolver(), "")
    return found


@pytest.mark.parametrize(("name", "view"), our_views(), ids=[name for name, _ in our_views()])
def test_views_say_who_may_come_in(name: str, view: typing.Any) -> None:
    assert hasattr(view, "access"), "mark it @public, @signed_in or @requires(Right.…)"


@pytest.mark.parametrize("path", modules("web", "admin", "api"), ids=place)
def test_views_save_nothing_themselves(path: Path) -> None:
    """A view calls one action; it never writes to the database by itself."""
    writes = re.compile(
        r"\.(?:bulk_create|update_or_create|get_or_create|bulk_update)\(|objects\.create\(|\.save\(\)|\.delete\(\)"
    )
    assert writes.findall(path.read_text(encoding="utf-8")) == []


def test_code_keeps_to_the_size_budget() -> None:
    """Near 400 lines a file; 600 is the wall."""
    long = {place(p): lines for p in code() if (lines := p.read_text(encoding="utf-8").count("\n")) > 600}
    assert long == {}


def body_lines(path: Path) -> dict[str, int]:
    """How long each function of a file is: its body without docstring and blank lines."""
    text = path.read_text(encoding="utf-8")
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            told = len(node.body) > 1 and ast.get_docstring(node) is not None
            body = text.splitlines()[node.body[told].lineno - 1 : node.end_lineno]
            found[f"{place(path)}:{node.name}"] = sum(bool(line.strip()) for line in body)
    return found


def test_functions_keep_to_the_size_budget() -> None:
    long = {name: lines for path in code() for name, lines in body_lines(path).items() if lines > 40}
    assert long == {}


def test_views_keep_to_the_size_budget() -> None:
    """A view loads, calls one action and answers; what is more belongs to a page, a form or an action."""
    views = [path for path in modules("web") if path.stem == "views" or path.parent.name == "views"]
    long = {name: lines for path in views for name, lines in body_lines(path).items() if lines > 15}
    assert views
    assert long == {}


def test_templates_and_conftest_keep_to_the_size_budget() -> None:
    paths = SOURCE.rglob("*.html")
    long = {place(p): lines for p in paths if (lines := p.read_text(encoding="utf-8").count("\n")) > 150}
    long.update({place(p): n for p in ROOT.glob("tests/**/conftest.py") if (n := p.read_text().count("\n")) > 200})
    assert long == {}


def test_exceptions_to_checks_name_what_they_except() -> None:
    loose = re.compile(r"# type: ignore(?!\[)|# noqa(?!: [A-Z])|pragma: no cover|@pytest\.mark\.skip\b")
    files = [*code(), *ROOT.glob("config/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("bin/**/*.py")]
    found = [
        f"{place(path)}:{number}"
        for path in files
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if loose.search(line)
    ]
    assert found == []


def test_modules_say_what_they_own() -> None:
    silent = [
        place(path)
        for path in code()
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
