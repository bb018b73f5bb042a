"""The school register: both layouts, bad rows, closures by date and by absence, files that cannot be trusted."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.models import AuditEntry
from azymut.people import actions
from azymut.people.enums import ClosureBasis, ClosureState, OrganisationKind
from azymut.people.exchange import rspo
from azymut.people.models import Closure, ImportRun, Organisation
from tests.factories.people import AccountFactory, OrganisationFactory
from tests.factories.places import TerritoryFactory

pytestmark = pytest.mark.django_db

OLD = (
    "Numer RSPO;Typ;Nazwa;Ulica;Numer budynku;Numer lokalu;Kod pocztowy;Miejscowość;Kod terytorialny ulica;"
    "Kod terytorialny miejscowosc;Kod terytorialny gmina;Telefon;Faks;E-mail;Strona www;Województwo;Powiat;"
    "Gmina;REGON;NIP;Publiczność status;Kategoria uczniów;Specyfika placówki;Imię i nazwisko dyrektora;"
    "Nazwa organu prowadzącego;Typ organu prowadzącego;Województwo organu prowadzącego;"
    "Powiat organu prowadzącego;Gmina organu prowadzącego;Data założenia;Data likwidacji;Miejsce w strukturze;"
    "Typ podmiotu nadrzędnego;RSPO podmiotu nadrzędnego;Nazwa podmiotu nadrzędnego;Liczba uczniów"
)
NEW = (
    "Numer RSPO;REGON;NIP;Typ;Nazwa;Kod terytorialny województwo;Kod terytorialny powiat;"
    "Kod terytorialny gmina;Kod terytorialny miejscowość;Kod terytorialny ulica;Województwo;Powiat;Gmina;"
    "Miejscowość;Rodzaj miejscowości;Ulica;Numer budynku;Numer lokalu;Kod pocztowy;Poczta;Telefon;Faks;E-mail;"
    "Strona www;Publiczność status;Kategoria uczniów;Specyfika placówki;Imię i nazwisko dyrektora;"
    "Data założenia;Data rozpoczęcia działalności;Data likwidacji;Typ organu prowadzącego;"
    "Nazwa organu prowadzącego;REGON organu prowadzącego;NIP organu prowadzącego;"
    "Województwo organu prowadzącego;Powiat organu prowadzącego;Gmina organu prowadzącego;"
    "Miejsce w strukturze;RSPO podmiotu nadrzędnego;Typ podmiotu nadrzędnego;Nazwa podmiotu nadrzędnego;"
    "Liczba uczniów;Tereny sportowe;Języki nauczane;Czy zatrudnia logopedę;Czy zatrudnia psychologa;"
    "Czy zatrudnia pedagoga"
)
SCHOOL = {
    "Numer RSPO": "101",
    "Typ": "Technikum",
    "Nazwa": "TECHNIKUM NR 1",
    "Kod terytorialny gmina": "1001011",
    "Województwo": "ŁÓDZKIE",
    "Powiat": "bełchatowski",
    "Miejscowość": "Bełchatów",
    "Kod pocztowy": "97-400 ",
    "Ulica": "ul. Leśna",
    "Numer budynku": "1 ",
    "Imię i nazwisko dyrektora": "Jan Tajny",
    "E-mail": "jan.tajny@szkola.pl",
    "Data założenia": "2010-09-01",
}


def school(number, **cells):
    return {**SCHOOL, "Numer RSPO": str(number), "Nazwa": f"TECHNIKUM NR {number}", **cells}


def table(*rows, header=OLD, bom=True):
    columns = header.split(";")
    lines = [header, *(";".join(row.get(column, "") for column in columns) for row in rows)]
    return ("\ufeff" if bom else "").encode() + "\r\n".join([*lines, ""]).encode()


@pytest.fixture
def bring(tmp_path, now, lodzkie):
    def run(*rows, header=OLD, content=None, dry_run=False, confirm_closures=False, at=now):
        path = tmp_path / "rspo.csv"
        path.write_bytes(content if content is not None else table(*rows, header=header))
        return rspo.bring_in(path, by=None, at=at, dry_run=dry_run, confirm_closures=confirm_closures)

    return run


def counts(report):
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def test_school_is_taken_in_whole(bring, lodzkie):
    report = bring(school(101, REGON="061444880 ", NIP="8251305557 ", **{"Strona www": "http://"}))
    assert counts(report) == (1, 0, 0, 0, 0)
    made = Organisation.objects.get(rspo="101")
    assert (made.name, made.kind, made.subtype) == ("TECHNIKUM NR 101", OrganisationKind.SCHOOL, "Technikum")
    assert (made.regon, made.nip, made.website) == ("061444880", "8251305557", "")
    assert (made.street, made.postcode, made.town) == ("ul. Leśna 1", "97-400", "Bełchatów")
    assert made.territory == lodzkie["belchatow"]
    assert (made.commune_code, made.opened_on, made.source) == ("1001011", date(2010, 9, 1), "rspo")
    assert made.name_sort
    assert "technikum nr 101 belchatow" in made.found_by


def everything():
    """Every row of every table that an import could touch."""
    models = (*apps.get_app_config("people").get_models(), *apps.get_app_config("search").get_models(), AuditEntry)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_second_run_writes_nothing_at_all(bring):
    rows = (school(101), school(102, **{"RSPO podmiotu nadrzędnego": "101"}), school(103, Nazwa=""))
    assert counts(bring(*rows)) == (2, 0, 0, 0, 1)
    before = everything()
    assert counts(bring(*rows)) == (0, 0, 2, 0, 1)
    assert everything() == before


def test_second_run_that_proposed_absences_writes_nothing_more(bring):
    bring(school(101), school(102))
    bring(school(101))
    before = everything()
    assert bring(school(101)).absent == 1
    assert everything() == before


def test_another_file_that_changes_nothing_is_kept_as_a_file_of_its_own(bring):
    bring(school(101))
    assert counts(bring(content=table(school(101), bom=False))) == (0, 0, 1, 0, 0)
    assert list(ImportRun.objects.order_by("pk").values_list("created", "unchanged")) == [(1, 0), (0, 1)]


def test_same_file_that_changes_something_again_is_recorded(bring):
    bring(school(101))
    bring(school(101, Nazwa="INNA NAZWA"))
    assert counts(bring(school(101))) == (0, 1, 0, 0, 0)
    assert ImportRun.objects.count() == 3


def test_dry_run_reports_and_changes_nothing(bring, tmp_path):
    assert counts(bring(school(101), dry_run=True)) == (1, 0, 0, 0, 0)
    assert not Organisation.objects.exists()
    assert not ImportRun.objects.exists()
    assert not AuditEntry.objects.exists()


def test_changed_name_is_audited_with_before_and_after(bring):
    bring(school(101))
    assert counts(bring(school(101, Nazwa="TECHNIKUM IM. KOBRO"))) == (0, 1, 0, 0, 0)
    entry = AuditEntry.objects.filter(before__isnull=False).latest("pk")
    assert entry.before == {"name": "TECHNIKUM NR 101"}
    assert entry.after == {"name": "TECHNIKUM IM. KOBRO"}


def test_layout_of_48_columns_is_read_by_names(bring, lodzkie):
    row = school(
        201,
        **{
            "Kod terytorialny województwo": "10",
            "Kod terytorialny powiat": "1001",
            "Data rozpoczęcia działalności": "2011-09-01",
            "Nazwa organu prowadzącego": "POWIAT BEŁCHATOWSKI",
        },
    )
    assert counts(bring(row, header=NEW)) == (1, 0, 0, 0, 0)
    made = Organisation.objects.get(rspo="201")
    assert (made.opened_on, made.governing_body) == (date(2011, 9, 1), "POWIAT BEŁCHATOWSKI")
    assert made.territory == lodzkie["belchatow"]


def test_columns_may_stand_in_any_order_and_case(bring):
    header = ";".join(reversed([name.upper() + "  " for name in OLD.split(";")]))
    columns = [name.strip() for name in header.split(";")]
    row = {name.upper(): value for name, value in school(101).items()}
    line = ";".join(row.get(column, "") for column in columns)
    assert counts(bring(content=f"{header}\n{line}\n".encode())) == (1, 0, 0, 0, 0)


def test_county_is_found_by_name_when_the_code_is_missing(bring, lodzkie):
    bring(school(101, **{"Kod terytorialny gmina": ""}))
    assert Organisation.objects.get().territory == lodzkie["belchatow"]


def test_unknown_place_rejects_the_row_with_its_column(bring):
    report = bring(school(101), school(102, Powiat="atlantydzki", **{"Kod terytorialny gmina": "9999011"}))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (3, "Kod terytorialny gmina")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Numer RSPO": "x12"}, "Numer RSPO"),
        ({"Numer RSPO": ""}, "Numer RSPO"),
        ({"Nazwa": ""}, "Nazwa"),
        ({"Nazwa": "A" * 401}, "Nazwa"),
        ({"Typ": ""}, "Typ"),
        ({"Data założenia": "1 września"}, "Data założenia"),
        ({"Data likwidacji": "31.08.2020"}, "Data likwidacji"),
        ({"Data likwidacji": "2009-08-31"}, "Data likwidacji"),
    ],
)
def test_bad_row_is_rejected_by_row_and_column(bring, cells, column):
    report = bring(school(101), {**school(102), **cells})
    assert counts(report) == (1, 0, 0, 0, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (3, column)
    assert report.rejected[0].reason


def test_number_given_twice_is_rejected(bring):
    report = bring(school(101), school(101, Nazwa="DRUGIE"))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert Organisation.objects.get().name == "TECHNIKUM NR 101"


@pytest.mark.parametrize(("column", "value"), [("REGON", "061444881"), ("NIP", "8251305550")])
def test_wrong_checksum_leaves_the_number_out_and_says_so(bring, column, value):
    report = bring(school(101, **{column: value}))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (2, column)
    assert value in report.rejected[0].reason
    made = Organisation.objects.get()
    assert (made.regon, made.nip) == ("", "")


def test_row_of_wrong_length_is_rejected(bring):
    content = table(school(101)) + b"102;Technikum\r\n"
    report = bring(content=content)
    assert counts(report) == (1, 0, 0, 0, 1)
    assert report.rejected[0].row == 3


def test_parents_are_resolved_in_any_order(bring):
    bring(school(102, **{"RSPO podmiotu nadrzędnego": "101 "}), school(101, Typ="Zespół szkół i placówek oświatowych"))
    assert Organisation.objects.get(rspo="102").parent.rspo == "101"
    assert Organisation.objects.get(rspo="101").parent is None


def test_unknown_or_own_parent_is_no_parent(bring):
    bring(school(101, **{"RSPO podmiotu nadrzędnego": "101"}), school(102, **{"RSPO podmiotu nadrzędnego": "999"}))
    assert list(Organisation.objects.values_list("parent", flat=True)) == [None, None]


def test_closing_day_of_the_file_closes_and_keeps_history(bring):
    bring(school(101))
    assert counts(bring(school(101, **{"Data likwidacji": "2026-08-31"}))) == (0, 0, 0, 1, 0)
    closed = Organisation.objects.get()
    assert closed.closed_on == date(2026, 8, 31)
    closure = Closure.objects.get()
    assert (closure.basis, closure.state) == (ClosureBasis.REGISTER, ClosureState.CONFIRMED)
    assert counts(bring(school(101, **{"Data likwidacji": "2026-08-31"}))) == (0, 0, 1, 0, 0)


def test_school_closed_before_we_knew_it_comes_with_its_history(bring):
    assert counts(bring(school(101, **{"Data likwidacji": "2020-08-31"}))) == (1, 0, 0, 0, 0)
    assert Closure.objects.get().closed_on == date(2020, 8, 31)


def test_closing_day_that_the_register_moves_is_followed(bring):
    bring(school(101, **{"Data likwidacji": "2020-08-31"}))
    assert counts(bring(school(101, **{"Data likwidacji": "2021-08-31"}))) == (0, 1, 0, 0, 0)
    assert Organisation.objects.get().closed_on == date(2021, 8, 31)
    assert [closure.state for closure in Closure.objects.order_by("pk")] == ["reversed", "confirmed"]


def test_school_that_the_register_opens_again_is_open(bring):
    bring(school(101, **{"Data likwidacji": "2020-08-31"}))
    assert counts(bring(school(101))) == (0, 1, 0, 0, 0)
    assert Organisation.objects.get().closed_on is None


def test_closure_by_a_person_stands_against_the_register(bring, now):
    bring(school(101))
    person = AccountFactory(coordinator=True)
    actions.close_by_hand(
        organisation=Organisation.objects.get(), on=date(2026, 9, 1), reason="połączenie", by=person, at=now
    )
    assert counts(bring(school(101))) == (0, 0, 1, 0, 0)
    assert Organisation.objects.get().closed_on == date(2026, 9, 1)


def test_absence_is_proposed_and_closes_nothing(bring):
    bring(school(101), school(102))
    report = bring(school(101))
    assert counts(report) == (0, 0, 1, 0, 0)
    assert report.absent == 1
    assert Organisation.objects.get(rspo="102").closed_on is None
    proposal = Closure.objects.get()
    assert (proposal.organisation.rspo, proposal.state, proposal.basis) == ("102", "proposed", "absence")
    assert bring(school(101)).absent == 1
    assert Closure.objects.count() == 1


def test_person_confirms_or_dismisses_absences(bring, now):
    bring(school(101), school(102), school(103))
    bring(school(101))
    person = AccountFactory(coordinator=True)
    gone = list(Closure.objects.filter(organisation__rspo="102"))
    stays = list(Closure.objects.filter(organisation__rspo="103"))
    assert actions.settle_absences(closures=gone, closed=True, by=person, at=now) == 1
    assert actions.settle_absences(closures=stays, closed=False, by=person, at=now) == 1
    assert Organisation.objects.get(rspo="102").closed_on == date(2026, 11, 22)
    assert Organisation.objects.get(rspo="103").closed_on is None
    assert actions.settle_absences(closures=[*Closure.objects.all()], closed=True, by=person, at=now) == 0


def test_absence_that_another_answered_meanwhile_is_passed_over(bring, now):
    bring(school(101), school(102))
    bring(school(101))
    person = AccountFactory(coordinator=True)
    read_before = list(Closure.objects.all())
    actions.settle_absences(closures=list(Closure.objects.all()), closed=False, by=person, at=now)
    assert actions.settle_absences(closures=read_before, closed=True, by=person, at=now) == 0
    assert Organisation.objects.get(rspo="102").closed_on is None


def test_dismissed_absence_is_not_asked_again_for_the_same_file(bring, now):
    bring(school(101), school(102))
    bring(school(101))
    person = AccountFactory(coordinator=True)
    actions.settle_absences(closures=list(Closure.objects.all()), closed=False, by=person, at=now)
    assert bring(school(101)).absent == 0
    assert bring(school(101, Nazwa="INNY PLIK")).absent == 1


def test_confirm_closures_closes_the_absent(bring):
    bring(school(101), school(102))
    report = bring(school(101), confirm_closures=True)
    assert counts(report) == (0, 0, 1, 1, 0)
    assert Organisation.objects.get(rspo="102").closed_on == date(2026, 11, 22)
    assert counts(bring(school(101), confirm_closures=True)) == (0, 0, 1, 0, 0)


def test_absent_school_that_comes_back_opens_again(bring):
    bring(school(101), school(102))
    bring(school(101), confirm_closures=True)
    assert counts(bring(school(101), school(102))) == (0, 1, 1, 0, 0)


def test_proposal_falls_when_the_school_is_in_the_next_file(bring, now):
    bring(school(101), school(102))
    bring(school(101))
    bring(school(101), school(102), at=now + timedelta(days=1))
    assert Closure.objects.get().state == ClosureState.DISMISSED


def test_absence_counts_only_within_the_territory_of_the_file(bring):
    mazowieckie = TerritoryFactory(voivodeship=True, code="14", name="mazowieckie")
    TerritoryFactory(code="1465", name="Warszawa", parent=mazowieckie)
    bring(school(101), school(102))
    warsaw = {"Kod terytorialny gmina": "1465011", "Województwo": "MAZOWIECKIE", "Powiat": "Warszawa"}
    assert bring(school(301, **warsaw)).absent == 0
    assert Organisation.objects.filter(closed_on__isnull=True).count() == 3


def test_organisations_entered_by_hand_are_never_absent(bring, lodzkie):
    OrganisationFactory(territory=lodzkie["belchatow"])
    assert bring(school(101)).absent == 0


def test_rejected_row_is_not_an_absence(bring):
    bring(school(101), school(102))
    assert bring(school(101), school(102, Nazwa="")).absent == 0


def test_unreadable_row_suspends_the_search_for_absences(bring):
    bring(school(101), school(102))
    assert bring(school(101), school("x9")).absent == 0
    assert bring(content=table(school(101)) + b"102;Technikum\r\n").absent == 0


def test_personal_columns_reach_neither_tables_nor_the_kept_copy(bring):
    bring(school(101))
    with ImportRun.objects.get().file.open("rb") as file:
        kept = file.read().decode()
    assert "TECHNIKUM NR 101" in kept
    assert "Tajny" not in kept
    assert "tajny" not in json.dumps(list(Organisation.objects.values()), default=str)


def test_run_keeps_name_checksum_moment_and_territory(bring, now, lodzkie):
    content = table(school(101))
    bring(content=content)
    run = ImportRun.objects.get()
    assert (run.file_name, run.size, run.applied_at, run.created) == ("rspo.csv", len(content), now, 1)
    assert run.sha256 == rspo.sha256(content)
    assert list(run.covered.all()) == [lodzkie["region"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ""),
        (b"\x00\x01\x02 not a table", ""),
        (table(school(101))[:40], ""),
        (table(school(101)).replace(b";", b","), ";"),
        (b"Ala;ma;kota\n1;2;3\n", "numer rspo"),
        (OLD.encode() + b"\n", ""),
        (("ż" + OLD).encode("cp1250", "replace"), ""),
        (table(school(101), school(102)).rstrip()[:-60], ""),
        (table(school(101), school(102)).rstrip()[:-70], ""),
        (OLD.encode() + b'\n101;Technikum;"TECHNIKUM', ""),
        (b"PK\x03\x04" + b"\x00" * 100, ""),
    ],
)
def test_untrustworthy_file_is_refused_and_nothing_changes(bring, content, said):
    with pytest.raises(FileRefusedError) as caught:
        bring(content=content)
    assert said in str(caught.value) or said in caught.value.place or not said
    assert not Organisation.objects.exists()
    assert not ImportRun.objects.exists()


def test_oversized_file_is_refused(bring, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(FileRefusedError):
        bring(school(101))


def test_formula_in_a_name_is_taken_as_text(bring):
    bring(school(101, Nazwa="=HYPERLINK(1)"))
    assert Organisation.objects.get().name == "=HYPERLINK(1)"


def test_kept_copy_gives_the_same_rejections_as_the_file(bring):
    content = table(school(101), school("x")) + b"\r\n103;Technikum\r\n"
    first = rspo.read(content).report.as_dict()["rejected"]
    assert rspo.read(rspo.without_personal(content)).report.as_dict()["rejected"] == first


def test_apply_run_takes_in_once(bring, now, lodzkie):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    person = AccountFactory(coordinator=True)
    run = rspo.receive(file=SimpleUploadedFile("rspo.csv", table(school(101))), by=person, at=now)
    assert (run.state, run.created) == ("previewed", 1)
    assert not Organisation.objects.exists()
    assert rspo.apply_run(run, by=person, at=now).created == 1
    assert Organisation.objects.get().created_by == person
    with pytest.raises(DomainError):
        rspo.apply_run(run, by=person, at=now)


def test_run_that_another_applied_meanwhile_is_refused_and_keeps_its_counts(bring, now, lodzkie):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    person = AccountFactory(coordinator=True)
    run = rspo.receive(file=SimpleUploadedFile("rspo.csv", table(school(101))), by=person, at=now)
    read_before = ImportRun.objects.get(pk=run.pk)
    rspo.apply_run(run, by=person, at=now)
    told = AuditEntry.objects.count()
    with pytest.raises(DomainError):
        rspo.apply_run(read_before, by=person, at=now + timedelta(minutes=1))
    kept = ImportRun.objects.get(pk=run.pk)
    assert (kept.created, kept.unchanged, kept.applied_at) == (1, 0, now)
    assert AuditEntry.objects.count() == told


@pytest.fixture
def command(tmp_path, lodzkie, capsys):
    def run(*options, content=None):
        path = tmp_path / "rspo.csv"
        path.write_bytes(table(school(101)) if content is None else content)
        try:
            call_command("import_organisations", str(path), *options)
            status = 0
        except SystemExit as left:
            status = left.code
        return (status, *capsys.readouterr())

    return run


def test_command_prints_one_json_object(command):
    status, out, _err = command("--json")
    assert status == 0
    assert json.loads(out) == {"created": 1, "changed": 0, "unchanged": 0, "removed": 0, "rejected": []}


def test_command_ends_with_one_when_rows_were_rejected(command):
    status, out, _err = command("--json", content=table(school(101), school(102, Nazwa="")))
    assert status == 1
    assert json.loads(out)["rejected"][0]["row"] == 3


def test_command_ends_with_two_when_the_file_was_refused(command):
    status, _out, err = command("--dry-run", content=b"Ala ma kota")
    assert status == 2
    assert "rspo.csv" in err


def test_command_says_how_many_are_absent(command):
    command(content=table(school(101), school(102)))
    status, _out, err = command()
    assert status == 0
    assert "1 organisations are absent" in err
    assert command("--confirm-closures", "--json")[1].count('"removed": 1') == 1


@pytest.mark.slow
def test_real_export_is_taken_in_and_twice_the_same(rspo_file, now):
    region = TerritoryFactory(voivodeship=True, code="06", name="lubelskie")
    for number in (*range(1, 21), *range(61, 65)):
        TerritoryFactory(code=f"06{number:02d}", name=f"powiat {number}", parent=region)
    first = rspo.bring_in(rspo_file, by=None, at=now, dry_run=False)
    assert counts(first) == (3282, 0, 0, 0, 0)
    assert Organisation.objects.filter(parent__isnull=False).count() == 1027
    assert counts(rspo.bring_in(rspo_file, by=None, at=now, dry_run=False)) == (0, 0, 3282, 0, 0)
