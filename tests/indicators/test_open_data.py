"""What leaves the house: each format read back, value by value, with what must be said beside it."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from http import HTTPStatus

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from azymut.indicators import actions, queries
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.exchange.open_data import sdmx, tables
from azymut.indicators.models import Indicator, Release

D = Decimal
STUDENTS = "/wskazniki/studenci/pobierz"
FILE = (
    '"Kod";"Nazwa";"studenci ogółem;2021;[osoba]";"studenci ogółem;2022;[osoba]";\n'
    '0201000;"x";7;8;\n1001000;"x";5;0;\n1002000;"x";12;#;\n1061000;"x";64000;64533;\n'
)


def got(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == HTTPStatus.OK, address
    return b"".join(response.streaming_content), response


def bring(now, text=FILE, name="SZKO_3226_CTAB_20260321175636.csv"):
    return importer.bring_in(text.encode(), name, file_format=FileFormat.BDL_CTAB, by=None, at=now).release


@pytest.fixture
def students(observatory, now):
    return bring(now)


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_keeps_zeros_of_codes_and_never_makes_a_zero(client, students):
    content, response = got(client, f"{STUDENTS}.csv?poziom=county")
    assert content.startswith(b"\xef\xbb\xbf")
    told = [(row["kod"], row["okres"], row["wartość"], row["oznaczenia"]) for row in rows_of(content)]
    assert told == [
        ("0201", "2021", "7", ""), ("0201", "2022", "8", ""),
        ("1001", "2021", "5", ""), ("1001", "2022", "0", ""),
        ("1002", "2021", "12", ""), ("1002", "2022", "", "c"),
        ("1061", "2021", "64000", ""), ("1061", "2022", "64533", ""),
    ]  # fmt: skip
    first = rows_of(content)[5]
    assert first["uwagi"] == "utajnione (tajemnica statystyczna)"
    assert (first["jednostka terytorialna"], first["poziom"]) == ("powiat kutnowski", "powiat")
    assert first["wydania"] == students.public_id
    assert first["źródło"] == "Główny Urząd Statystyczny, Bank Danych Lokalnych, P3226"
    assert response["Content-Disposition"] == 'attachment; filename="studenci.csv"'
    assert response["Link"] == (
        f'<{STUDENTS}.csv-metadata.json?poziom=county>; rel="describedby"; type="application/csvm+json"'
    )


@pytest.mark.usefixtures("students")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("teren=1001", ["1001 2021", "1001 2022"]),
        ("teren=1001,1061&okres=2022", ["1001 2022", "1061 2022"]),
        ("teren=1001&teren=0201&od=2022", ["0201 2022", "1001 2022"]),
        ("teren=1001&do=2021", ["1001 2021"]),
        ("poziom=voivodeship&okres=2021", []),
        ("teren=9999", []),
        ("okres=2022'--", []),
    ],
)
def test_address_narrows_what_is_taken(client, query, found):
    content, _ = got(client, f"{STUDENTS}.csv?{query}")
    if query.startswith("poziom"):
        assert {row["kod"] for row in rows_of(content)} <= {"02", "10"}
    else:
        assert [f"{row['kod']} {row['okres']}" for row in rows_of(content)] == found


@pytest.mark.usefixtures("students")
@pytest.mark.parametrize("address", [f"{STUDENTS}.csv?poziom=world", f"{STUDENTS}.exe", "/region/9999/pobierz.csv"])
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_formulas_in_names_are_made_harmless(client, students):
    Indicator.objects.filter(key="students").update(name_pl='=HYPERLINK("http://x")')
    content, _ = got(client, f"{STUDENTS}.csv?teren=1061&okres=2022")
    assert rows_of(content)[0]["nazwa wskaźnika"] == '\'=HYPERLINK("http://x")'
    book, _ = got(client, f"{STUDENTS}.xlsx?teren=1061&okres=2022")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][1] == '=HYPERLINK("http://x")'


def test_workbook_has_numbers_and_a_sheet_that_explains(client, students):
    content, _ = got(client, f"{STUDENTS}.xlsx?teren=1002,1061,0201")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Dane", "O danych"]
    data = book.get_sheet_by_name("Dane").to_python()
    assert [(row[2], row[5], row[6], row[8]) for row in data[1:]] == [
        ("0201", "2021", 7, ""), ("0201", "2022", 8, ""),
        ("1002", "2021", 12, ""), ("1002", "2022", "", "c"),
        ("1061", "2021", 64000, ""), ("1061", "2022", 64533, ""),
    ]  # fmt: skip
    about = [tuple(row) for row in book.get_sheet_by_name("O danych").to_python()]
    assert ("Tytuł", "Studenci szkół wyższych") in about
    assert ("Oznaczenie c", "utajnione (tajemnica statystyczna)") in about
    assert ("Jednostka miary", "os.") in about
    assert ("Licencja", "© Główny Urząd Statystyczny; ponowne wykorzystanie z podaniem źródła") in about
    release = f"{students.public_id}: SZKO_3226_CTAB_20260321175636.csv, opublikowano 2026-11-22"
    assert ("Wydanie", release) in about


@pytest.mark.usefixtures("students")
def test_workbook_that_would_be_too_long_is_refused_in_words(client, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    response = client.get(f"{STUDENTS}.xlsx")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "albo pobierz Parquet" in response.content.decode()


def test_parquet_reads_back_with_types_and_metadata(client, students, tmp_path):
    content, _ = got(client, f"{STUDENTS}.parquet?teren=0201,1002")
    path = tmp_path / "studenci.parquet"
    path.write_bytes(content)
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT indicator, territory, level, period, value, unit, flags, releases FROM read_parquet(?)", [str(path)]
        ).fetchall()
        types = {
            row[0]: row[1] for row in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        }
        told = con.execute("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
    assert (types["territory"], types["value"], types["releases"]) == ("VARCHAR", "DECIMAL(18,6)", "VARCHAR[]")
    made = [students.public_id]
    assert rows == [
        ("students", "0201", "county", "2021", D(7), "os.", "", made),
        ("students", "0201", "county", "2022", D(8), "os.", "", made),
        ("students", "1002", "county", "2021", D(12), "os.", "", made),
        ("students", "1002", "county", "2022", None, "os.", "c", made),
    ]
    about = json.loads(dict(told)["azymut"])
    assert about["indicators"][0]["name"] == "Studenci szkół wyższych"
    assert about["indicators"][0]["releases"][0]["sha256"] == students.sha256


def test_json_stat_places_each_value_by_its_flat_index(client, students):
    content, _ = got(client, f"{STUDENTS}.json?teren=0201,1001,1002")
    cube = json.loads(content, parse_float=Decimal)
    assert (cube["version"], cube["class"]) == ("2.0", "dataset")
    assert cube["id"] == ["indicator", "territory", "time"]
    assert cube["size"] == [1, 3, 2]
    sides = [cube["dimension"][name]["category"]["index"] for name in cube["id"]]
    assert sides == [["students"], ["0201", "1001", "1002"], ["2021", "2022"]]
    assert cube["value"] == {"0": 7, "1": 8, "2": 5, "3": 0, "4": 12}
    assert cube["status"] == {"5": "c"}
    assert cube["role"] == {"metric": ["indicator"], "geo": ["territory"], "time": ["time"]}
    assert cube["updated"] == "2026-11-22"
    assert cube["extension"]["status"]["label"]["c"] == "utajnione (tajemnica statystyczna)"
    assert cube["extension"]["azymut"]["indicators"][0]["method"]
    assert cube["dimension"]["indicator"]["category"]["unit"] == {"students": {"label": "os.", "decimals": 0}}


@pytest.mark.usefixtures("observatory")
def test_formats_say_nothing_where_nothing_is_loaded(client, tmp_path):
    cube = json.loads(got(client, f"{STUDENTS}.json")[0])
    assert (cube["size"], cube["value"], cube["status"]) == ([0, 0, 0], {}, {})
    assert "updated" not in cube
    assert rows_of(got(client, f"{STUDENTS}.csv")[0]) == []
    path = tmp_path / "empty.parquet"
    path.write_bytes(got(client, f"{STUDENTS}.parquet")[0])
    with duckdb.connect() as con:
        assert con.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall() == [(0,)]
    about = CalamineWorkbook.from_filelike(io.BytesIO(got(client, f"{STUDENTS}.xlsx")[0])).get_sheet_by_name("O danych")
    assert "Najnowsze wydanie opublikowano" not in [row[0] for row in about.to_python()]


def test_sdmx_csv_keeps_codes_as_texts(client, students):
    content, response = got(client, f"{STUDENTS}.sdmx.csv?teren=0201,1002&od=2022")
    assert response["Content-Type"] == "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    assert content.decode().splitlines() == [
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_FLAG,UNIT,DECIMALS,RELEASES",
        f"dataflow,AZYMUT:INDICATORS(1.0),I,A,students,0201,2022,8,,os.,0,{students.public_id}",
        f"dataflow,AZYMUT:INDICATORS(1.0),I,A,students,1002,2022,,c,os.,0,{students.public_id}",
    ]
    beside = response["Link"][1 : response["Link"].index(">")]
    assert json.loads(got(client, beside)[0])["indicators"][0]["key"] == "students"


@pytest.mark.parametrize(
    ("period", "letter"), [("2022", "A"), ("2022-03", "M"), ("2022-12", "M"), ("2022-Q4", "Q"), ("2022-S1", "S")]
)
def test_frequency_is_read_from_the_period(period, letter):
    assert sdmx.frequency(period) == letter


@pytest.mark.usefixtures("students")
def test_csv_on_the_web_describes_the_table_as_it_is(client):
    told = json.loads(got(client, f"{STUDENTS}.csv-metadata.json?teren=1002")[0])
    assert told["url"] == f"http://testserver{STUDENTS}.csv?teren=1002"
    assert told["dialect"]["delimiter"] == ";"
    table, _ = got(client, told["url"].removeprefix("http://testserver"))
    heading = table.decode("utf-8-sig").splitlines()[0].split(";")
    assert [column["titles"] for column in told["tableSchema"]["columns"]] == heading
    value = next(column for column in told["tableSchema"]["columns"] if column["name"] == "value")
    assert value["datatype"] == {"base": "decimal", "format": {"decimalChar": ","}}
    assert set(told["tableSchema"]["primaryKey"]) < {column["name"] for column in told["tableSchema"]["columns"]}
    assert told["dc:license"] == "© Główny Urząd Statystyczny; ponowne wykorzystanie z podaniem źródła"


def test_long_answers_are_sent_piece_by_piece_and_whole(client, students, monkeypatch):
    whole = {kind: got(client, f"{STUDENTS}.{kind}")[0] for kind in ("csv", "sdmx.csv", "json")}
    monkeypatch.setattr(tables, "ROWS_A_PIECE", 2)
    monkeypatch.setattr(sdmx, "ROWS_A_PIECE", 2)
    monkeypatch.setattr("azymut.indicators.exchange.open_data.jsonstat.ENTRIES_A_PIECE", 2)
    for kind, content in whole.items():
        pieces = list(client.get(f"{STUDENTS}.{kind}").streaming_content)
        assert len(pieces) > 3, kind
        assert b"".join(pieces) == content, kind


def test_sample_figures_never_leave(client, observatory, now):
    outcome = importer.bring_in(
        FILE.encode(), "SZKO_3226_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now, publish=False
    )
    Release.objects.update(is_sample=True)
    actions.publish_release(release=Release.objects.get(pk=outcome.release.pk), by=None, at=now)
    assert queries.value_of("students", "1061").sample
    assert rows_of(got(client, f"{STUDENTS}.csv")[0]) == []
    assert json.loads(got(client, f"{STUDENTS}.json")[0])["value"] == {}
    assert queries.published_releases() == ()
    assert queries.describe([Indicator.objects.get(key="students")])[0].releases == ()
    page = client.get("/wskazniki/studenci/?teren=1061").content.decode()
    assert "Pobierz dane" not in page


def test_missing_sum_is_said_to_be_missing(observatory, now):
    bring(now, '"Kod";"Nazwa";"ogółem;2031;[osoba]";\n1061000;"x";5;\n', name="RYNE_2670_CTAB_1.csv")
    unemployed = Indicator.objects.get(key="unemployed")
    found = {
        one.territory: (one.value, one.flags)
        for one in queries.extract([unemployed], territories=["10", "1061"]).rows()
    }
    assert found == {"10": (None, "m"), "1061": (D(5), "")}


def test_profile_holds_each_of_its_indicators(client, load):
    load("P2392", "P2137")
    rows = rows_of(got(client, "/region/1061/pobierz.csv")[0])
    assert {row["kod"] for row in rows} == {"1061"}
    assert {"unemployment_rate", "population"} <= {row["wskaźnik"] for row in rows}
    cube = json.loads(got(client, "/region/1061/pobierz.json")[0])
    assert cube["label"] == "Łódź w liczbach"
    keys, codes, periods = (cube["dimension"][name]["category"]["index"] for name in cube["id"])
    assert cube["size"] == [len(keys), 1, len(periods)]
    place = keys.index("unemployment_rate") * len(periods) + periods.index("2022")
    assert (codes, cube["value"][str(place)]) == (["1061"], 4.5)


def test_download_is_not_sent_twice(client, students, now):
    _, response = got(client, f"{STUDENTS}.csv")
    again = client.get(f"{STUDENTS}.csv", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    assert client.get(f"{STUDENTS}.json", headers={"If-None-Match": response["ETag"]}).status_code == HTTPStatus.OK
    bring(now, FILE.replace("64533", "64534"), name="SZKO_3226_CTAB_20260421175636.csv")
    content, later = got(client, f"{STUDENTS}.csv", **{"If-None-Match": response["ETag"]})
    assert later["ETag"] != response["ETag"]
    assert b"64534" in content


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json", "sdmx.csv"])
@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2497", "P2137"]])
def test_download_takes_the_same_number_of_queries(client, load, django_assert_num_queries, kind, tables):
    load(*tables)
    got(client, f"/wskazniki/stopa-bezrobocia/pobierz.{kind}")
    with django_assert_num_queries(9):
        got(client, f"/wskazniki/stopa-bezrobocia/pobierz.{kind}")


def test_english_download_speaks_english(client, students):
    content, _ = got(client, "/en/wskazniki/studenci/pobierz.csv?teren=1002&okres=2022")
    row = rows_of(content)[0]
    assert (row["name of the indicator"], row["value"]) == ("Students of higher education", "")
    assert row["notes"] == "suppressed for statistical confidentiality"


def test_embedded_chart_stands_in_other_pages_without_cookies(client, load):
    load("P2137")
    response = client.get("/wskazniki/ludnosc/osadz/?teren=1061")
    page = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "<script" not in page
    assert "<svg" in page
    assert "Główny Urząd Statystyczny, Bank Danych Lokalnych, P2137" in page
    assert "Liczby opublikowane 01.11.2026" in page
    for caveat in Indicator.objects.get(key="population").caveats:
        assert caveat in page
    elsewhere = client.get("/wskazniki/ludnosc/?teren=1061")
    assert "frame-ancestors 'none'" in elsewhere["Content-Security-Policy"]
    assert elsewhere["X-Frame-Options"] == "DENY"


def test_embedded_chart_keeps_its_policy_when_it_is_kept(client, load, settings):
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    load("P2137")
    first, second = (client.get("/wskazniki/ludnosc/osadz/?teren=1061") for _ in range(2))
    assert first.content == second.content
    assert "frame-ancestors *" in second["Content-Security-Policy"]
    assert "X-Frame-Options" not in second


def test_embedded_page_without_a_line_says_the_figure(client, load):
    load("P2392")
    page = client.get("/wskazniki/stopa-bezrobocia/osadz/?teren=1061").content.decode()
    assert "4,5" in page
    assert "Obejmuje tylko osoby zarejestrowane w urzędach pracy." in page
    assert "<svg" not in page
    nothing = client.get("/wskazniki/studenci/osadz/?teren=1061").content.decode()
    assert "Jeszcze brak danych" in nothing


def test_indicator_page_offers_every_format_and_the_code(client, load, settings):
    load("P2137")
    page = client.get("/wskazniki/ludnosc/?teren=1061").content.decode()
    for kind in ("csv", "xlsx", "parquet", "json", "sdmx.csv"):
        assert f'href="/wskazniki/ludnosc/pobierz.{kind}" download' in page
        assert f'href="/wskazniki/ludnosc/pobierz.{kind}?teren=1061" download' in page
    code = f"&lt;iframe src=&quot;{settings.SITE_ADDRESS}/wskazniki/ludnosc/osadz/?teren=1061&quot;"
    assert code in page
    profile = client.get("/region/1061/").content.decode()
    assert 'href="/region/1061/pobierz.parquet" download' in profile


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize(("address", "told"), [("/otwarte-dane/", "Formaty"), ("/en/otwarte-dane/", "Formats")])
def test_guide_tells_what_the_interface_can_do(client, settings, address, told):
    settings.API_PER_MINUTE = 60
    page = client.get(address).content.decode()
    assert told in page
    assert "<code>GET /api/v1/values</code>" in page
    assert "60 " in page
    settings.API_PER_MINUTE = 0
    assert " 429 " not in client.get(address).content.decode()
