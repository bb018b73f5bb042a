"""Asking for a report, and what becomes of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from azymut.documents.actions import produce
from azymut.documents.blocks import Content, Cover, Heading
from azymut.documents.enums import Format
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry
from azymut.reports import actions, tasks
from azymut.reports.enums import REPORT_KIND, ReportState
from azymut.reports.models import MonitoringReport
from tests.factories.programmes import VersionFactory

pytestmark = pytest.mark.django_db


def ask(version, by, now, language="pl", start=None):
    return actions.ask_for_report(
        version=version, language=language, start=start or (lambda _report: "task-1"), by=by, at=now
    )


def document(now, by):
    content = Content("Raport", "pl", now.isoformat(), "Azymut", Cover("Raport"), (Heading("Początek"),))
    return produce(kind=REPORT_KIND, content=content, formats=(Format.XLSX,), by=by, at=now)


def test_asking_records_the_wish_and_starts_the_work(version, coordinator, now):
    report = ask(version, coordinator, now)
    report.refresh_from_db()
    assert (report.state, report.task_id, report.asked_at) == (ReportState.UNDER_WAY, "task-1", now)
    assert report.created_by == coordinator
    assert AuditEntry.objects.filter(action="reports.ask_for_report").count() == 1


def test_asking_twice_gives_the_report_under_way(version, coordinator, now):
    first = ask(version, coordinator, now, start=lambda report: tasks.start(report, by=coordinator))
    second = ask(version, coordinator, now)
    assert second == first
    assert MonitoringReport.objects.count() == 1


def test_two_who_ask_at_once_wait_for_each_other(version, coordinator, now):
    if not connection.features.has_select_for_update:
        pytest.skip("this database lets one transaction write at a time")
    with CaptureQueriesContext(connection) as asked:
        ask(version, coordinator, now)
    held = [
        at for at, query in enumerate(asked) if "programmes_version" in query["sql"] and "FOR UPDATE" in query["sql"]
    ]
    looked = [at for at, query in enumerate(asked) if 'FROM "reports_monitoringreport"' in query["sql"]]
    assert held[0] < looked[0]


def test_another_language_is_another_report(version, coordinator, now):
    ask(version, coordinator, now, start=lambda report: tasks.start(report, by=coordinator))
    assert ask(version, coordinator, now, language="en").language == "en"
    assert MonitoringReport.objects.count() == 2


def test_asking_after_the_work_was_lost_gives_it_up_and_starts_anew(version, coordinator, now):
    lost = ask(version, coordinator, now, start=lambda _report: "a task that nobody has")
    anew = ask(version, coordinator, now)
    lost.refresh_from_db()
    assert anew != lost
    assert (lost.state, lost.failure) == (ReportState.FAILED, "Praca została przerwana.")


def test_a_draft_is_refused(region, coordinator, now):
    with pytest.raises(DomainError, match="opublikowana") as refused:
        ask(VersionFactory(draft=True), coordinator, now)
    assert refused.value.field == "version"
    assert not MonitoringReport.objects.exists()


def test_a_finished_report_points_to_its_document(version, coordinator, now):
    report = ask(version, coordinator, now)
    made = document(now, coordinator)
    actions.finish(report=report, document=made, by=coordinator, at=now)
    report.refresh_from_db()
    assert (report.state, report.document) == (ReportState.DONE, made)


def test_a_report_is_not_done_without_its_document(version, coordinator, now):
    report = ask(version, coordinator, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonitoringReport.objects.filter(pk=report.pk).update(state=ReportState.DONE)


def test_only_one_report_of_a_version_and_language_is_under_way(version, coordinator, now):
    ask(version, coordinator, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonitoringReport.objects.create(version=version, language="pl", asked_at=now)
