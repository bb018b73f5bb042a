"""Reading the audit trail: filters, and entries put into words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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

from azymut.kernel.audit import REDACTED
from azymut.kernel.intake import neutral
from azymut.kernel.models import AuditEntry

EXPORT_COLUMNS = ("moment", "person", "action", "object_type", "object_id", "object", "before", "after")
EXPORT_CHUNK = 1000


@dataclass(frozen=True)
class Filters:
    """What a reader looks for; empty parts do not narrow. Days are local, both included."""

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
        found = found.filter(action__startswith=filters.action)
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


def lines_of(entry: AuditEntry) -> list[Line]:
    """The entry field by field, with the fields' names and the choices' words."""
    before, after = entry.before or {}, entry.after or {}
    fields = _fields(entry.object_type)
    return [
        Line(
            label=_label(fields.get(key), key),
            before=_value(fields.get(key), before[key]) if key in before else None,
            after=_value(fields.get(key), after[key]) if key in after else None,
        )
        for key in [*before, *(key for key in after if key not in before)]
    ]


def _fields(object_type: str) -> Mapping[str, models.Field[Any, Any]]:
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return {}
    return {field.name: field for field in model._meta.concrete_fields}


def _label(field: models.Field[Any, Any] | None, key: str) -> str:
    name = str(field.verbose_name) if field is not None else key.replace("_", " ")
    return name[:1].upper() + name[1:]


def _value(field: models.Field[Any, Any] | None, raw: Any) -> Value:
    if raw is None or raw == "":
        return Value("–")
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(raw))):
        return Value(moment=moment)
    if isinstance(field, models.DateField) and (day := parse_date(str(raw))):
        return Value(day=day)
    return Value(_words(field, raw))


def _words(field: models.Field[Any, Any] | None, raw: Any) -> str:
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, (dict, list)):
        return json.dumps(raw, ensure_ascii=False, indent=1)
    if isinstance(field, models.ForeignKey) and raw != REDACTED:
        return _("no. %(number)s") % {"number": raw}
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
