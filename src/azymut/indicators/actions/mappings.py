"""Mappings kept, changed and taken away; tables that wait; names of occupations settled by a person."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.models import Dataset, SettledName, Source, TableMapping, TableUpload
from azymut.indicators.rules.demand import plain_name
from azymut.indicators.rules.mappings import Layout, digest_of, fault_of
from azymut.kernel import attachments, audit
from azymut.kernel.audit import action
from azymut.kernel.collation import fold
from azymut.kernel.errors import DomainError
from azymut.kernel.filetypes import TABLES
from azymut.occupations import queries as occupations
from azymut.people.models import Account

KEY = 30
"""Letters of a source's name that go into its key."""
SIX = 6
"""Digits of an occupation's code; groups have fewer."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,59}\Z")


@dataclass(frozen=True)
class NewSource:
    """A publisher whose tables nobody has read yet, and on what terms its figures may be used."""

    name: str
    licence: str


@action(gettext_lazy("Mapping of a table kept"))
def save_mapping(
    *,
    name: str,
    source: Source | NewSource,
    dataset_code: str,
    dataset_title: str,
    layout: Layout,
    mapping: TableMapping | None = None,
    by: Account | None,
    at: datetime,
) -> TableMapping:
    """Keep a mapping under its name: this one, or the one of that name for tables of the same shape, or a new one.

    A source that is new is made with it. Raises DomainError when it could read nothing, when the name means tables of
    another shape, and when the dataset is another source's.
    """
    heading, name = digest_of(layout.names), name.strip()
    _refuse_unreadable(layout)
    source = _made(source, by=by, at=at) if isinstance(source, NewSource) else source
    _refuse_foreign_dataset(dataset_code, source)
    namesake = TableMapping.objects.select_for_update().filter(name=name).first()
    if namesake is not None and namesake != mapping and (mapping is not None or namesake.heading != heading):
        raise DomainError(_("Another mapping has this name, for tables with other columns."), field="name")
    kept = mapping or namesake
    if kept is None:
        kept = TableMapping.objects.create(
            name=name, source=source, dataset_code=dataset_code, dataset_title=dataset_title[:300],
            layout=layout.as_json(), heading=heading, created_by=by,
        )  # fmt: skip
        audit.created(kept, by=by, at=at)
        return kept
    with audit.change(kept, by=by, at=at):
        kept.name, kept.source, kept.heading = name, source, heading
        kept.dataset_code, kept.dataset_title = dataset_code, dataset_title[:300]
        kept.layout = _as_kept(layout)
    return kept


def _made(new: NewSource, *, by: Account | None, at: datetime) -> Source:
    """The source of that name, made when there is none; its key is the name's own."""
    found = Source.objects.filter(name_pl=new.name).first()
    if found is not None:
        return found
    key = f"{slugify(fold(new.name))[:KEY]}-{hashlib.sha256(new.name.encode()).hexdigest()[:6]}".lstrip("-")
    made = Source.objects.create(
        key=key, name_pl=new.name, name_en=new.name, licence_pl=new.licence, licence_en=new.licence
    )
    audit.created(made, by=by, at=at)
    return made


def _as_kept(layout: Layout) -> dict[str, Any]:
    """A layout in the lists that a JSON field gives back, so that an equal one is no change."""
    kept = layout.as_json()
    lists = {name: list(kept[name]) for name in ("missing", "suppressed")}
    return {**kept, **lists, "columns": [list(pair) for pair in kept["columns"]]}


def _refuse_unreadable(layout: Layout) -> None:
    fault = fault_of(layout)
    if fault is not None:
        raise DomainError(fault.reason, field=fault.part)


def _refuse_foreign_dataset(code: str, source: Source) -> None:
    if not _CODE.match(code):
        raise DomainError(
            _("“%(code)s” is no code of a dataset: letters, digits and “_”, beginning with a letter.") % {"code": code},
            field="dataset_code",
        )
    owner = Dataset.objects.filter(code=code).exclude(source=source).select_related("source").first()
    if owner is not None:
        raise DomainError(
            _("The dataset %(code)s belongs to the source %(source)s.") % {"code": code, "source": owner.source.name},
            field="dataset_code",
        )


@action(gettext_lazy("Mapping of a table removed"))
def remove_mapping(*, mapping: TableMapping, by: Account | None, at: datetime) -> None:
    """Forget a mapping; what was read by it stays."""
    audit.removed(mapping, by=by, at=at)
    mapping.delete()


@action(gettext_lazy("Table handed in"))
def keep_table(*, upload: File[Any], by: Account, at: datetime) -> TableUpload:
    """Keep a table until somebody has said what its columns are. Raises FileRefusedError for what is no table."""
    attachment = attachments.store(upload=upload, by=by, at=at, allowed=TABLES)
    kept = TableUpload.objects.create(attachment=attachment, uploaded_at=at, created_by=by)
    audit.created(kept, by=by, at=at)
    return kept


@action(gettext_lazy("Table that waited removed"))
def drop_table(*, table: TableUpload, by: Account | None, at: datetime) -> None:
    """Let a table go that was taken in or is not wanted; one that another let go meanwhile is left at that."""
    locked = TableUpload.objects.select_for_update(of=("self",)).select_related("attachment").filter(pk=table.pk)
    found = locked.first()
    if found is None:
        audit.unchanged()
        return
    attachment = found.attachment
    audit.removed(found, by=by, at=at)
    found.delete()
    attachments.discard(attachment=attachment, by=by, at=at)


@action(gettext_lazy("Name of an occupation settled"))
def settle_name(*, name: str, code: str, by: Account | None, at: datetime) -> SettledName:
    """Say which occupation an official list means by a name. Raises DomainError for a code that no occupation has."""
    known_code = occupations.school_occupation(code) or (len(code) == SIX and occupations.occupation(code))
    if not known_code:
        raise DomainError(_("There is no occupation with the code %(code)s.") % {"code": code[:20]}, field="code")
    known = SettledName.objects.select_for_update().filter(folded=plain_name(name)).first()
    if known is None:
        known = SettledName.objects.create(name=name[:300], code=code, created_by=by)
        audit.created(known, by=by, at=at)
        return known
    with audit.change(known, by=by, at=at):
        known.code = code
    return known
