"""Arrows that the import linter cannot see point down too: foreign keys, templates, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.architecture.rooms import ORDER, SOURCE, code, place, room_of, stands_on, templates

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("azymut.")]
_INCLUDED = re.compile(r"""\{%\s*(?:include|extends)\s+["']([\w./-]+)["']""")
_LINKED = re.compile(r"""\{%\s*url\s+["']([\w-]+):[\w-]+["']""")
_USED_IN_CODE = re.compile(r"""["']([\w-]+/[\w./-]+\.(?:html|txt))["']""")
_NAMED_IN_CODE = re.compile(r"""["']([a-z]+:[a-z][\w-]*)["']""")
# The kernel lies under the design, but its few pages (audit, outbox, notifications) wear the same frame as all others.
FRAMED = ("kernel", "design")
# Names that Django and allauth look up by themselves.
FOUND_BY_NAME = ("account/", "mfa/", "socialaccount/", "usersessions/", "allauth/", "admin/", "django/")
TEXTS = {path: path.read_text(encoding="utf-8") for path in templates() if path.suffix in {".html", ".txt"}}


def template_name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def test_rooms_are_those_installed() -> None:
    assert sorted(ORDER) == sorted(settings.ROOMS) == sorted(path.parent.name for path in SOURCE.glob("*/apps.py"))


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[models.Model]) -> None:
    upward = [
        field.name
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and field.related_model._meta.app_label in ORDER
        and not stands_on(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert upward == []


def test_templates_include_and_extend_downward() -> None:
    upward = [
        f"{place(path)}: {name}"
        for path, text in TEXTS.items()
        for name in _INCLUDED.findall(text)
        if name.split("/")[0] in ORDER
        and not stands_on(room_of(path), name.split("/")[0])
        and (room_of(path), name.split("/")[0]) != FRAMED
    ]
    assert upward == []


def test_templates_link_downward() -> None:
    """A link upward is handed over by a provider, never written into a lower room's template."""
    upward = [
        f"{place(path)}: {room}"
        for path, text in TEXTS.items()
        for room in _LINKED.findall(text)
        if room in ORDER and not stands_on(room_of(path), room)
    ]
    assert upward == []


def test_code_links_downward() -> None:
    """A name such as "portal:desk" in a lower room ties it to a higher one; settings or a registry say it instead."""
    upward = [
        f"{place(path)}: {name}"
        for path in code()
        for name in _NAMED_IN_CODE.findall(path.read_text(encoding="utf-8"))
        if name.split(":")[0] in ORDER and not stands_on(room_of(path), name.split(":")[0])
    ]
    assert upward == []


def test_templates_are_all_used() -> None:
    named = {name for text in TEXTS.values() for name in _INCLUDED.findall(text)}
    for path in SOURCE.rglob("*.py"):
        named.update(_USED_IN_CODE.findall(path.read_text(encoding="utf-8")))
    parts = {
        f"design/parts/{name}.html"
        for text in TEXTS.values()
        for name in re.findall(r"""\{%\s*(?:block_)?part\s+["']([\w-]+)["']""", text)
    }
    orphans = sorted(
        place(path)
        for path in TEXTS
        if template_name(path) not in named | parts and not template_name(path).startswith(FOUND_BY_NAME)
    )
    assert orphans == []


def test_templates_carry_no_inline_style_or_script() -> None:
    """The content security policy forbids both, so they would be dead on arrival."""
    inline = re.compile(
        r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\sstyle=|\son\w+=\"", re.IGNORECASE
    )
    found = [
        f"{place(path)}: {match.group(0)}"
        for path, text in TEXTS.items()
        if path.suffix == ".html" and "/documents/" not in template_name(path)
        for match in inline.finditer(text)
    ]
    assert found == []
