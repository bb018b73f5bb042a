"""The desk: what waits, oldest first; what changed since the last visit; the places that this role works in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from azymut.design import formats
from azymut.kernel.registries import Duty
from azymut.people.models import Account
from azymut.portal.navigation import Group, Link
from azymut.portal.queries import Change

SOON_DAYS = 7


@dataclass(frozen=True)
class DutyLine:
    """`due` is said as people say it; `late` and `soon` set the weight of the line and of its button."""

    label: str
    due: str
    late: bool
    soon: bool
    url: str
    button: str
    sample: bool


@dataclass(frozen=True)
class ChangeLine:
    moment: str
    what: str
    label: str
    url: str
    where: str
    by: str


@dataclass(frozen=True)
class DeskPage:
    name: str
    title: str
    lines: tuple[DutyLine, ...]
    late: str
    changes: tuple[ChangeLine, ...]
    changes_title: str
    more_changes: bool
    seen_url: str
    shortcuts: tuple[Link, ...]


def desk_page(
    account: Account,
    *,
    duties: Iterable[Duty],
    changes: Sequence[Change],
    since: datetime,
    rail: Sequence[Group],
    now: datetime,
    most_changes: int,
) -> DeskPage:
    today = timezone.localtime(now).date()
    lines = tuple(_line(duty, today) for duty in duties)
    late = sum(line.late for line in lines)
    return DeskPage(
        name=str(account),
        title=_title(len(lines)),
        lines=lines,
        late=ngettext("%(n)d is past its term", "%(n)d are past their term", late) % {"n": late} if late else "",
        changes=tuple(_change(change) for change in changes[:most_changes]),
        changes_title=gettext("Changed since %(day)s") % {"day": formats.moment(since)},
        more_changes=len(changes) > most_changes,
        seen_url=reverse("portal:desk-seen"),
        shortcuts=tuple(link for group in rail[1:] for link in group.links if not link.current)[:6],
    )


def _title(count: int) -> str:
    if not count:
        return gettext("Desk: nothing waits for you")
    return ngettext("Desk: %(n)d matter waits", "Desk: %(n)d matters wait", count) % {"n": count}


def _line(duty: Duty, today: date) -> DutyLine:
    return DutyLine(
        label=str(duty.label),
        due=formats.until(duty.due_on, today) if duty.due_on else gettext("no term"),
        late=bool(duty.due_on and duty.due_on < today),
        soon=bool(duty.due_on and (duty.due_on - today).days <= SOON_DAYS),
        url=duty.url,
        button=str(duty.button),
        sample=duty.sample,
    )


def _change(change: Change) -> ChangeLine:
    label, where = change.label, change.where
    return ChangeLine(
        moment=formats.moment(change.at),
        what=str(change.what),
        label=label or where,
        url=change.url,
        where=where if label and where != label else "",
        by=change.by,
    )
