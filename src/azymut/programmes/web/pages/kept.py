"""Ready pieces of public pages, kept under everything that they depend on, so that they are never stale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from azymut.kernel.registries import marks_stamp
from azymut.programmes.models import Action, Version

KEPT_SECONDS = 600
"""Names of organisations may change without touching the version; ten minutes is how long an old one may be shown."""


def kept(version: Version, make: Callable[[], str], on: date, *words: str) -> SafeString:
    """The piece from the cache, or made now. It must hold nothing that differs from reader to reader."""
    parts = (version.pk, version.revision, marks_stamp(Action), on, get_language(), *words)
    key = f"programmes:piece:{sha256('|'.join(map(str, parts)).encode()).hexdigest()[:40]}"
    found: str | None = cache.get(key)
    if found is None:
        found = str(make())
        cache.set(key, found, KEPT_SECONDS)
    return mark_safe(found)  # noqa: S308  # rendered by the template engine, which escapes
