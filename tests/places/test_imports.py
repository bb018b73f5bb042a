"""TERC and boundary files: what they change, what they reject, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.models import AuditEntry
from azymut.places import queries
from azymut.places.exchange import boundaries, bundled, terc
from azymut.places.models import Boundary, Territory

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
HEADING = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA"
AT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def terc_file(tmp_path):
    def write(*rows, heading=HEADING, end="\r\n"):
        path = tmp_path / "TERC.csv"
        path.write_bytes(("\ufeff" + "\r\n".join([heading, *rows]) + end).encode())
        return path

    return write


BEFORE = (
    "10;;;;ŁÓDZKIE;województwo;2024-01-01",
    "10;01;;;bełchatowski;powiat;2024-01-01",
    "10;01;01;1;Bełchatów;gmina miejska;2024-01-01",
    "10;01;02;2;Bełchatów;gmina wiejska;2024-01-01",
    "10;01;08;3;Zelów;gmina miejsko-wiejska;2024-01-01",
    "10;01;08;4;Zelów;miasto;2024-01-01",
)


def run(path, **kwargs):
    return terc.run(path, by=None, at=AT, **kwargs)


def counts(report):
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def test_communes_come_under_their_county(register, terc_file):
    assert counts(run(terc_file(*BEFORE))) == (3, 0, 2, 0, 0)
    county = queries.territory("1001")
    assert [place.name for place in queries.communes_of(county)] == [
        "miasto Bełchatów",
        "gmina Bełchatów",
        "gmina Zelów",
    ]
    assert all(place.parent_id == county.pk for place in queries.communes_of(county))
    assert AuditEntry.objects.filter(action="places.apply_register").count() == 1


def test_second_run_changes_nothing(register, terc_file):
    run(terc_file(*BEFORE))
    entries = AuditEntry.objects.count()
    assert counts(run(terc_file(*BEFORE))) == (0, 0, 5, 0, 0)
    assert AuditEntry.objects.count() == entries


def test_dry_run_changes_nothing(register, terc_file):
    assert counts(run(terc_file(*BEFORE), dry_run=True)) == (3, 0, 2, 0, 0)
    assert not Territory.objects.filter(level="commune").exists()


def later(*rows):
    return [row.replace("2024-01-01", "2025-01-01") for row in rows]


def test_commune_left_out_is_closed_and_kept(register, terc_file):
    run(terc_file(*BEFORE))
    assert counts(run(terc_file(*later(*BEFORE[:3], *BEFORE[4:])))) == (0, 0, 4, 1, 0)
    closed = Territory.objects.get(code="1001022")
    assert closed.valid_to == date(2025, 1, 1)
    assert queries.territory("1001022") is None
    assert queries.territory("1001022", date(2024, 6, 30)) == closed


def test_village_that_became_a_town_gets_a_new_code(register, terc_file):
    run(terc_file(*BEFORE))
    rows = [*BEFORE[:3], "10;01;02;3;Bełchatów;gmina miejsko-wiejska;2024-01-01", *BEFORE[4:]]
    assert counts(run(terc_file(*later(*rows)))) == (1, 0, 4, 1, 0)
    assert queries.territory("1001023").start_known
    assert queries.resolver().resolve("100102").code == "1001023"
    assert queries.resolver().resolve("100102", date(2024, 6, 1)).code == "1001022"


def test_new_name_keeps_the_past_and_the_row_that_others_point_at(register, terc_file):
    run(terc_file(*BEFORE))
    before = queries.territory("1001083")
    rows = [row.replace(";3;Zelów", ";3;Zelów Nowy") for row in BEFORE]
    assert counts(run(terc_file(*later(*rows)))) == (0, 1, 4, 0, 0)
    now = queries.territory("1001083")
    assert (now.pk, now.name, now.valid_from) == (before.pk, "gmina Zelów Nowy", date(2025, 1, 1))
    assert queries.territory("1001083", date(2024, 6, 1)).name == "gmina Zelów"
    assert counts(run(terc_file(*later(*rows)))) == (0, 0, 5, 0, 0)


def test_renamed_county_is_declined(register, terc_file):
    rows = ["10;06;;;łódzki zachodni;powiat;2025-01-01"]
    assert counts(run(terc_file(*rows))) == (0, 1, 0, 0, 0)
    county = queries.territory("1006")
    assert county.name_locative == "powiecie łódzkim zachodnim"
    assert county.tile_column == 4
    assert queries.territory("1006", date(2024, 1, 1)).name == "powiat łódzki wschodni"


def test_renamed_city_is_not_declined_by_machine(register, terc_file):
    run(terc_file("10;62;;;Piotrków;miasto na prawach powiatu;2025-01-01"))
    assert queries.territory("1062").name == "Piotrków"
    assert queries.territory("1062").name_locative == ""


def test_older_file_does_not_undo_a_later_one(register, terc_file):
    run(terc_file(*later(*BEFORE)))
    rows = [row.replace("2024", "2023") for row in BEFORE[:3]]
    assert counts(run(terc_file(*rows))) == (0, 0, 3, 0, 0)
    report = run(terc_file(*[row.replace("Bełchatów;gmina miejska", "Inna;gmina miejska") for row in rows]))
    assert [(one.row, one.column) for one in report.rejected] == [(4, "STAN_NA")]


def test_same_day_correction_leaves_no_former_state(register, terc_file):
    run(terc_file(*BEFORE))
    run(terc_file(*[row.replace(";3;Zelów", ";3;Żelów") for row in BEFORE]))
    assert queries.history_of("1001083").count() == 1


def test_known_later_state_is_not_overlaid_by_an_older_row(register, terc_file):
    run(terc_file(*BEFORE))
    rows = [*BEFORE[:3], "10;01;02;3;Bełchatów;gmina miejsko-wiejska;2024-01-01", *BEFORE[4:]]
    run(terc_file(*later(*rows)))
    report = run(terc_file(*rows))
    assert [(one.row, one.column) for one in report.rejected] == [(5, "STAN_NA")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("10;99;01;1;Nigdzie;gmina miejska;2024-01-01", "POW"),
        ("10;99;;;nigdzie;powiat;2024-01-01", "POW"),
        ("98;;;;NIGDZIE;województwo;2024-01-01", "WOJ"),
        ("12;;;;MAZOWIECKIE;województwo;2024-01-01", "NAZWA"),
        ("1;01;01;1;Bełchatów;gmina miejska;2024-01-01", "WOJ"),
        ("10;;01;1;Bełchatów;gmina miejska;2024-01-01", "POW"),
        ("10;01;03;7;Bełchatów;gmina;2024-01-01", "RODZ"),
        ("10;01;03;2;;gmina;2024-01-01", "NAZWA"),
        (f"10;01;03;2;{'x' * 200};gmina;2024-01-01", "NAZWA"),
        ("10;01;03;2;Drużbice;gmina;01.01.2024", "STAN_NA"),
        ("10;01;01;1;Bełchatów;gmina miejska;2024-01-01", "GMI"),
        ("10;01;03;2;Drużbice", ""),
    ],
)
def test_bad_row_is_rejected_with_its_column_and_the_rest_applied(register, terc_file, row, column):
    report = run(terc_file(*BEFORE, row))
    assert report.created == 3
    assert [(one.row, one.column) for one in report.rejected] == [(8, column)]
    assert report.rejected[0].reason


def test_nothing_is_closed_while_rows_are_unreadable(register, terc_file):
    run(terc_file(*BEFORE))
    report = run(terc_file(*later(*BEFORE[:3]), "10;01;xx;2;Zelów;gmina;2025-01-01"))
    assert report.removed == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"WOJ,POW,GMI,RODZ,NAZWA,NAZWA_DOD,STAN_NA\r\n10,,,,X,Y,2024-01-01\r\n",
        b"WOJ;POW;GMI\r\n10;01;01\r\n",
        (HEADING + "\r\n").encode(),
        (HEADING + "\r\n10;;;;ŁÓDZKIE;województwo;2024-01-01\r\n").encode("cp1250"),
        (HEADING + "\r\n10;;;;ŁÓDZKIE;województwo;2024-01-01\r\n10;01;;;bełch").encode(),
        (HEADING + "\r\n10;;;;ŁÓDZKIE;województwo;2024-01-01\r\n10;01;;;bełchatowski;powiat;2024-0").encode(),
        (HEADING + "\r\n10;;;;ŁÓDZKIE;województwo;2031-01-01\r\n").encode(),
        (HEADING + "\r\n10;01;08;4;Zelów;miasto;2024-01-01\r\n").encode(),
        b"PK\x03\x04" + b"\x00" * 100,
    ],
)
def test_untrustworthy_file_is_refused_and_changes_nothing(register, tmp_path, content):
    path = tmp_path / "TERC.csv"
    path.write_bytes(content)
    entries = AuditEntry.objects.count()
    with pytest.raises(FileRefusedError):
        run(path)
    assert AuditEntry.objects.count() == entries


def test_file_cut_off_at_a_line_end_is_refused(register, terc_file):
    run(terc_file(*BEFORE))
    with pytest.raises(FileRefusedError) as caught:
        run(terc_file(*later(*BEFORE[:3])))
    assert caught.value.place == "1001"
    assert queries.territory("1001022")


def test_command_prints_one_object_and_its_status(register, terc_file, capsys):
    call_command("import_territories", str(terc_file(*BEFORE)), "--json")
    assert json.loads(capsys.readouterr().out) == {
        "created": 3, "changed": 0, "unchanged": 2, "removed": 0, "rejected": [],
    }  # fmt: skip
    with pytest.raises(SystemExit) as caught:
        call_command("import_territories", str(terc_file(*BEFORE, "10;99;01;1;N;g;2024-01-01")))
    assert caught.value.code == 1
    with pytest.raises(SystemExit) as caught:
        call_command("import_territories", str(terc_file("x", heading="y")))
    assert caught.value.code == 2


def test_load_places_command_tells_what_it_did(db, capsys):
    call_command("load_places")
    assert "created 473" in capsys.readouterr().out
    call_command("load_places")
    assert "unchanged 473" in capsys.readouterr().out


def test_bundled_row_that_differs_is_set_right(register, now):
    Territory.objects.filter(code="1061").update(name_locative="Łódzi")
    report = bundled.load(by=None, at=now)
    assert (report.changed, report.created) == (1, 0)
    assert queries.territory("1061").name_locative == "Łodzi"


def real(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"shared data are missing: {path}")
    return path


def test_real_terc_file(register):
    path = real("teryt/TERC_2024-01-01.csv")
    assert counts(run(path)) == (2477, 0, 396, 0, 0)
    assert counts(run(path)) == (0, 0, 2873, 0, 0)
    assert Territory.objects.filter(level="commune", code__startswith="10").count() == 177


def square(west=19.0, south=51.0, size=0.5):
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(code="1061", geometry=None, key="teryt"):
    return {"properties": {key: code}, "geometry": geometry or {"type": "Polygon", "coordinates": [square()]}}


@pytest.fixture
def drawn(tmp_path):
    def write(text):
        path = tmp_path / "borders.geojson"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def draw(path, **kwargs):
    return boundaries.run(path, by=None, at=AT, **kwargs)


def test_outlines_are_kept_replaced_and_left_alone(register, drawn):
    assert counts(draw(drawn(collection(feature(), feature("10", key="JPT_KOD_JE"))))) == (2, 0, 0, 0, 0)
    moved = feature(geometry={"type": "MultiPolygon", "coordinates": [[square(19.1)]]})
    assert counts(draw(drawn(collection(moved, feature("10")))))[:3] == (0, 1, 1)
    assert Boundary.objects.get(territory__code="1061").geometry["type"] == "MultiPolygon"
    assert counts(draw(drawn(collection(moved, feature("10")))))[:3] == (0, 0, 2)
    assert queries.true_map_available(queries.region())
    assert set(queries.boundaries_of(queries.counties_of(queries.region()))) == {"1061"}


def test_outline_dry_run_changes_nothing(register, drawn):
    assert draw(drawn(collection(feature())), dry_run=True).created == 1
    assert not Boundary.objects.exists()


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (feature("9999"), "teryt"),
        (feature(""), "teryt"),
        ("text", "teryt"),
        (feature(), "teryt"),
        (feature("10", {"type": "Point", "coordinates": [19, 51]}), "geometry"),
        (feature("10", {"type": "MultiPolygon", "coordinates": []}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": []}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [square()[:3]]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [square()[:4]]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [[[19, 51]] * 5]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [["a"] * 5]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [[[True, 51]] * 5]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [square(500000, 400000)]}), "geometry"),
        (feature("10", {"type": "Polygon", "coordinates": [[[10**400, 51]] * 5]}), "geometry"),
        ({"properties": {"teryt": "10"}, "geometry": None}, "geometry"),
        (feature(["10"]), "teryt"),
        (feature({"kod": "10"}), "teryt"),
    ],
)
def test_bad_feature_is_rejected_and_the_rest_kept(register, drawn, bad, column):
    report = draw(drawn(collection(feature(), bad)))
    assert report.created == 1
    assert [(one.row, one.column) for one in report.rejected] == [(2, column)]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": [NaN]}',
        "[" * 100_000,
        collection({"properties": {"nazwa": "łódzkie"}, "geometry": None}),
        collection({"properties": None}),
        collection(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::2180"}}),
        b"\xff\xfe\x00",
    ],
)
def test_file_that_is_no_map_is_refused(register, drawn, text):
    with pytest.raises(FileRefusedError):
        draw(drawn(text))


@pytest.mark.parametrize(
    ("name", "created"),
    [
        ("geo/lodzkie_powiaty_teryt.geojson", 24),
        ("geo/lodzkie_wojewodztwo.geojson", 1),
        ("geo/wojewodztwa_2025.geojson", 16),
    ],
)
def test_real_boundary_files(register, name, created):
    assert counts(draw(real(name))) == (created, 0, 0, 0, 0)
    assert counts(draw(real(name))) == (0, 0, created, 0, 0)


def test_boundary_command(register, drawn, capsys):
    call_command("import_boundaries", str(drawn(collection(feature()))), "--json", "--dry-run")
    assert json.loads(capsys.readouterr().out)["created"] == 1


def test_half_a_surrogate_pair_in_a_code_is_told_as_its_escape(register, drawn, capsys):
    with pytest.raises(SystemExit) as caught:
        call_command("import_boundaries", str(drawn(collection(feature(), feature("\ud800")))), "--json")
    assert caught.value.code == 1
    said = capsys.readouterr().out
    assert said.encode()
    assert "\ud800" in json.loads(said)["rejected"][0]["reason"]
