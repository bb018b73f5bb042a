"""The public list and page of occupations, and their downloads."""

from __future__ import annotations

import io
from unittest.mock import Mock

import pytest
from python_calamine import CalamineWorkbook

from azymut.kernel.registries import Panel, TraceStep
from azymut.occupations import providers
from azymut.occupations.exchange import bundled, export
from azymut.occupations.models import Scheme, SchoolOccupation
from azymut.occupations.web import pages
from azymut.search.finding import find
from tests.factories.occupations import SchoolOccupationFactory

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_empty_list_teaches(client):
    assert "nie wczytano jeszcze klasyfikacji" in text(client, "/zawody/")


def test_list_shows_a_page_in_polish_order(client, classifications):
    page = text(client, "/zawody/")
    assert "261 zawodów" in page
    assert page.index("Aktor cyrkowy") < page.index("Aktor scen muzycznych") < page.index("Asystent")
    assert "?page=2" in page
    assert "stan na rok szkolny 2020/2021" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=technik+informatyk", {"351103", "351203", "351204"}),
        ("q=351203", {"351203"}),
        ("q=zywienia", {"343404"}),
        ("q=%C5%BBYWIENIA", {"343404"}),
        ("q=technik&sector=INF&school=technikum&open=on&page=1", None),
        ("q=bibliotekarz&open=on", set()),
        ("q=bibliotekarz", {"343301"}),
        ("sector=NIE", None),
        ("q=" + "x" * 200, None),
    ],
)
def test_filters_live_in_the_address(client, few, query, found):
    page = text(client, f"/zawody/?{query}")
    if found is not None:
        assert {one.code for one in SchoolOccupation.objects.all() if f"/zawody/{one.code}/" in page} == found


def test_list_without_a_hit_offers_a_way_out(client, few):
    assert "Pokaż wszystkie zawody" in text(client, "/zawody/?q=zzzz")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, rows, django_assert_num_queries):
    SchoolOccupationFactory.create_batch(rows)
    with django_assert_num_queries(6):
        client.get("/zawody/")


def test_page_says_how_to_learn_it_and_where_facts_come_from(client, few):
    page = text(client, "/zawody/351203/")
    for part in (
        "Technik informatyk",
        "5 lat",
        "2 lata",
        "ostatni w 2018/2019",
        "zależy od kursu",
        "INF.02, INF.03",
        "Technik programista",
        "Technicy wsparcia informatycznego i technicznego",
        "Dz.U. 2019 poz. 316",
        "27.11.2025",
        "obowiązywała do 26.11.2025",
        "Czego jeszcze nie wiemy",
    ):
        assert part in page, part


def test_page_of_an_unlinked_group_says_so(client, few):
    assert "Grupa 3436" in text(client, "/zawody/343601/")
    assert "Grupa 3439" in text(client, "/zawody/343902/")


def test_page_without_few_says_so(client):
    occupation = SchoolOccupationFactory(code="351203", prk_level=None, sector=None, closed=True)
    page = text(client, f"/zawody/{occupation.code}/")
    assert "KZiS) nie została wczytana" in page
    assert "Żadna szkoła nie prowadzi już naboru" in page
    assert "bez branży" in page


def test_closed_occupation_says_since_when(client, now):
    occupation = SchoolOccupationFactory(closed_on=now.date(), qualification_count=1)
    page = text(client, f"/zawody/{occupation.code}/")
    assert "Nie ma go w klasyfikacji od 22.11.2026." in page
    assert "1 kwalifikacja, jej kodu nie ma" in page


def test_broken_years_are_said_rightly(client):
    occupation = SchoolOccupationFactory(way__years="1.5", way__recruits_from=2017, way__school_type="policealna")
    page = text(client, f"/zawody/{occupation.code}/")
    assert "1,5 roku" in page
    assert "od 2017/2018" in page
    both = SchoolOccupationFactory(way__recruits_from=2017, way__recruits_to=2019)
    assert "2017/2018 – 2019/2020" in text(client, f"/zawody/{both.code}/")


def test_english_page_names_the_international_group_in_english(client, few):
    assert "Information and communications technology user support technicians" in text(client, "/en/zawody/351203/")


