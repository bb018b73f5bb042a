"""Pages of the school register's import: earlier files, a preview with its rejected rows, absences to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.people.enums import RunState
from azymut.people.models import Closure, ImportRun

SHOWN_REJECTIONS = 200


@dataclass(frozen=True)
class RunRow:
    when: str
    by: str
    file: str
    counts: str


@dataclass(frozen=True)
class PreviewPage:
    """What the file would do. Nothing is changed until somebody says so."""

    file: str
    sha256: str
    counts: list[tuple[str, str]]
    rejected: list[dict[str, str]]
    rejected_more: int
    absent: str
    applied: str
    apply_url: str


@dataclass(frozen=True)
class ClosureRow:
    key: str
    name: str
    url: str
    kind: str
    place: str
    file: str


def run_rows(runs: Iterable[ImportRun]) -> list[RunRow]:
    return [
        RunRow(
            when=formats.moment(run.applied_at),
            by=str(run.created_by) if run.created_by else _("command line"),
            file=run.file_name,
            counts=_(
                "new %(created)s, changed %(changed)s, unchanged %(unchanged)s, closed %(removed)s, rejected %(bad)s"
            )
            % {
                "created": formats.number(run.created),
                "changed": formats.number(run.changed),
                "unchanged": formats.number(run.unchanged),
                "removed": formats.number(run.removed),
                "bad": formats.number(len(run.rejected)),
            },
        )
        for run in runs
    ]


def preview_page(run: ImportRun) -> PreviewPage:
    applied = run.state == RunState.APPLIED
    return PreviewPage(
        file=run.file_name,
        sha256=run.sha256,
        counts=[
            (_("New"), formats.number(run.created)),
            (_("Changed"), formats.number(run.changed)),
            (_("Unchanged"), formats.number(run.unchanged)),
            (_("Closed"), formats.number(run.removed)),
            (_("Rejected"), formats.number(len(run.rejected))),
        ],
        rejected=run.rejected[:SHOWN_REJECTIONS],
        rejected_more=max(0, len(run.rejected) - SHOWN_REJECTIONS),
        absent=_absent(run.absent),
        applied=formats.moment(run.applied_at) if applied else "",
        apply_url="" if applied else reverse("people:import-apply", args=[run.public_id]),
    )


def _absent(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)d open organisation of this territory is not in the file. You will be asked whether it closed.",
        "%(n)d open organisations of this territory are not in the file. You will be asked whether they closed.",
        number,
    ) % {"n": number}


def closure_rows(closures: Iterable[Closure]) -> list[ClosureRow]:
    return [
        ClosureRow(
            key=closure.public_id,
            name=closure.organisation.name,
            url=closure.organisation.get_absolute_url(),
            kind=closure.organisation.subtype,
            place=", ".join(filter(None, (closure.organisation.town, closure.organisation.territory.name))),
            file=f"{closure.run.file_name}, {formats.day(closure.run.applied_at)}" if closure.run else "",
        )
        for closure in closures
    ]
