"""Actions and their audit trail.

A write is a function marked `@action`: it runs in one transaction and must tell the trail what it did, through one of
the functions below, before it ends. Fields that a model declares personal are named in the trail, never copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from azymut.kernel.audit_guard import CLOSE_DOOR, OPEN_DOOR, SHORTEN
from azymut.kernel.errors import UnauditedActionError
from azymut.kernel.models import AuditEntry, Record
from azymut.kernel.registries import Text

P = ParamSpec("P")
R = TypeVar("R")

REDACTED = "•••"
UNTRACKED = {"created_at", "changed_at", "created_by", "changed_by", "name_sort", "found_by", "last_login", "password"}


@dataclass
class _Running:
    name: str
    entries: int = 0


@dataclass(frozen=True)
class Words:
    """How the trail's page names an action, and the facts that only this action tells."""

    title: Text
    facts: Mapping[str, Text]


# What actions of many rooms tell beside the fields of the thing itself.
FACTS: dict[str, Text] = {
    "created": pgettext_lazy("count", "created"),
    "changed": pgettext_lazy("count", "changed"),
    "unchanged": pgettext_lazy("count", "unchanged"),
    "removed": pgettext_lazy("count", "removed"),
    "rejected": pgettext_lazy("count", "rejected"),
    "rows": pgettext_lazy("count", "rows"),
    "file": gettext_lazy("file"),
    "sha256": gettext_lazy("SHA-256"),
}

_current: ContextVar[_Running | None] = ContextVar("current_action", default=None)
_words: dict[str, Words] = {}


def action(title: Text, *, facts: Mapping[str, Text] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a named write: atomic, and an error if it leaves no word in the audit trail.

    `title` is what people read in the trail; `facts` names what the action tells through `happened` beside FACTS and
    the fields of the thing. Inside another action it joins the outer transaction, and what it told counts for the outer
    one too. Arguments are keyword-only by convention (a test checks).
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        _words[name] = Words(title, facts or {})
        return _audited(name, function)

    return mark


def _audited(name: str, function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _current.get()
        running = _Running(name)
        token = _current.set(running)
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if not running.entries:
                    raise UnauditedActionError(f"{name} ended without an audit entry")
        finally:
            _current.reset(token)
        if outer is not None:
            outer.entries += running.entries
        return result

    run.is_action = True  # type: ignore[attr-defined]  # a mark on a function
    return run


def words_of_actions() -> Mapping[str, Words]:
    """Words by name of the actions of all rooms whose code has been read."""
    return _words


def created(thing: models.Model, *, by: Any, at: datetime) -> None:
    """The object has just been saved for the first time."""
    _write(thing, by=by, at=at, before=None, after=values_of(thing))


@contextmanager
def change(thing: models.Model, *, by: Any, at: datetime) -> Iterator[None]:
    """Save the object after the block and note what differs; without a difference nothing is written or saved."""
    before = values_of(thing)
    raw_before = _raw(thing)
    yield
    if _raw(thing) == raw_before:
        unchanged()
        return
    if isinstance(thing, Record):
        thing.changed_by = by
    thing.save()
    after = values_of(thing)
    raw_after = _raw(thing)
    keys = [key for key in raw_after if raw_after[key] != raw_before.get(key)]
    _write(thing, by=by, at=at, before={k: before[k] for k in keys}, after={k: after[k] for k in keys})


def hold(thing: models.Model) -> None:
    """Lock the object's row until the action ends and read it anew, so that what a page had read is not trusted.

    Of two who act on it at once, the second sees what the first has done.
    """
    thing.refresh_from_db(from_queryset=type(thing)._default_manager.select_for_update())


def removed(thing: models.Model, *, by: Any, at: datetime) -> None:
    """The object is about to be deleted; call before `.delete()`."""
    _write(thing, by=by, at=at, before=values_of(thing), after=None)


def happened(
    thing: models.Model | None,
    *,
    by: Any,
    at: datetime,
    facts: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    label: str = "",
) -> None:
    """Something that is not a change of one object's fields: an import with its counts, a document produced.

    Every fact is a field of the thing or has its words, else the page would have to show its name in the code.
    """
    _expect_words(thing, {*facts, *(before or {})})
    _write(thing, by=by, at=at, before=dict(before) if before else None, after=dict(facts), label=label)


def _expect_words(thing: models.Model | None, told: set[str]) -> None:
    running = _current.get()
    named = set(FACTS) | set(_words[running.name].facts if running else ())
    named |= {field.name for field in thing._meta.concrete_fields} if thing is not None else set()
    if running and (unnamed := sorted(told - named)):
        raise UnauditedActionError(f"{running.name} tells facts without words: {', '.join(unnamed)}")


def unrecorded() -> None:
    """What concerns nobody but its writer (a draft) leaves no entry, and the action says so."""
    unchanged()


def unchanged() -> None:
    """The action found nothing to do, and says so."""
    running = _current.get()
    if running:
        running.entries += 1


def forget_before(cutoff: datetime) -> int:
    """Remove entries older than the cutoff through the one door that the database leaves; for retention only.

    Returns how many were removed. Must run inside an action, so that the removal itself is in the trail.
    """
    if _current.get() is None:
        raise UnauditedActionError("the audit trail is shortened only inside an action")
    moment = connection.ops.adapt_datetimefield_value(cutoff)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OPEN_DOOR, [moment])
        cursor.execute(SHORTEN, [moment])
        removed_rows = int(cursor.rowcount)
        cursor.execute(CLOSE_DOOR)
    return removed_rows


def values_of(thing: models.Model) -> dict[str, Any]:
    """Field values for the trail, personal ones replaced by a mark."""
    personal = getattr(type(thing), "personal_data", None)
    hidden = set(personal.fields) if personal else set()
    return {name: (REDACTED if name in hidden and value else value) for name, value in _raw(thing).items()}


def _raw(thing: models.Model) -> dict[str, Any]:
    values = {}
    for field in thing._meta.concrete_fields:
        if field.name in UNTRACKED or field.primary_key:
            continue
        value = field.value_from_object(thing)
        values[field.name] = str(value) if isinstance(field, models.FileField) else value
    return values


def _write(
    thing: models.Model | None,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    label: str = "",
) -> None:
    running = _current.get()
    if running is None:
        raise UnauditedActionError("the audit trail is written only inside an action")
    running.entries += 1
    AuditEntry.objects.create(
        at=at,
        by=by,
        action=running.name,
        object_type=thing._meta.label_lower if thing is not None else "",
        object_id=str(getattr(thing, "public_id", thing.pk)) if thing is not None else "",
        object_label=(label or (_label(thing) if thing is not None else ""))[:300],
        before=before,
        after=after,
    )


def _label(thing: models.Model) -> str:
    """The object's own words, unless they hold something personal; then only its identifier."""
    text = str(thing)
    personal = getattr(type(thing), "personal_data", None)
    for name in personal.fields if personal else ():
        value = getattr(thing, name, None)
        if value and str(value) in text:
            return str(getattr(thing, "public_id", thing.pk))
    return text
