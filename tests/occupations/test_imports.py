"""Files of the three classifications: what they change, what they reject, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.models import AuditEntry
from azymut.occupations import queries
from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.exchange import bundled, isco, kzis, school
from azymut.occupations.models import IscoGroup, Occupation, Qualification, Scheme, SchoolOccupation

AT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db

CLEAN = "kod;poziom_cyfr;grupa_elementarna;nazwa;szkolny_S"
TREE = ("3;1;;TECHNICY;0", "35;2;;Technicy informatycy;0", "351;3;;Technicy do spraw;0", "3512;4;3512;Wsparcie;0",
        "351203;6;3512;Technik informatyk;1", "351204;6;3512;Technik tyfloinformatyk;1")  # fmt: skip
SCHOOL = (
    "nabor_od;nabor_do;kod_zawodu;esco_order;nazwa;branza_2019;branza_2017;obszar;zsz;bs_i;bs_ii;techn;spolic;"
    "kurs_kwal;poziom_prk;l_kwal_poz_prk_5;l_kwal_poz_prk_4;l_kwal_poz_prk_3;ograniczenia"
)
INFORMATYK = (
    ";spolic. 2018/2019;351203;1;Technik informatyk;teleinformatyczna (INF);x;y;N;N;N;T;2;T;4.0;0.0;2.0;0.0;brak"
)
AKTOR = "2017/2018;;343502;1;Aktor  cyrkowy;ndt. (zawody artystyczne);x;y;N;N;N;T;N;N;;;;;tylko w Szk. Szt. Cyrk."


@pytest.fixture
def file(tmp_path):
    def write(*rows, name="kzis_2022.csv", end="\n"):
        path = tmp_path / name
        path.write_text("\n".join(rows) + end, encoding="utf-8")
        return path

    return write


def counts(report):
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def load(importer, path, **kwargs):
    return importer.run(path, by=None, at=AT, **kwargs)


def test_what_is_left_out_late_in_the_evening_is_closed_on_the_local_day(file):
    load(kzis, file(CLEAN, *TREE))
    kzis.run(file(CLEAN, *TREE[:-1]), by=None, at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC), dry_run=False)
    assert queries.occupation("351204").closed_on == date(2026, 11, 23)


def test_kzis_comes_as_a_tree(file):
    assert counts(load(kzis, file(CLEAN, *TREE))) == (6, 0, 0, 0, 0)
    one = queries.occupation("351203")
    assert (one.name, one.is_school, one.parent.code, one.scheme.year) == ("Technik informatyk", True, "3512", 2022)
    assert str(one) == "351203 Technik informatyk"
    assert [group.code for group in queries.tree_of("351203", one.scheme)] == ["3", "35", "351", "3512", "351203"]
    assert AuditEntry.objects.get().action == "occupations.apply_kzis"


def test_kzis_second_run_and_dry_run_change_nothing(file):
    path = file(CLEAN, *TREE)
    assert counts(load(kzis, path, dry_run=True)) == (6, 0, 0, 0, 0)
    assert not Scheme.objects.exists()
    load(kzis, path)
    assert counts(load(kzis, path)) == (0, 0, 6, 0, 0)
    assert AuditEntry.objects.count() == 1


def test_marked_list_says_the_same(file):
    load(kzis, file(CLEAN, *TREE))
    rows = [row.split(";") for row in TREE]
    marked = [f"{row[0]}\t{row[3]}{'S' if row[4] == '1' else ''}" for row in rows]
    assert counts(load(kzis, file("class\tname", *marked, name="kzis_2022.tsv"))) == (0, 0, 6, 0, 0)


def test_occupation_gone_from_the_same_edition_is_closed_and_may_return(file):
    load(kzis, file(CLEAN, *TREE))
    assert counts(load(kzis, file(CLEAN, *TREE[:-1]))) == (0, 0, 5, 1, 0)
    assert queries.occupation("351204").closed_on == AT.date()
    assert "351204" not in queries.standing_codes(SchemeKind.KZIS, 2022)
    assert counts(load(kzis, file(CLEAN, *TREE))) == (0, 1, 5, 0, 0)
    assert queries.occupation("351204").closed_on is None


def test_other_edition_never_touches_the_first(file):
    load(kzis, file(CLEAN, *TREE))
    renamed = [row.replace("Technik informatyk", "Technik informatyki") for row in TREE[:-1]]
    assert counts(load(kzis, file(CLEAN, *renamed), year=2025)) == (5, 0, 0, 0, 0)
    assert queries.occupation("351203", 2022).name == "Technik informatyk"
    assert queries.occupation("351203").name == "Technik informatyki"
    assert queries.latest_scheme(SchemeKind.KZIS).legal_basis == "Dz.U. 2025 poz. 1534"
    assert Occupation.objects.filter(scheme__year=2022, closed_on__isnull=True).count() == 6


def test_edition_nobody_knows_is_taken_with_its_year(file):
    load(kzis, file(CLEAN, *TREE, name="KZiS 2031.csv"))
    assert str(queries.latest_scheme(SchemeKind.KZIS)) == "Klasyfikacja zawodów i specjalności 2031"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("35x;6;;x;0", "kod"),
        ("35120;6;;x;0", "kod"),
        ("351205;6;3512;;0", "nazwa"),
        ("351205;6;3512;x;T", "szkolny_S"),
        ("351203;6;3512;x;0", "kod"),
        ("999901;6;9999;x;0", "kod"),
        ("351205;6", ""),
    ],
)
def test_bad_kzis_row_is_rejected_with_its_column(file, row, column):
    report = load(kzis, file(CLEAN, *TREE, row))
    assert report.created == 6
    assert [(one.row, one.column) for one in report.rejected] == [(8, column)]


def test_code_of_a_rejected_row_is_not_closed(file):
    load(kzis, file(CLEAN, *TREE))
    assert counts(load(kzis, file(CLEAN, *TREE[:-1], "351204;6;3512;;1"))) == (0, 0, 5, 0, 1)
    assert counts(load(kzis, file(CLEAN, *TREE[:-1], "3512o4;6;3512;x;1"))) == (0, 0, 5, 0, 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CLEAN + "\n", "kzis_2022.csv"),
        ("kod,nazwa,szkolny_S\n3,x,0\n", "kzis_2022.csv"),
        ("a;b\n1;2\n", "kzis_2022.csv"),
        (CLEAN + "\n3;1;;T", "kzis_2022.csv"),
        (CLEAN + "\nx;1;;T;0\n", "kzis_2022.csv"),
        (CLEAN + "\n3;1;;T;0\n", "kzis.csv"),
        ("\x00\x01", "kzis_2022.csv"),
    ],
)
def test_untrustworthy_kzis_file_is_refused(file, text, name):
    with pytest.raises(FileRefusedError):
        load(kzis, file(text, name=name, end=""))
    assert not Scheme.objects.exists()


def test_file_that_leaves_out_a_tenth_is_refused(classifications, file):
    with pytest.raises(FileRefusedError, match="632"):
        load(kzis, file(CLEAN, *TREE[:4]))
    assert not Occupation.objects.filter(closed_on__isnull=False).exists()


def test_school_occupation_with_its_ways(file):
    assert counts(load(school, file(SCHOOL, INFORMATYK, AKTOR))) == (2, 0, 0, 0, 0)
    one = queries.school_occupation("351203")
    assert (one.prk_level, one.qualification_count, one.limits, str(one.sector)) == (
        4,
        2,
        "",
        "teleinformatyczna (INF)",
    )
    ways = {path.school_type: (path.years, path.recruits_from, path.recruits_to) for path in one.paths.all()}
    assert ways == {
        SchoolType.TECHNIKUM: (None, None, None),
        SchoolType.POST_SECONDARY: (2, None, 2018),
        SchoolType.COURSE: (None, None, None),
    }
    actor = queries.school_occupation("343502")
    assert (actor.name, actor.sector, actor.prk_level, actor.qualification_count) == ("Aktor cyrkowy", None, None, None)
    assert actor.paths.get().recruits_from == 2017
    assert actor.limits == "tylko w Szk. Szt. Cyrk."


def test_school_second_run_changes_nothing_and_a_change_is_one(file):
    load(school, file(SCHOOL, INFORMATYK, AKTOR))
    assert counts(load(school, file(SCHOOL, INFORMATYK, AKTOR))) == (0, 0, 2, 0, 0)
    assert counts(load(school, file(SCHOOL, INFORMATYK.replace(";4.0;", ";5.0;"), AKTOR))) == (0, 1, 1, 0, 0)
    assert counts(load(school, file(SCHOOL, INFORMATYK.replace(";2;T;", ";2,5;T;"), AKTOR))) == (0, 1, 1, 0, 0)
    assert counts(load(school, file(SCHOOL, INFORMATYK, AKTOR))) == (0, 1, 1, 0, 0)
    assert counts(load(school, file(SCHOOL, AKTOR))) == (0, 0, 1, 1, 0)
    assert queries.school_occupation("351203").closed_on == AT.date()
    assert [one.code for one in queries.school_occupations()] == ["343502"]


def test_school_file_leaves_known_qualifications_alone(classifications, shared_data):
    path = shared_data / "vet" / "kzsb_klasyfikacja_zawodow_szkolnictwa_branzowego.csv"
    assert counts(load(school, path)) == (0, 0, 261, 0, 0)
    assert Qualification.objects.count() == 20


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("351203", "35120", "kod_zawodu"),
        ("Technik informatyk", "", "nazwa"),
        ("teleinformatyczna (INF)", "teleinformatyczna", "branza_2019"),
        (";4.0;", ";9.0;", "poziom_prk"),
        (";4.0;", ";4.5;", "poziom_prk"),
        (";2.0;0.0;brak", ";dwa;0.0;brak", "l_kwal_poz_prk_4"),
        (";T;2;T;", ";T;dwa;T;", "spolic"),
        (";spolic. 2018/2019;", ";kiedyś;", "nabor_do"),
        (";spolic. 2018/2019;", "2019/2020;2018/2019;", "nabor_do"),
        ("brak", "x" * 301, "ograniczenia"),
    ],
)
def test_bad_school_row_is_rejected_with_its_column(file, before, after, column):
    report = load(school, file(SCHOOL, AKTOR, INFORMATYK.replace(before, after, 1)))
    assert report.created == 1
    assert [(one.row, one.column) for one in report.rejected] == [(3, column)]


def test_isco_links_the_groups_of_kzis(file):
    load(kzis, file(CLEAN, *TREE, "2;1;;S;0", "22;2;;S;0", "223;3;;S;0", "2231;4;2231;Pielęgniarki;0"))
    rows = (
        "isco08;esco_uri;label_pl;label_en;minor_group",
        "3512;u;Technicy wsparcia;User support;351",
        "2221;u;P;N;222",
    )
    assert counts(load(isco, file(*rows, name="isco.csv"))) == (2, 0, 0, 0, 0)
    assert queries.occupation("3512").isco.name_en == "User support"
    assert queries.occupation("2231").isco is None
    assert counts(load(isco, file(*rows, name="isco.csv"))) == (0, 0, 2, 0, 0)
    assert counts(load(isco, file(*rows[:2], name="isco.csv"))) == (0, 0, 1, 1, 0)
    assert str(IscoGroup.objects.get(code="3512")) == "3512 Technicy wsparcia"


def test_isco_groups_of_esco_are_read_too(file):
    rows = ("conceptType,code,preferredLabel", "ISCOGroup,3,Technicy", "ISCOGroup,35,Informatycy", "ISCOGroup,x,Nic")
    report = load(isco, file(*rows, name="groups.csv"))
    assert counts(report) == (2, 0, 0, 0, 1)
    assert report.rejected[0].column == "code"
    assert IscoGroup.objects.get(code="35").parent.code == "3"
    changed = load(isco, file(*rows[:1], "ISCOGroup,3,Technicy i inni", rows[2], name="groups.csv"))
    assert counts(changed) == (0, 1, 1, 0, 0)


def test_isco_loaded_first_is_linked_when_kzis_comes(file):
    load(isco, file("isco08;label_pl;label_en", "3512;a;b", name="isco.csv"))
    load(kzis, file(CLEAN, *TREE))
    assert queries.occupation("3512").isco.code == "3512"


def test_bundled_tables_load_once(classifications, now):
    assert {key: report.created for key, report in classifications.items()} == {"isco": 619, "kzis": 632, "school": 261}
    again = bundled.load(by=None, at=now)
    assert {key: report.unchanged for key, report in again.items()} == {"isco": 619, "kzis": 632, "school": 261}
    assert Occupation.objects.filter(level=4, isco__isnull=False).count() == 418


def test_bundled_tables_close_nothing_that_a_file_brought(file, now):
    load(kzis, file(CLEAN, *TREE))
    bundled.load(by=None, at=now)
    assert queries.occupation("351203").closed_on is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kzis_2022_clean.csv", "kzis_2022_classes.tsv"])
def test_real_kzis_files(classifications, shared_data, name):
    report = load(kzis, shared_data / "kzis" / name)
    assert counts(report) == (2904, 0, 632, 0, 1)
    assert (report.rejected[0].row, "932908" in report.rejected[0].reason) == (3524, True)
    assert Occupation.objects.filter(is_school=True).count() == 237
    assert counts(load(kzis, shared_data / "kzis" / name)) == (0, 0, 3536, 0, 1)


@pytest.mark.parametrize(
    ("name", "all_of"), [("isco/isco08_unit_groups_pl_en.csv", 436), ("esco/ISCOGroups_pl.csv", 619)]
)
def test_real_isco_files(shared_data, name, all_of):
    assert counts(load(isco, shared_data / name)) == (all_of, 0, 0, 0, 0)
    assert counts(load(isco, shared_data / name)) == (0, 0, all_of, 0, 0)


def test_real_school_file(shared_data):
    path = shared_data / "vet" / "kzsb_klasyfikacja_zawodow_szkolnictwa_branzowego.csv"
    assert counts(load(school, path)) == (261, 0, 0, 0, 0)
    assert SchoolOccupation.objects.filter(paths__isnull=True).count() == 0


def test_command_speaks_to_machines(file, capsys):
    call_command("import_occupations", str(file(CLEAN, *TREE)), "--scheme", "kzis", "--json")
    assert json.loads(capsys.readouterr().out)["created"] == 6
    with pytest.raises(SystemExit) as caught:
        call_command("import_occupations", str(file("x;y", "1;2")), "--scheme", "school", "--json")
    assert caught.value.code == 2


def test_load_command_tells_what_it_did(db, capsys):
    call_command("load_occupations")
    assert "school: created 261" in capsys.readouterr().out


@pytest.mark.parametrize("year", ["-5", "0", "99999", "1" + "0" * 30, "20\u06632"])
def test_year_out_of_reason_is_refused(file, year):
    with pytest.raises(CommandError, match="is not a year"):
        call_command("import_occupations", str(file(CLEAN, *TREE, name="KZiS.csv")), "--scheme=kzis", f"--year={year}")