def test_kzis_in_force_says_from_when(client, few):
    Scheme.objects.filter(kind="kzis").update(valid_to=None, valid_from="2025-11-27")
    page = text(client, "/zawody/351203/")
    assert "27.11.2025" in page
    assert "nowszego jeszcze nie wczytano" not in page


def test_unknown_occupation_is_not_found(client):
    assert client.get("/zawody/999999/").status_code == 404
    assert client.get("/zawody/12/").status_code == 404


@pytest.mark.parametrize("address", ["/zawody/", "/zawody/351203/", "/zawody/zawody.csv", "/zawody/zawody.xlsx"])
def test_pages_only_show(client, address):
    assert client.post(address).status_code == 405


def test_page_shows_what_rooms_above_contribute(client, monkeypatch):
    occupation = SchoolOccupationFactory()
    step = TraceStep(kind="Dowód", label="Prognoza 2026")
    monkeypatch.setattr(pages, "trace_of", Mock(return_value=[step, step]))
    monkeypatch.setattr(pages, "panels_for", Mock(return_value=[Panel("x", "Szkoły", "design/messages.html")]))
    page = text(client, f"/zawody/{occupation.code}/")
    assert "Prognoza 2026" in page
    assert "<h2>Szkoły</h2>" in page


def test_csv_opens_in_polish_spreadsheets(client, few):
    answer = client.get("/zawody/zawody.csv?q=technik+informatyk")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "zawody.csv" in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Kod;Zawód;Branża")
    assert lines[1].startswith("351203;Technik informatyk;teleinformatyczna (INF);")
    assert len(lines) == 4


def test_xlsx_keeps_codes_as_text(client, few):
    answer = client.get("/zawody/zawody.xlsx?q=351203")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["351203", "Technik informatyk"]
    assert "Dz.U. 2019 poz. 316" in book.get_sheet_by_index(1).to_python()[0][0]
    assert client.get("/zawody/zawody.xlsx?q=zzzz").status_code == 200


def test_export_without_a_classification_has_only_its_heading(client):
    assert len(client.get("/zawody/zawody.csv").content.decode("utf-8-sig").splitlines()) == 1
    assert client.get("/zawody/zawody.xlsx").status_code == 200


def test_export_disarms_formulas():
    SchoolOccupationFactory(name="=1+1", sector=None, prk_level=None)
    content = export.as_csv(SchoolOccupation.objects.all()).decode("utf-8-sig")
    assert ";'=1+1;" in content


def test_groups_of_the_classification_are_found_and_lead_to_what_schools_teach(few, client):
    found = {document.key: document for document in providers.groups(["3512", "351203", "35"])}
    assert list(found) == ["3512"]
    assert found["3512"].url == "/zawody/grupy/3512/"
    assert [hit.url for hit in find("3512").hits] == ["/zawody/grupy/3512/"]
    page = client.get("/zawody/grupy/3512/").content.decode()
    assert '<a href="/zawody/351203/">Technik informatyk</a>' in page
    assert '<a href="/zawody/grupy/35/">' in page
    inside = client.get("/zawody/grupy/351/").content.decode()
    assert '<a href="/zawody/grupy/3512/">' in inside
    assert client.get("/zawody/grupy/9999/").status_code == 404


def test_group_that_no_school_teaches_says_so(db, client, now):
    bundled.load(by=None, at=now)
    (hit,) = find("spawacz").hits
    assert (hit.plain_title, hit.url, find("spawacz").corrected) == ("Spawacze i pokrewni", "/zawody/grupy/7212/", "")
    page = client.get("/zawody/grupy/7212/").content.decode()
    assert "Szkoły nie uczą żadnego zawodu z tej grupy" in page


@pytest.mark.parametrize("code", ["3", "3512"])
def test_page_of_a_group_takes_as_many_queries_for_one_as_for_many(few, client, code, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert client.get(f"/zawody/grupy/{code}/").status_code == 200


def test_occupations_are_found_by_the_site_search(few):
    found = {document.key: document for document in providers.documents(["351203", "343502"])}
    assert found["351203"].url == "/zawody/351203/"
    assert "INF.03" in found["351203"].keywords
    assert "none" not in found["343502"].title
    assert len(list(providers.documents(None))) == SchoolOccupation.objects.count()
