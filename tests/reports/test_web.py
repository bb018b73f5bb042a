"""The pages of reports, and the whole way from the button to the files."""

from __future__ import annotations

import pytest
from django.urls import reverse

from azymut.documents.queries import remake_matches
from azymut.kernel import worker
from azymut.reports.enums import ReportState
from azymut.reports.models import MonitoringReport
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED = False


def test_the_list_teaches_when_it_is_empty(client, coordinator, version):
    client.force_login(coordinator)
    page = client.get(reverse("reports:list")).content.decode()
    assert "Nie ma jeszcze raportów" in page
    assert "Sporządź raport" in page


def test_a_member_reads_reports_but_makes_none(client, version):
    client.force_login(AccountFactory(member=True))
    assert "Sporządź raport" not in client.get(reverse("reports:list")).content.decode()
    assert client.post(reverse("reports:ask"), {"version": version.pk, "language": "pl"}).status_code == 403


def test_opening_the_address_of_asking_leads_to_the_list(client, coordinator):
    client.force_login(coordinator)
    answer = client.get(reverse("reports:ask"))
    assert (answer.status_code, answer.url) == (302, "/raporty/")
    assert client.put(reverse("reports:ask")).status_code == 405


def test_page_of_a_report_under_way_refreshes_itself_until_it_is_made(client, coordinator, version, now):
    client.force_login(coordinator)
    report = MonitoringReport.objects.create(version=version, language="pl", asked_at=now)
    page = client.get(report.get_absolute_url()).content.decode()
    asks = f'hx-get="{report.get_absolute_url()}" hx-trigger="every 3s" hx-select="#report" hx-swap="outerHTML"'
    assert asks in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert f'<a href="{report.get_absolute_url()}">Odśwież</a>' in page
    MonitoringReport.objects.update(state=ReportState.FAILED)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "hx-trigger" not in page
    assert "http-equiv" not in page


def test_a_wrong_choice_is_shown_at_its_field(client, coordinator, version):
    client.force_login(coordinator)
    answer = client.post(reverse("reports:ask"), {"version": "0", "language": "pl"})
    assert answer.status_code == 422
    assert "id_version" in answer.content.decode()


def test_an_unknown_report_is_not_found(client, coordinator):
    client.force_login(coordinator)
    assert client.get(reverse("reports:detail", args=["nosuchreport"])).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_from_the_button_to_the_files(client, coordinator, version, marks):
    client.force_login(coordinator)
    answer = client.post(reverse("reports:ask"), {"version": version.pk, "language": "pl"})
    report = MonitoringReport.objects.get()
    assert answer.url == report.get_absolute_url()
    assert "Raport powstaje" in client.get(answer.url).content.decode()
    worker.run_until_idle()
    report.refresh_from_db()
    assert report.state == ReportState.DONE
    page = client.get(answer.url).content.decode()
    for file_format, start in (("pdf", b"%PDF-1.7"), ("docx", b"PK"), ("xlsx", b"PK")):
        url = report.document.download_url(file_format)
        assert url in page
        assert b"".join(client.get(url)).startswith(start)
    assert remake_matches(report.document)
    client.logout()
    assert client.get(report.document.download_url("pdf")).status_code in {302, 403, 404}


def test_the_list_takes_as_many_queries_for_three_reports_as_for_one(
    client, coordinator, version, now, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(coordinator)
    MonitoringReport.objects.create(version=version, language="pl", asked_at=now, state=ReportState.FAILED)
    client.get(reverse("reports:list"))
    with django_assert_max_num_queries(25) as taken:
        client.get(reverse("reports:list"))
    for _ in range(2):
        MonitoringReport.objects.create(version=version, language="pl", asked_at=now, state=ReportState.FAILED)
    with django_assert_num_queries(len(taken.captured_queries)):
        client.get(reverse("reports:list"))
