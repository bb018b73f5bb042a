"""The words that actions are sorted by and the sources that pay: reference data, loaded from tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.importing import ImportReport
from azymut.people.models import Account
from azymut.programmes.enums import TagGroup
from azymut.programmes.models import FundingSource, Tag


@dataclass(frozen=True)
class TagWord:
    group: TagGroup
    code: str
    name: str
    name_en: str
    position: int


@dataclass(frozen=True)
class SourceWord:
    code: str
    name: str
    name_en: str
    short_name: str
    position: int


@audit.action(gettext_lazy("Tags and sources of money loaded"))
def load_words(
    *, tags: Sequence[TagWord], sources: Sequence[SourceWord], by: Account | None, at: datetime
) -> ImportReport:
    """Bring tags and sources to what the tables say; words gone from a table stay, for actions may use them."""
    report = ImportReport()
    known_tags = {(tag.group, tag.code): tag for tag in Tag.objects.all()}
    for word in tags:
        _bring(
            known_tags.get((word.group, word.code)) or Tag(group=word.group, code=word.code),
            {"name": word.name, "name_en": word.name_en, "position": word.position},
            report,
        )
    known_sources = {source.code: source for source in FundingSource.objects.all()}
    for line in sources:
        _bring(
            known_sources.get(line.code) or FundingSource(code=line.code),
            {
                "name": line.name,
                "name_en": line.name_en,
                "short_name": line.short_name,
                "position": line.position,
            },
            report,
        )
    if report.touched:
        audit.happened(None, by=by, at=at, facts=report.as_dict())
    else:
        audit.unchanged()
    return report


def _bring(thing: Tag | FundingSource, values: dict[str, object], report: ImportReport) -> None:
    if thing.pk and all(getattr(thing, name) == value for name, value in values.items()):
        report.unchanged += 1
        return
    report.changed += bool(thing.pk)
    report.created += not thing.pk
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()
