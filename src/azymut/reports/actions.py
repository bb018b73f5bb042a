"""Writes of the room: a report is asked for, and finished or given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.documents.models import Document
from azymut.kernel import audit, background
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account
from azymut.programmes.models import Version
from azymut.programmes.queries import shown_version
from azymut.reports.enums import ReportState
from azymut.reports.models import MonitoringReport
from azymut.reports.queries import under_way


@action(gettext_lazy("Report asked for"))
def ask_for_report(
    *, version: Version, language: str, start: Callable[[MonitoringReport], str], by: Account, at: datetime
) -> MonitoringReport:
    """Record the wish and start the work; a report already under way for the version and language is handed back.

    `start` queues the work in this transaction and returns the task's id. DomainError when the version is not public.
    Of two who ask at the same moment the second waits here and gets the first one's report.
    """
    audit.hold(version)
    if shown_version(version.strategy.public_id, version.number) is None:
        raise DomainError(_("A report is made of a version that has been published."), field="version")
    standing = under_way(version, language)
    if standing is not None and not _stuck(standing):
        audit.unchanged()
        return standing
    if standing is not None:
        give_up(report=standing, failure=_("The work was cut off."), by=by, at=at)
    report = MonitoringReport.objects.create(version=version, language=language, asked_at=at, created_by=by)
    report.task_id = start(report)
    report.save(update_fields=["task_id"])
    audit.created(report, by=by, at=at)
    return report


def _stuck(report: MonitoringReport) -> bool:
    outcome = background.outcome(report.task_id)
    return outcome is None or outcome.finished


@action(gettext_lazy("Report made"))
def finish(*, report: MonitoringReport, document: Document, by: Account | None, at: datetime) -> None:
    """The document stands; the report points to it."""
    with audit.change(report, by=by, at=at):
        report.document = document
        report.state = ReportState.DONE
        report.failure = ""


@action(gettext_lazy("Report not made"))
def give_up(*, report: MonitoringReport, failure: str, by: Account | None, at: datetime) -> None:
    """The report could not be made; says why, and frees the way for another try."""
    with audit.change(report, by=by, at=at):
        report.state = ReportState.FAILED
        report.failure = failure[:300]
