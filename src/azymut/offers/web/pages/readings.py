"""Pages behind the door: tables that were read, one of them before it is taken in, names that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.offers import queries
from azymut.offers.enums import ReadingState
from azymut.offers.models import Reading
from azymut.offers.rules import year_text

SHOWN_REJECTIONS = 200


@dataclass(frozen=True)
class ReadingRow:
    when: str
    by: str
    source: str
    file: str
    url: str
    counts: str


@dataclass(frozen=True)
class ReadingsPage:
    rows: tuple[ReadingRow, ...]
    waiting: int
    names_url: str


@dataclass(frozen=True)
class ReadingPage:
    """What a table would change, or what it changed."""

    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    applied: str
    apply_url: str
    rejected: tuple[Mapping[str, Any], ...]
    more: int
    back_url: str


@dataclass(frozen=True)
class NameRow:
    said: str
    schools: str
    years: str


@dataclass(frozen=True)
class KnownRow:
    said: str
    occupation: str
    by: str


@dataclass(frozen=True)
class NamesPage:
    waiting: tuple[NameRow, ...]
    known: tuple[KnownRow, ...]
    back_url: str


def readings_page() -> ReadingsPage:
    return ReadingsPage(
        rows=tuple(_row(one) for one in queries.readings()),
        waiting=len(queries.unknown_names()),
        names_url=reverse("offers:names"),
    )


def reading_page(one: Reading) -> ReadingPage:
    applied = one.state == ReadingState.APPLIED
    changes = one.created or one.changed or one.removed
    facts = [
        (_("Source"), ", ".join(filter(None, (str(one.get_origin_display()), one.publisher, one.licence)))),
        (_("As of"), formats.day(one.as_of)),
        (_("File"), one.file_name),
        (_("Address"), one.address),
        (_("Covered"), one.covers),
        ("SHA-256", one.sha256),
    ]
    return ReadingPage(
        facts=tuple((label, text) for label, text in facts if text),
        counts=tuple(_counts(one)),
        applied=formats.moment(one.applied_at) if applied else "",
        apply_url=reverse("offers:apply", args=[one.public_id]) if changes and not applied else "",
        rejected=tuple(one.rejected[:SHOWN_REJECTIONS]),
        more=max(0, len(one.rejected) - SHOWN_REJECTIONS),
        back_url=reverse("offers:readings"),
    )


def names_page() -> NamesPage:
    return NamesPage(
        waiting=tuple(
            NameRow(one.said, formats.number(one.schools), _years(one.first_year, one.last_year))
            for one in queries.unknown_names()
        ),
        known=tuple(
            KnownRow(one.said, str(one.occupation), str(one.changed_by or "")) for one in queries.known_names()
        ),
        back_url=reverse("offers:readings"),
    )


def _row(one: Reading) -> ReadingRow:
    return ReadingRow(
        when=formats.moment(one.applied_at),
        by=str(one.created_by) if one.created_by else _("command line"),
        source=f"{one.get_origin_display()}, {formats.day(one.as_of)}",
        file=one.file_name,
        url=one.get_absolute_url(),
        counts="; ".join(f"{label}: {number}" for label, number in _counts(one)),
    )


def _counts(one: Reading) -> list[tuple[str, str]]:
    return [
        (_("New"), formats.number(one.created)),
        (_("Changed"), formats.number(one.changed)),
        (_("Unchanged"), formats.number(one.unchanged)),
        (_("Ended"), formats.number(one.removed)),
        (_("Rejected"), formats.number(len(one.rejected))),
    ]


def _years(first: int, last: int) -> str:
    return year_text(first) if first == last else f"{year_text(first)}–{year_text(last)}"
