"""Written readings of figures: signed, dated, withdrawn, overtaken by newer figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from azymut.indicators import actions, queries
from azymut.indicators.actions import ReadSeries
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.models import Interpretation
from azymut.kernel.errors import DomainError
from tests.factories.people import AccountFactory

ADDRESS = "/wskazniki/studenci/interpretacja/1061/"


def bring(value, now, year=2022):
    text = f'"Kod";"Nazwa";"studenci ogółem;{year};[osoba]";\n1061000;"x";{value};\n'
    importer.bring_in(text.encode(), "SZKO_3226_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now)


@pytest.fixture
def students(observatory, now):
    bring(50, now)
    return queries.indicator_by_slug("studenci")


@pytest.fixture
def read(students, now):
    def write(**changes):
        series = ReadSeries(students, "1061", "2022", ("b", "a"))
        told = {"series": series, "text": " Rośnie. ", "signature": " Anna Nowak, RCT ", "by": AccountFactory()}
        return actions.interpret(**{**told, "at": now, **changes})

    return write


def test_interpretation_is_kept_signed_with_what_it_rests_on(read, now):
    made = read()
    assert (made.text, made.signature, made.until, made.releases) == ("Rośnie.", "Anna Nowak, RCT", "2022", ["a", "b"])
    assert (made.territory, made.written_at, made.withdrawn_at) == ("1061", now, None)
    assert str(made) == "students 1061: Rośnie."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"signature": " "}, "signature"),
        ({"series": None}, ""),
    ],
)
def test_interpretation_without_what_it_needs_is_refused(read, students, changes, field):
    if "series" in changes:
        changes = {"series": ReadSeries(students, "1001", "", ())}
    with pytest.raises(DomainError) as refused:
        read(**changes)
    assert (refused.value.field or "") == field
    assert not Interpretation.objects.exists()


def test_withdrawn_once(read, now):
    made, person = read(), AccountFactory()
    actions.withdraw_interpretation(interpretation=made, by=person, at=now)
    made.refresh_from_db()
    assert (made.withdrawn_at, made.withdrawn_by) == (now, person)
    with pytest.raises(DomainError, match="wycofana"):
        actions.withdraw_interpretation(interpretation=made, by=person, at=now)


def test_database_wants_text_and_signature(read):
    made = read()
    made.signature = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_readings_are_newest_first_and_know_of_newer_figures(students, read, now, django_assert_num_queries):
    series = queries.series_of("students", "1061")
    rests_on = tuple(queries.releases_in(series))
    old = read(at=now - timedelta(days=9))
    gone = read()
    new = read(series=ReadSeries(students, "1061", "2022", rests_on))
    read(series=ReadSeries(students, "1062", "2022", ()))
    actions.withdraw_interpretation(interpretation=gone, by=AccountFactory(), at=now)
    with django_assert_num_queries(1):
        found = queries.readings_of(students, "1061", series)
    assert [(one.interpretation, one.overtaken) for one in found] == [(new, False), (old, True)]
    assert queries.interpretation_by_id(new.public_id) == new
    assert queries.interpretation_by_id("none") is None


def test_analyst_writes_beside_the_chart_and_withdraws(client, students, now):
    analyst = AccountFactory(analyst=True, name="Ewa Lis")
    client.force_login(analyst)
    page = client.get("/wskazniki/studenci/?teren=1061").content.decode()
    assert ADDRESS in page
    form = client.get(ADDRESS)
    assert form.context["form"]["signature"].value() == "Ewa Lis"
    assert "50\u00a0os." in form.content.decode()
    refused = client.post(ADDRESS, {"text": "", "signature": "Ewa Lis, RCT"})
    assert refused.context["form"].errors.keys() == {"text"}
    client.post(ADDRESS, {"text": "Studentów jest coraz mniej.\n\nTo <b>nie</b> koniec.", "signature": "Ewa Lis, RCT"})
    client.logout()
    page = client.get("/wskazniki/studenci/?teren=1061").content.decode()
    assert "Studentów jest coraz mniej." in page
    assert "&lt;b&gt;nie&lt;/b&gt;" in page
    assert "Ewa Lis, RCT" in page
    assert "Wycofaj" not in page
    assert "Nowsze dane" not in page
    bring(40, now, year=2023)
    assert "Nowsze dane opublikowano" in client.get("/wskazniki/studenci/?teren=1061").content.decode()
    client.force_login(analyst)
    made = Interpretation.objects.get()
    assert client.post(f"/interpretacje/{made.public_id}/wycofaj/").url == "/wskazniki/studenci/?teren=1061"
    assert "Studentów jest coraz mniej." not in client.get("/wskazniki/studenci/?teren=1061").content.decode()
    assert client.post("/interpretacje/nic/wycofaj/").status_code == 404


def test_place_without_figures_is_not_interpreted(client, students):
    client.force_login(AccountFactory(analyst=True))
    address = "/wskazniki/studenci/interpretacja/1001/"
    assert "Nie ma tu danych do interpretacji" in client.get(address).content.decode()
    refused = client.post(address, {"text": "Coś", "signature": "Ja"})
    assert refused.status_code == 200
    assert not Interpretation.objects.exists()
