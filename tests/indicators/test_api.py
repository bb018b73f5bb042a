"""The room's part of the read API: its answers, and that they are what its own document promises."""

from __future__ import annotations

import json

import pytest

from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.models import Indicator

FILE = (
    '"Kod";"Nazwa";"studenci ogółem;2021;[osoba]";"studenci ogółem;2022;[osoba]";\n'
    '0201000;"x";7;8;\n1001000;"x";5;0;\n1002000;"x";12;#;\n1061000;"x";64000;64533,5;\n'
)


@pytest.fixture(autouse=True)
def unlimited(settings):
    settings.API_PER_MINUTE = 0


@pytest.fixture
def students(observatory, now):
    return importer.bring_in(
        FILE.encode(), "SZKO_3226_CTAB_20260321175636.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now
    ).release


def got(client, address, **headers):
    response = client.get(address.removeprefix("http://localhost:8000"), headers=headers)
    assert response.status_code == 200, address
    return response.json()


def test_values_say_missing_as_null_and_keep_codes(client, students):
    told = got(client, "/api/v1/values?indicator=students&level=county")
    assert [(one["territory"], one["period"], one["value"], one["flags"]) for one in told["items"]] == [
        ("0201", "2021", 7, ""), ("0201", "2022", 8, ""),
        ("1001", "2021", 5, ""), ("1001", "2022", 0, ""),
        ("1002", "2021", 12, ""), ("1002", "2022", None, "c"),
        ("1061", "2021", 64000, ""), ("1061", "2022", 64533.5, ""),
    ]  # fmt: skip
    assert told["items"][0] == {
        "indicator": "students", "territory": "0201", "territory_name": "powiat bolesławiecki", "level": "county",
        "period": "2021", "value": 7.0, "unit": "os.", "flags": "", "releases": [students.public_id],
    }  # fmt: skip
    assert told["flags"]["c"] == "utajnione (tajemnica statystyczna)"


@pytest.mark.usefixtures("students")
def test_pages_of_values_hold_each_once(client):
    address, seen = "/api/v1/values?indicator=students&level=county&limit=3", []
    while address:
        told = got(client, address)
        assert told["total"] == 8
        seen += [(one["territory"], one["period"]) for one in told["items"]]
        address = told["next"]
    assert len(seen) == len(set(seen)) == 8
    last = got(client, "/api/v1/values?indicator=students&level=county&limit=3&offset=6")
    assert (len(last["items"]), last["next"]) == (2, None)
    assert last["previous"].endswith("indicator=students&level=county&limit=3&offset=3")
    assert got(client, "/api/v1/values?indicator=students&offset=1000")["items"] == []


@pytest.mark.usefixtures("students")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("territory=1001&territory=1061&period=2022", ["1001 2022", "1061 2022"]),
        ("territory=1001&since=2022", ["1001 2022"]),
        ("territory=1001&until=2021", ["1001 2021"]),
        ("territory=1001&level=voivodeship", []),
    ],
)
def test_values_are_narrowed(client, query, found):
    told = got(client, f"/api/v1/values?indicator=students&{query}")
    assert [f"{one['territory']} {one['period']}" for one in told["items"]] == found


