"""Polish is complete: every text of every room has a good answer."""

from __future__ import annotations

import ast

import pytest
from django.conf import settings

from azymut.kernel import catalogues


@pytest.mark.slow
@pytest.mark.parametrize("room", [path.name for path in catalogues.rooms(settings.SOURCE)])
def test_polish_texts_are_complete(room: str) -> None:
    findings = next(found for found in catalogues.check(settings.SOURCE) if found.room == room)
    assert findings.faults == []


TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def test_no_text_hides_within_an_f_string() -> None:
    """Where Python is older than 3.12, whoever collects the texts does not look into f-strings."""
    hidden = [
        f"{path.relative_to(settings.SOURCE)}:{call.lineno}"
        for path in sorted(settings.SOURCE.rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATED
    ]
    assert hidden == []
