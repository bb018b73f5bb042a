"""The history of statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from azymut.monitoring.enums import Status
from azymut.monitoring.models import StatusEntry, StatusOverride
from azymut.monitoring.rules.sentences import reason_from_json, sentences


@dataclass(frozen=True)
class HistoryLine:
    """A line of the history for people: the reasons are said in the reader's language."""

    at: datetime
    status: Status
    rule_status: Status
    overridden: bool
    reasons: tuple[str, ...]


def latest_entries(identities: Sequence[int]) -> Mapping[int, list[StatusEntry]]:
    """All entries by identity, the newest first: one query."""
    found: defaultdict[int, list[StatusEntry]] = defaultdict(list)
    for entry in StatusEntry.objects.filter(identity__in=identities).order_by("-at", "-pk"):
        found[entry.identity_id].append(entry)
    return found


def history_of(identity: int) -> list[HistoryLine]:
    """One action's history, the newest first."""
    return [
        HistoryLine(
            at=entry.at,
            status=Status(entry.status),
            rule_status=Status(entry.rule_status),
            overridden=entry.override_id is not None,
            reasons=(entry.override.reason,)
            if entry.override
            else sentences(reason for reason in map(reason_from_json, entry.reasons) if reason.severity),
        )
        for entry in StatusEntry.objects.filter(identity=identity).select_related("override").order_by("-at", "-pk")
    ]


def turns(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Of a history, newest first, only the lines on which the status itself turned."""
    last = len(lines) - 1
    return [line for place, line in enumerate(lines) if place == last or _turned(line, lines[place + 1])]


def _turned(line: HistoryLine, former: HistoryLine) -> bool:
    return (line.status, line.overridden) != (former.status, former.overridden)


def open_override(identity: int) -> StatusOverride | None:
    """The status set by a person that has not been lifted; it may have run out by its day."""
    return StatusOverride.objects.filter(identity=identity, ended_at__isnull=True).first()
