"""Reading the audit trail: filters, and entries put into words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from azymut.kernel import audit
from azymut.kernel.audit import REDACTED
from azymut.kernel.collation import sort_key
from azymut.kernel.intake import neutral
from azymut.kernel.models import AuditEntry

EXPORT_COLUMNS = ("moment", "person", "action", "object_type", "object_id", "object", "before", "after")
EXPORT_CHUNK = 1000
IDENTIFIER = "public_id"

Names = Mapping[tuple[str, str], str]
"""What things that entries point to are called now, by type and key."""


@dataclass(frozen=True)
class Filters:
    """What a reader looks for; empty parts do not narrow. `action` may be a room. Days are local, both included."""

    action: str = ""
    person: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Value:
    """One side of a change: text, or a day or moment for the page to write out."""

    text: str = ""
    day: date | None = None
    moment: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One field of an entry."""

    label: str
    before: Value | None
    after: Value | None


def entries(filters: Filters) -> QuerySet[AuditEntry]:
    """Entries that fit, newest first, each with its person; one query however many."""
    found = AuditEntry.objects.select_related("by")
    if filters.action:
        found = found.filter(Q(action=filters.action) | Q(action__startswith=f"{filters.action}."))
    if filters.person:
        found = found.filter(by__in=_people(filters.person))
    if filters.thing:
        wanted = Q(object_id=filters.thing) | Q(object_label__icontains=filters.thing) | Q(object_type=filters.thing)
        found = found.filter(wanted)
    if filters.since:
        found = found.filter(at__gte=_midnight(filters.since))
    if filters.until:
        found = found.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return found


def _people(text: str) -> QuerySet[Any]:
    return get_user_model().objects.filter(Q(email__icontains=text) | Q(name__icontains=text)).values("pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def object_type_name(label: str) -> str:
    """What users call this type of object."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def title_of(action: str) -> str:
    """What users call this action; one that the code no longer has keeps its name in the code."""
    words = audit.words_of_actions().get(action)
    return str(words.title) if words else action


def titles() -> list[tuple[str, str]]:
    """Every action with its title, in the order of the titles."""
    named = [(action, str(words.title)) for action, words in audit.words_of_actions().items()]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def names_of(found: Iterable[AuditEntry]) -> Names:
    """What the things are called that these entries' fields point to; one query for each type of thing."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for entry in found:
        fields = _fields(entry.object_type)
        for key, raw in _told(entry):
            field = fields.get(key)
            if isinstance(field, models.ForeignKey) and isinstance(raw, int):
                wanted[field.related_model].add(str(raw))
    return {
        (model._meta.label_lower, str(thing.pk)): str(thing)
        for model, keys in wanted.items()
        for thing in model._default_manager.select_related().filter(pk__in=keys)
    }


def _told(entry: AuditEntry) -> Sequence[tuple[str, Any]]:
    return [*(entry.before or {}).items(), *(entry.after or {}).items()]


def lines_of(entry: AuditEntry, names: Names) -> list[Line]:
    """The entry field by field, with the fields' names and the choices' words.

    Fields come in the model's order, facts after them: a database may keep the keys in an order of its own. What was
    empty and still is says nothing, and the thing's identifier is the entry's own.
    """
    before, after = entry.before or {}, entry.after or {}
    fields = _fields(entry.object_type)
    places = {name: number for number, name in enumerate([*fields, *audit.FACTS])}
    keys = sorted({*before, *after}, key=lambda key: (places.get(key, len(places)), key))
    return [
        Line(
            label=_label(fields.get(key), key, entry.action),
            before=_value(fields.get(key), before[key], names) if key in before else None,
            after=_value(fields.get(key), after[key], names) if key in after else None,
        )
        for key in keys
        if key != IDENTIFIER and not (_empty(before.get(key)) and _empty(after.get(key)))
    ]


def _empty(raw: Any) -> bool:
    return raw in (None, "", [], {})


def _fields(object_type: str) -> Mapping[str, models.Field[Any, Any]]:
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return {}
    return {field.name: field for field in model._meta.concrete_fields}


def _label(field: models.Field[Any, Any] | None, key: str, action: str) -> str:
    if field is not None:
        name = str(field.verbose_name)
    else:
        own = audit.words_of_actions().get(action)
        named = {**audit.FACTS, **(own.facts if own else {})}
        name = str(named.get(key, key.replace("_", " ")))
    return name[:1].upper() + name[1:]


def _value(field: models.Field[Any, Any] | None, raw: Any, names: Names) -> Value:
    if _empty(raw):
        return Value("–")
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(raw))):
        return Value(moment=moment)
    if isinstance(field, models.DateField) and (day := parse_date(str(raw))):
        return Value(day=day)
    return Value(_words(field, raw, names))


def _words(field: models.Field[Any, Any] | None, raw: Any, names: Names) -> str:
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, list) and not any(isinstance(each, (dict, list)) for each in raw):
        return ", ".join(str(each) for each in raw)
    if isinstance(raw, (dict, list)):
        return json.dumps(raw, ensure_ascii=False, indent=1)
    if isinstance(field, models.ForeignKey) and raw != REDACTED:
        known = names.get((field.related_model._meta.label_lower, str(raw)))
        return known or _("no. %(number)s") % {"number": raw}
    words = dict(field.flatchoices) if field is not None else {}
    return str(words.get(raw, raw))


def export_rows(found: QuerySet[AuditEntry]) -> Iterator[list[object]]:
    """Heading and rows for a spreadsheet, read in chunks; no cell can act as a formula."""
    yield list(EXPORT_COLUMNS)
    for entry in found.iterator(chunk_size=EXPORT_CHUNK):
        cells = (
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            str(entry.by) if entry.by else "",
            entry.action,
            entry.object_type,
            entry.object_id,
            entry.object_label,
            _json(entry.before),
            _json(entry.after),
        )
        yield [neutral(cell) for cell in cells]


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
