"""Making a report in the background: compose, draw and store, once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.documents import actions as documents
from azymut.documents.enums import Format
from azymut.kernel import background
from azymut.people.models import Account
from azymut.reports import actions
from azymut.reports.enums import REPORT_KIND
from azymut.reports.models import MonitoringReport
from azymut.reports.queries import monitoring_report

FORMATS = (Format.PDF, Format.DOCX, Format.XLSX)
STEPS = 1 + len(FORMATS)


@background.task(label=gettext_lazy("Monitoring report"))
def produce(task_id: str, report_pk: int) -> background.Result:
    """Compose the report, draw its files, store them. Running again after a kill changes nothing that stands."""
    report = MonitoringReport.objects.select_related("version__strategy", "created_by").get(pk=report_pk)
    background.report(task_id, 0, STEPS, _("Gathering what the rooms know"))
    content = monitoring_report(report.version, at=report.asked_at, language=report.language)
    document = documents.produce(
        kind=REPORT_KIND,
        content=content,
        formats=FORMATS,
        by=report.created_by,
        at=report.asked_at,
        progress=lambda done, _total, name: background.report(task_id, 1 + done, STEPS, _step(name)),
    )
    with background.once(task_id) as receipt:
        if receipt.first:
            actions.finish(report=report, document=document, by=report.created_by, at=report.asked_at)
    return background.Result(url=report.get_absolute_url(), label=_("Open the report"))


def _step(name: str) -> str:
    return _("Making the %(format)s file") % {"format": name} if name else ""


def start(report: MonitoringReport, *, by: Account) -> str:
    """Queue the work; returns the task's id."""
    label = _("Monitoring report: %(report)s") % {"report": report.version.strategy.short_name}
    return background.start(produce, report.pk, by=by, at=report.asked_at, label=label)
