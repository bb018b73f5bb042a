"""Publishing a report and taking it back: who may, what the page says, and what strangers can open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from azymut.documents.actions import produce
from azymut.documents.blocks import Content, Cover, Heading
from azymut.documents.enums import Format
from azymut.kernel.models import AuditEntry
from azymut.reports.enums import REPORT_KIND, ReportState
from azymut.reports.models import MonitoringReport
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED = False


def finished(version, now, *, sample=False) -> MonitoringReport:
    content = Content("Raport", "pl", now.isoformat(), "Azymut", Cover("Raport"), (Heading("A"),), sample=sample)
    document = produce(kind=REPORT_KIND, content=content, formats=(Format.XLSX,), by=None, at=now)
    return MonitoringReport.objects.create(
        version=version, language="pl", asked_at=now, state=ReportState.DONE, document=document
    )


def page_of(client, report) -> str:
    return client.get(report.get_absolute_url()).content.decode()


def change(client, report, verb):
    return client.post(reverse(f"reports:{verb}", args=[report.public_id]), follow=True)


def test_published_report_is_open_to_strangers_until_it_is_withdrawn(client, coordinator, version, now):
    report = finished(version, now)
    address = report.document.download_url("xlsx")
    client.force_login(coordinator)
    assert "Opublikuj raport" in page_of(client, report)
    assert f"http://testserver{address}" not in page_of(client, report)

    page = change(client, report, "publish").content.decode()
    assert "Raport jest publiczny. Przeczyta go każdy, kto ma jego adres." in page
    assert f"http://testserver{address}" in page
    assert "Wycofaj raport" in page
    client.logout()
    assert b"".join(client.get(address).streaming_content).startswith(b"PK")

    client.force_login(coordinator)
    page = change(client, report, "withdraw").content.decode()
    assert "Raport został wycofany. Jego publiczne adresy już nie działają." in page
    assert "Opublikuj raport" in page
    client.logout()
    assert client.get(address).status_code == 404

    entries = AuditEntry.objects.filter(action__in=["documents.publish", "documents.withdraw"]).order_by("pk")
    assert [(entry.action, entry.after, entry.by) for entry in entries] == [
        ("documents.publish", {"is_public": True}, coordinator),
        ("documents.withdraw", {"is_public": False}, coordinator),
    ]


def test_publishing_twice_changes_nothing_more(client, coordinator, version, now):
    report = finished(version, now)
    client.force_login(coordinator)
    change(client, report, "publish")
    change(client, report, "publish")
    assert AuditEntry.objects.filter(action="documents.publish").count() == 1


@pytest.mark.parametrize("role", ["analyst", "secretary", "member"])
def test_others_see_the_state_without_the_button_and_are_refused(client, version, now, role):
    report = finished(version, now)
    client.force_login(AccountFactory(**{role: True}))
    page = page_of(client, report)
    assert "nieopublikowany" in page
    assert "Opublikuj raport" not in page
    assert change(client, report, "publish").status_code == 403
    assert change(client, report, "withdraw").status_code == 403
    report.document.refresh_from_db()
    assert not report.document.is_public


@pytest.mark.slow
def test_public_report_shows_its_addresses_to_those_who_may_not_withdraw_it(client, coordinator, version, now):
    report = finished(version, now)
    client.force_login(coordinator)
    change(client, report, "publish")
    client.force_login(AccountFactory(member=True))
    page = page_of(client, report)
    assert f"http://testserver{report.document.download_url('xlsx')}" in page
    assert "Wycofaj raport" not in page


def test_report_with_sample_data_is_never_published(client, coordinator, version, now):
    report = finished(version, now, sample=True)
    client.force_login(coordinator)
    assert "Raportu z danymi przykładowymi nie można opublikować." in page_of(client, report)
    assert "Opublikuj raport" not in page_of(client, report)
    assert (
        "Dokumentu z danymi przykładowymi nie można opublikować." in change(client, report, "publish").content.decode()
    )
    report.document.refresh_from_db()
    assert not report.document.is_public


def test_report_under_way_has_nothing_to_publish(client, coordinator, version, now):
    report = MonitoringReport.objects.create(version=version, language="pl", asked_at=now, task_id="none")
    client.force_login(coordinator)
    assert change(client, report, "publish").status_code == 404
    assert change(client, report, "withdraw").status_code == 404
    assert client.get(reverse("reports:publish", args=[report.public_id])).status_code == 405
