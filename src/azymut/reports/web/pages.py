"""What the pages of reports show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from azymut.design import formats
from azymut.documents.enums import Format
from azymut.documents.models import Document
from azymut.kernel import background
from azymut.kernel.background import Outcome
from azymut.kernel.registries import Mark, Tone
from azymut.people.models import Account
from azymut.reports.enums import ReportState
from azymut.reports.models import MonitoringReport

ORDER = [Format.PDF, Format.DOCX, Format.XLSX]
POLL_SECONDS = 3
TONES = {ReportState.UNDER_WAY: Tone.WAIT, ReportState.DONE: Tone.ON, ReportState.FAILED: Tone.OFF}


@dataclass(frozen=True)
class Download:
    label: str
    note: str
    url: str


@dataclass(frozen=True)
class ReportRow:
    title: str
    asked: str
    by: str
    language: str
    mark: Mark
    url: str
    downloads: tuple[Download, ...]
    sample: bool


def row_of(report: MonitoringReport) -> ReportRow:
    state = ReportState(report.state)
    return ReportRow(
        title=_("%(programme)s, version %(number)d")
        % {"programme": report.version.strategy.short_name, "number": report.version.number},
        asked=formats.moment(report.asked_at),
        by=str(report.created_by or ""),
        language=report.get_language_display(),
        mark=Mark(TONES[state], state.label, (report.failure,) if report.failure else ()),
        url=report.get_absolute_url(),
        downloads=downloads_of(report.document) if report.document else (),
        sample=report.is_sample,
    )


def rows_of(reports: Iterable[MonitoringReport]) -> list[ReportRow]:
    return [row_of(report) for report in reports]


def downloads_of(document: Document) -> tuple[Download, ...]:
    """PDF, DOCX and XLSX of a document with their sizes."""
    return tuple(
        Download(
            label=file.format.upper(),
            note=formats.file_size(file.size),
            url=reverse("documents:download", args=[document.public_id, file.format]),
        )
        for file in sorted(document.files.all(), key=lambda file: ORDER.index(Format(file.format)))
    )


@dataclass(frozen=True)
class Publication:
    """Whether the public reads the report, at which addresses, and the one button that changes it, if any."""

    mark: Mark
    text: str
    addresses: tuple[tuple[str, str], ...]
    button: str
    url: str


@dataclass(frozen=True)
class ReportPage:
    """One report: its state, its files with checksums, and what froze it."""

    row: ReportRow
    crumbs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    checksums: tuple[tuple[str, str], ...]
    work: Outcome | None
    """How far the work is, while it is under way."""
    task_url: str
    """Where the work tells how far it is; only who asked for it may look."""
    signed_url: str
    under_way: bool
    poll_seconds: int
    failure: str
    publication: Publication | None


def _publication(report: MonitoringReport, document: Document, *, site: str, may_publish: bool) -> Publication:
    address = [report.public_id]
    if document.is_sample:
        text = _("A report with sample data cannot be published.")
        return Publication(Mark(Tone.WAIT, pgettext("a report", "not published")), text, (), "", "")
    if document.is_public:
        return Publication(
            mark=Mark(Tone.ON, pgettext("a report", "published")),
            text=_("Everybody can read the report at these addresses, without signing in."),
            addresses=tuple((file.label, f"{site}{file.url}") for file in downloads_of(document)),
            button=_("Withdraw the report") if may_publish else "",
            url=reverse("reports:withdraw", args=address),
        )
    return Publication(
        mark=Mark(Tone.WAIT, pgettext("a report", "not published")),
        text=_("Only people who work here can read the report. Once published, everybody who has its address can."),
        addresses=(),
        button=_("Publish the report") if may_publish else "",
        url=reverse("reports:publish", args=address),
    )


def report_page(report: MonitoringReport, *, account: Account, site: str, may_publish: bool) -> ReportPage:
    """The report as this reader sees it; `site` is the beginning of addresses that can be passed on."""
    row = row_of(report)
    document = report.document
    under_way = report.state == ReportState.UNDER_WAY
    own = bool(report.task_id) and background.started_by(report.task_id) == account
    facts = [(_("As of"), row.asked), (_("Language"), row.language), (_("Asked for by"), row.by)]
    checksums: tuple[tuple[str, str], ...] = ()
    if document is not None:
        checksums = (
            (_("frozen content"), document.freeze_sha256),
            *((file.format.upper(), file.sha256) for file in document.files.all()),
        )
    return ReportPage(
        row=row,
        crumbs=((_("Monitoring reports"), reverse("reports:list")), (row.title, "")),
        facts=tuple(facts),
        checksums=checksums,
        work=background.outcome(report.task_id) if report.task_id and under_way else None,
        task_url=reverse("kernel:task", args=[report.task_id]) if own else "",
        signed_url=reverse("documents:signed", args=[document.public_id]) if document else "",
        under_way=under_way,
        poll_seconds=POLL_SECONDS,
        failure=report.failure,
        publication=_publication(report, document, site=site, may_publish=may_publish) if document else None,
    )
