"""What changed in the workspace since a person last looked, told from the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language

from azymut.kernel import trail
from azymut.kernel.models import AuditEntry
from azymut.monitoring.enums import Status
from azymut.monitoring.models import StatusEntry
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes.models import Node

FIRST_LOOK_BACK = timedelta(days=14)
# Actions whose news may be told to everyone with a workspace, under their titles in the trail.
WATCHED = frozenset(
    {
        "programmes.complete_milestone",
        "programmes.reopen_milestone",
        "programmes.postpone_milestone",
        "programmes.add_milestone",
        "programmes.record_measurement",
        "programmes.record_execution",
        "programmes.create_action",
        "programmes.update_action",
        "programmes.bring_into_force",
        "indicators.publish_release",
        "indicators.roll_back_release",
        "people.take_register",
        "monitoring.override_status",
        "monitoring.lift_override",
        "monitoring.add_note",
    }
)


# A register's import is one piece of news; the thousands of organisations that it touches are none.
ONE_OF_MANY = Q(action="people.take_register") & ~Q(object_type="people.importrun")


@dataclass(frozen=True)
class Place:
    """How to find the page of a changed thing, and the words that say which one: paths from the thing's model.

    `right`: the page opens only to those who hold it; all others are led to the public page `instead`, if there is one.
    """

    name: str
    key: str
    words: tuple[str, ...] = ()
    right: Right | None = None
    instead: str = ""
    english: tuple[str, ...] = ()
    """The words for readers of English, where they are others."""

    def paths(self) -> tuple[str, ...]:
        return self.english if self.english and (get_language() or "").startswith("en") else self.words

    def address(self, account: Account, key: str) -> str:
        if self.right is None or account.may(self.right):
            return reverse(self.name, args=[key])
        return reverse(self.instead) if self.instead else ""


def _under_action(path: str) -> Place:
    node = f"{path}node__"
    return Place("programmes:action", f"{node}identity__public_id", (f"{node}number", f"{node}title"))


def _under_identity() -> Place:
    return Place("programmes:action", "identity__public_id", ("identity__nodes__number", "identity__nodes__title"))


PLACES = {
    "programmes.action": _under_action(""),
    "programmes.milestone": _under_action("action__"),
    "programmes.budgetline": _under_action("action__"),
    "programmes.measurement": _under_action("indicator__action__"),
    "programmes.version": Place("programmes:detail", "strategy__public_id"),
    "indicators.release": Place(
        "indicators:release",
        "public_id",
        ("dataset__name_pl",),
        right=Right.LOAD_STATISTICS,
        instead="indicators:sources",
        english=("dataset__name_en",),
    ),
    "people.importrun": Place(
        "people:import-preview", "public_id", right=Right.IMPORT_REGISTERS, instead="people:organisations"
    ),
    "people.organisation": Place("people:organisation", "public_id"),
    "monitoring.statusoverride": _under_identity(),
    "monitoring.coursenote": _under_identity(),
}


# Things without a name that people would know: what they belong to says which one is meant.
NAMED_BY_PLACE = ("monitoring.statusoverride", "monitoring.coursenote", "indicators.release")


@dataclass(frozen=True)
class Change:
    """Something that happened to what the whole workspace may see; `where` names the action that it belongs to."""

    at: datetime
    what: str | Promise
    label: str
    url: str
    where: str
    by: str


def last_visit(account: Account, now: datetime) -> datetime:
    """When the person last marked the desk as seen; before the first time, two weeks back."""
    return account.last_seen_at or now - FIRST_LOOK_BACK


def changes_since(since: datetime, *, account: Account, most: int) -> list[Change]:
    """Newest first: statuses that turned, and from the audit trail what everyone with a workspace may know of.

    One query for the entries and one for each kind of thing among them; two for the statuses.
    """
    if not account.may(Right.SEE_WORKSPACE):
        return []
    told = [*_turned(since, most), *_done(since, account, most)]
    return sorted(told, key=lambda change: change.at, reverse=True)[:most]


def _turned(since: datetime, most: int) -> list[Change]:
    """Actions whose status is another than before; who set it by hand is told by the trail."""
    former = StatusEntry.objects.filter(identity=OuterRef("identity"), pk__lt=OuterRef("pk")).order_by("-pk")
    entries = list(
        StatusEntry.objects.filter(at__gt=since)
        .annotate(former=Subquery(former.values("status")[:1]))
        .exclude(former=None)
        .exclude(former=F("status"))
        .order_by("-at", "-pk")[:most]
    )
    names = {
        identity: (public_id, f"{number} {title}")
        for identity, public_id, number, title in Node.objects.filter(
            identity__in={entry.identity_id for entry in entries}
        )
        .order_by("version__number")
        .values_list("identity", "identity__public_id", "number", "title")
    }
    return [
        Change(
            at=entry.at,
            what=format_lazy("{} → {}", Status(entry.former).label, Status(entry.status).label),
            label=names[entry.identity_id][1],
            url=reverse("programmes:action", args=[names[entry.identity_id][0]]),
            where="",
            by="",
        )
        for entry in entries
        if entry.identity_id in names
    ]


def _done(since: datetime, account: Account, most: int) -> list[Change]:
    entries = list(
        AuditEntry.objects.filter(at__gt=since, action__in=WATCHED)
        .exclude(by=account)
        .exclude(ONE_OF_MANY)
        .select_related("by")
        .order_by("-at", "-pk")[:most]
    )
    found = _found(entries, account)
    return [
        Change(
            at=entry.at,
            what=trail.title_of(entry.action),
            label="" if where and entry.object_type in NAMED_BY_PLACE else entry.object_label,
            url=url,
            where=where,
            by=str(entry.by) if entry.by else "",
        )
        for entry in entries
        for url, where in [found.get((entry.object_type, entry.object_id), ("", ""))]
    ]


def _found(entries: Sequence[AuditEntry], account: Account) -> dict[tuple[str, str], tuple[str, str]]:
    """Address and words by type and id of each thing that still has a page."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in dict.fromkeys(entry.object_type for entry in entries):
        place = PLACES.get(kind)
        if place is None:
            continue
        ids = {entry.object_id for entry in entries if entry.object_type == kind}
        rows = apps.get_model(kind)._default_manager.filter(public_id__in=ids)
        for own, key, *words in rows.values_list("public_id", place.key, *place.paths()):
            found[(kind, own)] = (place.address(account, key), " ".join(words))
    return found