@pytest.mark.usefixtures("students")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["indicator"]),
        ("indicator=students&limit=0", ["limit"]),
        ("indicator=students&limit=10001", ["limit"]),
        ("indicator=students&offset=-1", ["offset"]),
        ("indicator=students&level=world", ["level.0"]),
        ("indicator=students&since=2022-01-01-01", ["since"]),
    ],
)
def test_parameters_that_cannot_be_read_are_named(client, query, names):
    response = client.get(f"/api/v1/values?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [one["parameter"] for one in response.json()["errors"]] == names
    assert names[0] in response.json()["detail"]


@pytest.mark.usefixtures("students")
@pytest.mark.parametrize("address", ["/api/v1/values?indicator=students&indicator=x", "/api/v1/indicators/x"])
def test_unknown_indicators_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_values_have_the_version_of_what_is_published(client, students, now):
    address = "/api/v1/values?indicator=students"
    first = client.get(address)
    asked = {"If-None-Match": first["ETag"]}
    again = client.get(address, headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    changed = FILE.replace("64000", "64001").encode()
    importer.bring_in(changed, "SZKO_3226_CTAB_20260421175636.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now)
    assert client.get(address, headers=asked).status_code == 200


def test_indicator_says_all_that_must_be_said(client, students):
    told = got(client, "/api/v1/indicators/students")
    assert told["name"] == "Studenci szkół wyższych"
    assert (told["unit"], told["decimals"], told["method"]) == (
        "os.",
        0,
        "Wartość podana przez źródło. Województwo: suma powiatów, które źródło wymienia.",
    )
    assert told["sources"][0]["licence"] == "© Główny Urząd Statystyczny; ponowne wykorzystanie z podaniem źródła"
    assert [(one["id"], one["file"]) for one in told["releases"]] == [
        (students.public_id, "SZKO_3226_CTAB_20260321175636.csv")
    ]
    assert got(client, told["values"])["total"] > 0
    english = got(client, "/api/v1/indicators/students", **{"Accept-Language": "en"})
    assert english["name"] == "Students of higher education"


@pytest.mark.usefixtures("students")
def test_all_indicators_lead_to_their_descriptions(client):
    told = got(client, "/api/v1/indicators")
    assert told["total"] == len(told["items"]) == Indicator.objects.count()
    for one in told["items"]:
        assert got(client, one["url"])["key"] == one["key"]


def test_releases_are_those_that_stand(client, students):
    told = got(client, "/api/v1/releases")
    assert told["total"] == 1
    assert told["items"][0] == {
        "id": students.public_id, "dataset": "P3226", "file": "SZKO_3226_CTAB_20260321175636.csv",
        "sha256": students.sha256, "made_on": "2026-03-21", "published_on": "2026-11-22", "periods": "2021–2022",
        "licence": students.licence,
    }  # fmt: skip
    assert got(client, "/api/v1/releases?dataset=P2392")["total"] == 0
    assert got(client, "/api/v1/releases?dataset=P3226")["total"] == 1


@pytest.mark.parametrize("tables", [["P2392"], ["P2392", "P2497", "P2137"]])
def test_values_take_the_same_number_of_queries(client, load, django_assert_num_queries, tables):
    load(*tables)
    client.get("/api/v1/values?indicator=unemployment_rate")
    with django_assert_num_queries(9):
        client.get("/api/v1/values?indicator=unemployment_rate&indicator=wage&limit=10000")


KINDS = {"string": str, "integer": int, "number": (int, float), "null": type(None), "array": list, "object": dict}


def fits(value, schema, components):
    """Whether a value is what a schema of the document promises; only what pydantic writes is understood."""
    if "$ref" in schema:
        return fits(value, components[schema["$ref"].rpartition("/")[2]], components)
    if "anyOf" in schema:
        return any(fits(value, one, components) for one in schema["anyOf"])
    return isinstance(value, KINDS[schema["type"]]) and all(
        fits(one, part, components) for one, part in parts(value, schema)
    )


def parts(value, schema):
    """What lies in a value, each with its own schema; an object has exactly the properties that are promised."""
    if schema["type"] == "array":
        return [(one, schema["items"]) for one in value]
    if "properties" in schema:
        assert set(value) == set(schema["properties"]), set(value) ^ set(schema["properties"])
        return [(value[name], part) for name, part in schema["properties"].items()]
    return [(one, schema["additionalProperties"]) for one in value.values()] if schema["type"] == "object" else []


@pytest.mark.usefixtures("students")
def test_every_answer_is_what_the_document_promises(client):
    document = json.loads(client.get("/api/v1/openapi.json").content)
    components = document["components"]["schemas"]
    examples = {
        "/api/v1/values": "?indicator=students",
        "/api/v1/indicators/{key}": {"{key}": "students"},
        "/api/v1/territories/{code}": {"{code}": "0201"},
    }
    for path, methods in document["paths"].items():
        example = examples.get(path, "")
        address = path + example if isinstance(example, str) else path.replace(*next(iter(example.items())))
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert fits(got(client, address), schema, components), path
    assert set(examples) < set(document["paths"])
