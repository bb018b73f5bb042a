"""Accessibility statement and privacy page: law's structure, the office's particulars, the models' own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from azymut.portal.queries import Particular, Processing

ROOM_NAMES = {
    "people": _("accounts and organisations"),
    "kernel": _("the system's own records"),
    "programmes": _("programmes"),
    "monitoring": _("monitoring"),
    "indicators": _("figures"),
    "reports": _("reports"),
    "documents": _("documents"),
    "search": _("search"),
    "places": _("territories"),
    "occupations": _("occupations"),
}


@dataclass(frozen=True)
class AccessibilityPage:
    office: Mapping[str, Particular]
    address: str
    published_on: date
    reviewed_on: date
    incomplete: bool


@dataclass(frozen=True)
class PurposeRow:
    purpose: str
    basis: str
    retention: str
    rooms: str


@dataclass(frozen=True)
class PrivacyPage:
    office: Mapping[str, Particular]
    rows: tuple[PurposeRow, ...]
    incomplete: bool


def accessibility_page(office: Mapping[str, Particular]) -> AccessibilityPage:
    return AccessibilityPage(
        office=office,
        address=settings.SITE_ADDRESS,
        published_on=date.fromisoformat(settings.STATEMENT_PUBLISHED_ON),
        reviewed_on=date.fromisoformat(settings.STATEMENT_REVIEWED_ON),
        incomplete=_incomplete(office),
    )


def privacy_page(office: Mapping[str, Particular], processings: Sequence[Processing]) -> PrivacyPage:
    rows = tuple(
        PurposeRow(
            purpose=gettext(one.purpose),
            basis=gettext(one.basis),
            retention=gettext(one.retention),
            rooms=", ".join(str(ROOM_NAMES.get(room, room)) for room in one.rooms),
        )
        for one in processings
    )
    return PrivacyPage(office=office, rows=rows, incomplete=_incomplete(office))


def _incomplete(office: Mapping[str, Particular]) -> bool:
    return not all(particular.value for particular in office.values())
