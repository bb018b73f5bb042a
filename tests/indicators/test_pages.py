"""Pages say what they should, to whom they should."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from azymut.indicators.enums import FileFormat, ReleaseState
from azymut.indicators.exchange import importer
from azymut.indicators.models import Indicator, Release
from azymut.kernel.models import AuditEntry
from azymut.places.models import Boundary, Territory
from azymut.search.registry import kinds
from tests.factories.people import AccountFactory
from tests.indicators.files import dbf, report

HEADING = '"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n'


def upload(text=f'{HEADING}1061000;"Łódź";64533;\n9999000;"x";1;\n', name="SZKO_3226_CTAB_1.csv"):
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def analyst(client, db):
    account = AccountFactory(analyst=True)
    client.force_login(account)
    return account


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split()).replace("\u202f", " ")


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize(
    "address",
    ["/region/", "/region/1061/", "/region/24/", "/region/PL711/", "/wskazniki/", "/zrodla/", "/en/region/",
     "/wskazniki/studenci/", "/wskazniki/stopa-bezrobocia/?teren=1061", "/wskazniki/wynagrodzenie/pobierz.csv"],
)  # fmt: skip
def test_public_page_answers_before_anything_is_loaded(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize(
    "address",
    ["/region/9999/", "/region/PL/", "/wskazniki/nie-ma/", "/wskazniki/studenci/skad/", "/wskazniki/studenci/?teren=x",
     "/wskazniki/studenci/pobierz.exe", "/wskazniki/studenci/skad/?teren=1061&okres=2022"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_region_shows_figures_ranks_and_the_finding(client, load):
    load("P2392", "P2497", "trng_lfse_04", "P2137")
    page = text_of(client, "/region/")
    assert "Województwo łódzkie w liczbach" in page
    assert "3,8 %" in page
    assert "12. z 14, licząc od najwyższej wartości" in page
    assert "najwyżej w powiecie pajęczańskim (8,2 %), najniżej w powiecie rawskim (3,5 %)" in page
    assert "Jeszcze bez danych:" in page
    assert "/wskazniki/dorosli-w-ksztalceniu/skad/?teren=10&amp;okres=2023" in page
    assert "Wczytaj plik" not in page


def test_region_of_a_county_stands_beside_its_neighbours(client, load):
    load("P2392")
    page = text_of(client, "/region/1061/")
    assert "Na tle sąsiadów" in page
    assert "powiat zgierski" in page
    assert client.get("/region/?teren=1061").url == "/region/1061/"
    assert client.get("/region/?teren=10").status_code == 200


def test_indicator_shows_breaks_caveats_and_no_amount_across_a_break(client, load):
    load("trng_lfse_04")
    page = text_of(client, "/wskazniki/dorosli-w-ksztalceniu/")
    assert "szereg ma przerwy" in page
    assert "przerwa w szeregu" in page
    assert "Szereg ma dziewięć przerw" in page


def test_indicator_without_data_teaches(client, observatory):
    page = text_of(client, "/wskazniki/studenci/")
    assert "Jeszcze brak danych" in page
    assert "Nikt jeszcze nie wczytał danych" in page


def test_period_in_the_address_is_shown(client, load):
    load("P2497")
    assert "Przeciętne miesięczne wynagrodzenie brutto, 2010" in text_of(
        client, "/wskazniki/wynagrodzenie/?teren=1061&okres=2010"
    )


def test_origin_leads_to_the_row_of_the_file(client, load):
    load("P2392")
    page = text_of(client, "/wskazniki/stopa-bezrobocia/skad/?teren=1061&okres=2022")
    assert "1061;2022;4.5;" in page
    assert "RYNE_2392_CTAB_20260321172526.csv" in page
    assert "SHA-256" in page


def test_sources_name_licence_and_what_is_not_loaded(client, load):
    load("P2392")
    page = text_of(client, "/zrodla/")
    assert "© Główny Urząd Statystyczny" in page
    assert "jeszcze nie wczytano" in page


def test_analyst_loads_looks_and_publishes(client, analyst, observatory):
    response = client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    release = Release.objects.get()
    assert response.url == release.get_absolute_url()
    assert release.loaded_by == analyst
    page = text_of(client, response.url)
    assert "Co się zmieni" in page
    assert "Odrzucone wiersze" in page
    assert "Studenci na 1000 mieszkańców" in page
    assert "brak wartości dla województwa" in page
    assert "Sprawdzenie nie wykazało nic nietypowego" in page
    assert "64 533" in page
    assert client.get(reverse("indicators:release-publish", args=[release.public_id])).status_code == 405
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED
    assert "64 533 os." in text_of(client, "/region/1061/")
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    assert "To wydanie jest już opublikowane." in text_of(client, response.url)
    client.post(reverse("indicators:release-discard", args=[release.public_id]))
    assert Release.objects.count() == 1
    assert "opublikowane" in text_of(client, reverse("indicators:releases"))


def test_analyst_loads_a_labour_office_table(client, analyst, observatory):
    content = dbf(report(**{"1/1/001": {"R5": 15420, "R6": 7001}, "3/1/001": {"R1": -1}}))
    file = SimpleUploadedFile("MP1251210.dbf", content)
    response = client.post(reverse("indicators:import"), {"source": "mrpips-01", "file": file})
    page = text_of(client, response.url)
    assert "bezrobotni | kobiety" in page
    assert "7 001" in page
    assert "„-1” nie jest liczbą całkowitą nieujemną." in page
    wrong = SimpleUploadedFile("MP1251210.dbf", content[:-200])
    refused = client.post(reverse("indicators:import"), {"source": "mrpips-01", "file": wrong})
    assert "Plik jest ucięty" in refused.content.decode()
    assert Release.objects.count() == 1


def test_reason_keeps_no_character_that_no_database_keeps(client, analyst, observatory):
    client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    release = Release.objects.get()
    client.post(reverse("indicators:release-publish", args=[release.public_id]), {"reason": "po\0prawka"})
    assert AuditEntry.objects.get(action="indicators.publish_release").after["reason"] == "poprawka"


def test_analyst_takes_a_file_away(client, analyst, observatory):
    client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    response = client.post(reverse("indicators:release-discard", args=[Release.objects.get().public_id]))
    assert response.url == reverse("indicators:releases")
    assert not Release.objects.exists()


def test_same_file_again_says_that_nothing_is_new(client, analyst, observatory, now):
    text = f'{HEADING}1061000;"Łódź";64533;\n'
    importer.bring_in(text.encode(), "SZKO_3226_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now)
    response = client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload(text)}, follow=True)
    assert "nie ma czego publikować" in response.content.decode()


def test_refused_file_is_told_at_its_field(client, analyst, observatory, settings):
    page = client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload("Kod,Nazwa\n1,2\n")})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    settings.UPLOAD_LIMIT_BYTES = 10
    page = client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    assert "Plik ma ponad" in page.content.decode()
    assert not Release.objects.exists()


def test_older_file_than_what_stands_is_warned_of(client, analyst, observatory, now):
    for value, name in ((1, "SZKO_3226_CTAB_20260321175636.csv"), (2, "SZKO_3226_CTAB_20250101000000.csv")):
        release = importer.bring_in(
            f'{HEADING}1061000;"Łódź";{value};\n'.encode(), name, file_format=FileFormat.BDL_CTAB, by=None, at=now,
            publish=value == 1,
        ).release  # fmt: skip
    assert "Ten plik jest starszy (01.01.2025)" in text_of(client, release.get_absolute_url())


@pytest.mark.usefixtures("observatory")
def test_published_release_leads_to_where_it_is_seen(client, analyst):
    client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    release = Release.objects.get()
    assert "Gdzie to widać" not in text_of(client, release.get_absolute_url())
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    page = text_of(client, release.get_absolute_url())
    seen = page[page.index("Gdzie to widać:") :]
    assert seen[: seen.index("</p>")].count("<a ") == 7
    assert '<a href="/region/">Region w liczbach</a>, <a href="/wskazniki/studenci/">Studenci</a>' in seen


@pytest.mark.usefixtures("observatory")
def test_origin_begins_with_the_way_and_folds_long_lists_of_rows(client, load):
    load("P2670", "P2137")
    page = text_of(client, "/wskazniki/bezrobotni-na-1000/skad/?teren=10&okres=2022")
    assert page.index("Droga do tej liczby") < page.index("Liczba i to, z czego powstała")
    assert page.count("<details><summary>24 wiersze pliku</summary>") == 2
    assert page.count("<details><summary>O pliku</summary>") == 2
    assert "Województwo: suma powiatów." in page
    one = text_of(client, "/wskazniki/bezrobotni-na-1000/skad/?teren=1005&okres=2022")
    assert one.count("<details open><summary>1 wiersz pliku</summary>") == 2


@pytest.mark.usefixtures("observatory")
def test_county_finds_itself_in_the_cartogram(client, load):
    load("P2392")
    page = text_of(client, "/region/1005/")
    assert page.count(' here"') == 1
    assert page.count('<a href="/region/1005/" aria-current="location">') == 1
    assert "ta strona: łowicki" in page
    assert "ta strona:" not in text_of(client, "/region/")
    links = page[page.index("Skąd te liczby") :][:200]
    assert links.startswith("Skąd te liczby</a> · <a href=")


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize("name", ["indicators:releases", "indicators:import"])
def test_loading_is_for_those_who_may(client, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(AccountFactory(reporter=True))
    assert client.get(reverse(name)).status_code == 403


def test_unknown_release_is_not_found(client, analyst):
    assert client.get(reverse("indicators:release", args=["nie-ma"])).status_code == 404


@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2497", "P2670", "P2137"]])
def test_region_takes_the_same_number_of_queries(client, load, django_assert_num_queries, tables):
    load(*tables)
    client.get("/region/")
    with django_assert_num_queries(15):
        client.get("/region/")


def test_search_finds_indicators(observatory):
    kind = next(kind for kind in kinds() if kind.key == "indicator")
    found = {document.key: document for document in kind.documents(None)}
    assert len(found) == Indicator.objects.count()
    assert found["wage"].url == "/wskazniki/wynagrodzenie/"
    assert [document.key for document in kind.documents(["wage", "nothing"])] == ["wage"]


def test_true_map_is_offered_once_outlines_are_loaded(client, load, now):
    load("P2392")
    address = "/wskazniki/stopa-bezrobocia/?teren=10&okres=2022"
    assert "widok=mapa" not in text_of(client, address)
    square = {"type": "Polygon", "coordinates": [[[19, 51], [20, 51], [20, 52], [19, 52], [19, 51]]]}
    county = Territory.objects.get(code="1061", valid_to=None)
    Boundary.objects.create(territory=county, geometry=square, source="próba", loaded_at=now)
    assert "widok=mapa" in text_of(client, address)
    page = text_of(client, f"{address}&widok=mapa")
    assert "Granice: próba." in page
    assert '<path class="f' in page


def test_analyst_rolls_back_with_a_reason(client, analyst, observatory):
    client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    release = Release.objects.get()
    address = reverse("indicators:release-roll-back", args=[release.public_id])
    assert "Cofnij wydanie" not in text_of(client, release.get_absolute_url())
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    assert "Cofnij wydanie" in text_of(client, release.get_absolute_url())
    assert "To jedyne wydanie tego zbioru" in text_of(client, address)
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, Release.objects.get().state) == (200, ReleaseState.PUBLISHED)
    client.post(address, {"reason": "Urząd wycofał plik."})
    page = text_of(client, release.get_absolute_url())
    assert "Urząd wycofał plik." in page
    assert "Cofnięto" in page
    assert "64 533 os." not in text_of(client, "/region/1061/")
    again = client.post(address, {"reason": "jeszcze raz"}).content.decode()
    assert "Cofnąć można tylko opublikowane wydanie." in again


def test_findings_are_told_as_sentences(client, analyst, observatory):
    client.post(reverse("indicators:import"), {"source": "bdl-ctab", "file": upload()})
    release = Release.objects.get()
    place = {"territory": "1061", "period": "2024", "breakdown": "ogółem"}
    nowhere = {"territory": "", "period": "", "breakdown": ""}
    release.findings = [
        {**nowhere, "breakdown": "ogółem", "kind": "unit", "before": "", "after": "os.", "serious": True},
        {**nowhere, "kind": "revised", "before": "1200", "after": "300", "serious": True},
        {**place, "kind": "revised", "before": "5", "after": "6.5", "serious": False},
        {**place, "kind": "lost", "before": "2023", "after": "", "serious": False},
        *[{**place, "kind": "jump", "before": "5", "after": "50", "serious": False}] * 50,
    ]
    release.save()
    page = text_of(client, release.get_absolute_url())
    for told in (
        "jednostką było „–”, a teraz jest „os.”",
        "z 1 200 liczb, które już są, zmieniłoby się 300",
        "obecnie 5, w pliku 6,5",
        "miała wartość za 2023, a w pliku jej nie ma",
        "ostatnio 5, teraz 50",
        "Łódź",
        "Dlaczego można to opublikować?",
    ):
        assert told in page
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    assert "Napisz, dlaczego mimo wyników" in text_of(client, release.get_absolute_url())
    client.post(reverse("indicators:release-publish", args=[release.public_id]), {"reason": "Sprawdzono u źródła."})
    assert Release.objects.get().state == ReleaseState.PUBLISHED
