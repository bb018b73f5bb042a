"""A table through a mapping: from the file to a release that waits, on screen and by command; nothing is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from azymut.indicators import actions, queries
from azymut.indicators.enums import Across, ReleaseState
from azymut.indicators.exchange import mapped
from azymut.indicators.models import Dataset, Release, Source, TableMapping, TableUpload
from azymut.indicators.rules.mappings import Layout
from azymut.kernel import attachments
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.models import Attachment, AuditEntry
from tests.factories.people import AccountFactory
from tests.indicators.tables import CSV, ods, xlsx

pytestmark = pytest.mark.usefixtures("observatory")

COLUMNS = (("Kod", "territory"), ("Rok", "period"), ("Wartość", "value"))


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def analyst(client, media):
    account = AccountFactory(analyst=True)
    client.force_login(account)
    return account


@pytest.fixture
def save(now):
    def save_mapping(name="Uczniowie", columns=COLUMNS, **options):
        layout = Layout(columns=columns, **{key: options.pop(key) for key in list(options) if key in LAYOUT})
        told = {"source": Source.objects.get(key="gus-bdl"), "dataset_code": "UCZ", "dataset_title": "Uczniowie"}
        return actions.save_mapping(name=name, layout=layout, by=None, at=now, **told | options)

    return save_mapping


LAYOUT = set(Layout.__dataclass_fields__)


def told(parsed):
    return [(one.territory, one.period, one.breakdown, one.value, one.flags) for one in parsed.observations.values()]


def bad(parsed):
    return [(one.row, one.column, one.reason) for one in parsed.rejected]


def test_rows_become_observations_and_bad_ones_are_told_with_row_column_and_reason():
    parsed = mapped.read(CSV.encode(), "dane.csv", Layout(columns=COLUMNS, unit="osoba"), title="Uczniowie")
    assert told(parsed) == [("1061", "2025", "", Decimal("12.5"), ""), ("1062", "2025", "", None, "c")]
    assert [(row, column) for row, column, _reason in bad(parsed)] == [(4, "Kod"), (5, "Rok"), (6, "Wartość")]
    assert "9999" in bad(parsed)[0][2]
    first = next(iter(parsed.observations.values()))
    assert (first.row, first.column, first.raw, first.unit) == (2, "Wartość", "12,5", "osoba")
    assert (parsed.title, parsed.unit) == ("Uczniowie", "osoba")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_every_kind_of_file_gives_the_same(kind):
    rows = [["Kod", "Rok", "Wartość"], ["1061", "2025", "12,5"], ["10", "2025", "7"]]
    content = {
        "csv": lambda: "\n".join(";".join(row) for row in rows).encode(),
        "xlsx": lambda: xlsx({"A": [rows[0], [1061, 2025, 12.5], [10, 2025, 7]]}),
        "ods": lambda: ods([rows[0], [1061, 2025, 12.5], [10, 2025, 7]]),
    }[kind]()
    assert told(mapped.read(content, f"x.{kind}", Layout(columns=COLUMNS))) == [
        ("1061", "2025", "", Decimal("12.5"), ""), ("10", "2025", "", Decimal(7), "")
    ]  # fmt: skip


def test_several_value_columns_are_one_breakdown_each_beside_the_breakdowns_of_the_row():
    layout = Layout(
        columns=(("pow", "territory"), ("płeć", "breakdown"), ("a", "value"), ("b", "value")), period="2025"
    )
    parsed = mapped.read("pow;płeć;a;b\n1061;K;1;2\n".encode(), "x.csv", layout)
    assert told(parsed) == [("1061", "2025", "K | a", 1, ""), ("1061", "2025", "K | b", 2, "")]
    assert parsed.dimensions == "płeć"


def test_value_columns_may_be_periods():
    layout = Layout(columns=(("pow", "territory"), ("2024", "value"), ("2025", "value")), across=Across.PERIOD)
    parsed = mapped.read(b"pow;2024;2025\n1061;1;b.d.\n", "x.csv", layout)
    assert told(parsed) == [("1061", "2024", "", 1, ""), ("1061", "2025", "", None, "m")]


def test_flags_and_units_come_from_their_columns_and_a_territory_may_be_the_files():
    columns = (("rok", "period"), ("v", "value"), ("flaga", "flag"), ("jm", "unit"), ("uwagi", "ignored"))
    parsed = mapped.read(
        b"rok;v;flaga;jm;uwagi\n2025;5;p;zl;=1\n2024;0;c;zl;\n", "x.csv", Layout(columns, territory="10")
    )
    assert told(parsed) == [("10", "2025", "", 5, "p"), ("10", "2024", "", None, "c")]
    assert {one.unit for one in parsed.observations.values()} == {"zl"}


def test_territories_may_be_named_when_the_name_is_theirs_alone():
    parsed = mapped.read(
        "Kod;Rok;Wartość\nŁódź;2025;1\nWojewództwo łódzkie;2025;2\nPowiat Łaski;2025;3\nPolska;2025;4\n"
        "powiat brzeski;2025;5\n;2025;6\nNibylandia;2025;7\n".encode(),
        "x.csv",
        Layout(columns=COLUMNS),
    )
    assert [one[0] for one in told(parsed)] == ["1061", "10", "1003", "PL"]
    reasons = [reason for _row, _column, reason in bad(parsed)]
    assert "więcej niż jedna jednostka" in reasons[0]
    assert reasons[1] == "W tym wierszu brakuje jednostki terytorialnej."
    assert "Nibylandia" in reasons[2]


def test_formulas_in_a_used_column_reject_their_row_and_short_rows_lack_a_value():
    layout = Layout(columns=(("k", "territory"), ("r", "period"), ("opis", "breakdown"), ("v", "value")))
    parsed = mapped.read(b"k;r;opis;v\n1061;2025;=cmd|x;1\n1061;2025;a\n", "x.csv", layout)
    assert bad(parsed) == [(2, "opis", "Komórka zawiera formułę.")]
    assert told(parsed) == [("1061", "2025", "a", None, "m")]


def test_a_second_row_for_the_same_place_and_time_is_rejected():
    parsed = mapped.read(b"Kod;Rok;Warto\xc5\x9b\xc4\x87\n1061;2025;1\n1061;2025;2\n", "x.csv", Layout(columns=COLUMNS))
    assert [(one.row, one.column) for one in parsed.rejected] == [(3, "Wartość")]


def test_a_table_without_the_columns_is_refused_whole():
    with pytest.raises(FileRefusedError, match="Brakuje kolumn: Wartość"):
        mapped.read(b"Kod;Rok\n1061;2025\n", "x.csv", Layout(columns=COLUMNS))
    with pytest.raises(FileRefusedError, match="Brakuje kolumn: Kod, Rok, Wartość"):
        mapped.read(b"a;b\n\n1;2\n", "x.csv", Layout(columns=COLUMNS, heading_row=2))
    with pytest.raises(DomainError, match="kolumnę z wartościami"):
        mapped.read(CSV.encode(), "x.csv", Layout(columns=COLUMNS[:2]))


def test_a_glance_finds_the_heading_below_titles_and_the_mapping_that_knows_it(save):
    content = xlsx({"A": [["Uczniowie szkół", "", ""], ["", "", ""], ["Kod", "Rok", "Wartość"], [1061, 2025, 1]]})
    seen = mapped.glance(content, "x.xlsx")
    assert (seen.heading_row, seen.columns, seen.known, seen.best()) == (3, ("Kod", "Rok", "Wartość"), (), None)
    kept, other = save(), save("Druga")
    seen = mapped.glance(content, "x.xlsx")
    assert seen.known == (other, kept)
    assert seen.best() == other
    assert seen.best(kept.public_id) == kept
    assert mapped.glance(content, "x.xlsx", heading_row=2).columns == ()


def test_a_mapping_is_kept_changed_and_taken_away_and_the_trail_tells(save, now):
    kept = save()
    assert save() == kept
    assert save(unit="osoba").read_by.unit == "osoba"
    assert save("Inna nazwa", mapping=kept) == kept
    assert queries.mapping_by_name("Inna nazwa") == kept
    assert queries.mapping_by_id(kept.public_id).source.key == "gus-bdl"
    actions.remove_mapping(mapping=kept, by=None, at=now)
    assert not queries.mappings().exists()
    names = list(
        AuditEntry.objects.filter(action__startswith="indicators.").order_by("pk").values_list("action", flat=True)
    )
    assert names[-4:] == ["indicators.save_mapping"] * 3 + ["indicators.remove_mapping"]


def test_the_same_mapping_saved_again_changes_nothing(save):
    kept = save()
    before = AuditEntry.objects.count()
    assert save() == kept
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("options", "field"),
    [({"columns": COLUMNS[:2]}, "columns"), ({"dataset_code": "1a"}, "dataset_code"),
     ({"dataset_code": "trng_lfse_04"}, "dataset_code"), ({"columns": (*COLUMNS, ("x", "ignored"))}, "name")],
)  # fmt: skip
def test_what_a_mapping_may_not_be(save, options, field):
    save()
    with pytest.raises(DomainError) as refused:
        save(**options)
    assert refused.value.field == field


def test_a_mapping_is_not_renamed_over_another(save):
    first = save()
    save("Druga")
    with pytest.raises(DomainError, match="ma już tę nazwę"):
        save("Druga", mapping=first)


def test_a_new_source_is_made_once_and_named_on_its_figures(save, now):
    new = actions.NewSource("Kuratorium Oświaty w Łodzi", "dane urzędowe; z podaniem źródła")
    kept = save(source=new)
    assert save("Druga", source=new).source == kept.source
    assert (kept.source.name, kept.source.licence) == (new.name, new.licence)
    assert kept.source.key.startswith("kuratorium-oswiaty-w-lodzi-")
    outcome = mapped.bring_in(CSV.encode(), "dane.csv", kept, by=None, at=now)
    assert outcome.release.licence == new.licence


@pytest.mark.parametrize("field", ["name", "dataset_code"])
def test_the_database_keeps_names_and_codes(save, field):
    kept = save()
    with pytest.raises(IntegrityError), transaction.atomic():
        TableMapping.objects.filter(pk=kept.pk).update(**{field: ""})


def test_queries_of_mappings_are_few(save, django_assert_num_queries):
    for number in range(3):
        save(f"M{number}")
    with django_assert_num_queries(1):
        assert [str(one) + one.source.name for one in queries.mappings()]
    heading = TableMapping.objects.values_list("heading", flat=True)[0]
    with django_assert_num_queries(1):
        assert len(queries.mappings_for([heading])) == 3
    assert "P2392" in queries.dataset_codes()
    assert [one.key for one in queries.sources_to_choose()] != []


def test_a_table_becomes_a_release_of_a_dataset_that_is_made(save, now):
    outcome = mapped.bring_in(CSV.encode(), "dane.csv", save(unit="osoba"), by=None, at=now)
    assert (outcome.report.created, len(outcome.report.rejected)) == (2, 3)
    release = Release.objects.get(dataset__code="UCZ")
    assert (release.state, release.file_format, release.note) == (
        ReleaseState.PUBLISHED, "table", "Odczytano przez mapowanie „Uczniowie”."
    )  # fmt: skip
    assert Dataset.objects.get(code="UCZ").name_pl == "Uczniowie"
    assert mapped.bring_in(CSV.encode(), "dane.csv", save(), by=None, at=now, dry_run=True).report.created == 0


def run(*options):
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_release", *options, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue(), err.getvalue()


def test_the_command_reads_a_table_by_a_mapping(save, tmp_path):
    save()
    path = tmp_path / "dane.csv"
    path.write_text(CSV, encoding="utf-8")
    status, out, _err = run("--source", "table", "--mapping", "Uczniowie", str(path), "--dry-run", "--json")
    assert (status, json.loads(out)["created"], Release.objects.exists()) == (1, 2, False)
    status, _out, err = run("--source", "table", "--mapping", "Uczniowie", str(path))
    assert status == 1
    assert "row 6, Wartość: „dużo” nie jest liczbą." in err
    assert Release.objects.get().dataset.code == "UCZ"
    status, _out, err = run("--source", "table", "--mapping", "Nie ma", str(path))
    assert (status, "Są: Uczniowie." in err) == (2, True)


# On screen


FORM = {
    "role-0": "territory", "role-1": "period", "role-2": "value", "across": "breakdown", "decimal_sign": ",",
    "missing": "b.d.; n", "suppressed": "x", "source": "gus-bdl", "dataset_code": "UCZ", "dataset_title": "Uczniowie",
    "name": "Uczniowie z kuratorium", "territory": "", "period": "", "unit": "osoba",
}  # fmt: skip


def hand_in(client, text=CSV, name="dane.csv"):
    content = text.encode() if isinstance(text, str) else text
    return client.post("/warsztat/mapowania/", {"file": SimpleUploadedFile(name, content)})


def text_of(response):
    return " ".join(response.content.decode().split()).replace("\u202f", " ")


def test_a_table_is_handed_in_described_previewed_and_kept(client, analyst):
    response = hand_in(client)
    waiting = TableUpload.objects.get()
    assert response.headers["Location"] == waiting.get_absolute_url()
    page = text_of(client.get(response.headers["Location"]))
    assert "Pierwsze wiersze" in page
    assert '<option value="period" selected>okres</option>' in page
    seen = client.post(waiting.get_absolute_url(), {**FORM, "do": "preview"})
    page = text_of(seen)
    assert "Weszłyby 2 wartości" in page
    assert "„dużo” nie jest liczbą." in page
    assert "12,5 osoba" in page
    assert "tajemnica" in page
    assert not Release.objects.exists()
    assert not TableMapping.objects.exists()
    kept = client.post(waiting.get_absolute_url(), {**FORM, "do": "keep"})
    release = Release.objects.get()
    assert kept.headers["Location"] == release.get_absolute_url()
    assert (release.state, release.loaded_by, release.rows) == (ReleaseState.STAGED, analyst, 2)
    assert (TableUpload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert TableMapping.objects.get().name == "Uczniowie z kuratorium"


def test_the_next_file_of_the_shape_is_recognised(client, analyst, save):
    save("Znane mapowanie")
    save("Inne mapowanie")
    hand_in(client, "KOD;rok;wartosc\n1061;2026;3\n")
    page = text_of(client.get(TableUpload.objects.get().get_absolute_url()))
    assert "Kolumny odpowiadają mapowaniu „Inne mapowanie”" in page
    assert "?mapowanie=" in page


def test_a_failed_form_loses_neither_the_file_nor_what_was_typed(client, analyst):
    hand_in(client)
    waiting = TableUpload.objects.get()
    page = text_of(client.post(waiting.get_absolute_url(), {**FORM, "role-2": "ignored", "do": "keep"}))
    assert "Należy wskazać kolumnę z wartościami." in page
    assert 'value="Uczniowie z kuratorium"' in page
    page = text_of(client.post(waiting.get_absolute_url(), {**FORM, "period": "kiedyś", "role-1": "ignored"}))
    assert "„kiedyś” nie jest okresem." in page
    page = text_of(client.post(waiting.get_absolute_url(), {**FORM, "dataset_code": "trng_lfse_04"}))
    assert "należy do źródła: Eurostat" in page
    assert TableUpload.objects.get().attachment.size == len(CSV.encode())


def test_a_new_source_is_named_on_screen(client, analyst):
    hand_in(client)
    address = TableUpload.objects.get().get_absolute_url()
    page = text_of(client.post(address, {**FORM, "source": "new", "source_name": "Kuratorium"}))
    assert "Warunki korzystania z nowego źródła: Wypełnij to pole." in page
    assert not Release.objects.exists()
    told = {"source": "new", "source_name": "Kuratorium", "source_licence": "dane urzędowe"}
    client.post(address, FORM | told)
    assert Release.objects.get().dataset.source.name == "Kuratorium"


def test_a_table_of_bad_rows_alone_stays_and_says_why(client, analyst):
    hand_in(client, "Kod;Rok;Wartość\n9999;2025;1\n")
    page = text_of(client.post(TableUpload.objects.get().get_absolute_url(), {**FORM, "do": "keep"}))
    assert "Odrzucone wiersze: 1; wiersz 2" in page
    assert TableUpload.objects.exists()


def test_a_table_without_news_stays_and_says_so(client, analyst, save, now):
    mapped.bring_in(CSV.encode(), "dane.csv", save(unit="osoba"), by=None, at=now)
    hand_in(client)
    waiting = TableUpload.objects.get()
    response = client.post(waiting.get_absolute_url(), {**FORM, "do": "keep"}, follow=True)
    assert "nie ma czego publikować" in text_of(response)
    assert TableUpload.objects.get() == waiting


def test_sheet_and_heading_are_chosen_in_the_address(client, analyst):
    hand_in(client, xlsx({"Opis": [["o", "p"]], "Dane": [["tytuł"], ["Kod", "Rok"], [1061, 2025]]}), "x.xlsx")
    address = TableUpload.objects.get().get_absolute_url()
    assert '<th scope="col">Rok</th>' in text_of(client.get(f"{address}?sheet=Dane&heading=2"))
    assert "Trzeba wybrać wiersz z nagłówkami" in text_of(client.get(f"{address}?sheet=Dane&heading=40"))
    assert "nie ma arkusza „Inny”" in text_of(client.get(f"{address}?sheet=Inny&heading=x"))


def test_drafts_of_a_description_are_kept(client, analyst):
    hand_in(client)
    address = TableUpload.objects.get().get_absolute_url()
    client.post(f"{address}?draft=save", {**FORM, "name": "Zaczęte"})
    page = text_of(client.get(address))
    assert 'value="Zaczęte"' in page
    assert not TableMapping.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [(b"%PDF-1.7", "x.csv", "nie przyjmujemy"), (b"a;b\n1;2", "x.pdf", "CSV, ODS"), (b"", "x.csv", "pusty")],
)
def test_what_is_no_table_is_refused_at_the_field(client, analyst, content, name, reason):
    assert reason in text_of(hand_in(client, content, name))
    assert not TableUpload.objects.exists()


def test_a_file_beyond_the_limit_is_refused(analyst, settings, now):
    settings.UPLOAD_LIMIT_BYTES = 5
    with pytest.raises(FileRefusedError, match="Plik ma ponad"):
        mapped.hand_in(SimpleUploadedFile("x.csv", CSV.encode()), by=analyst, at=now)


def test_a_table_that_is_not_wanted_is_taken_away_once(client, analyst, now):
    hand_in(client)
    waiting = TableUpload.objects.get()
    assert "dane.csv" in text_of(client.get("/warsztat/mapowania/"))
    client.post(f"{waiting.get_absolute_url()}odrzuc/")
    assert (TableUpload.objects.exists(), Attachment.objects.exists()) == (False, False)
    actions.drop_table(table=waiting, by=analyst, at=now)
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert client.get("/warsztat/mapowania/nie-ma/").status_code == 404


def test_a_mapping_is_changed_on_its_page_and_removed(client, analyst, save):
    kept = save()
    page = text_of(client.get(kept.get_absolute_url()))
    assert '<option value="value" selected>wartość</option>' in page
    client.post(kept.get_absolute_url(), {**FORM, "name": "Po zmianie"})
    kept.refresh_from_db()
    assert (kept.name, kept.read_by.unit, kept.changed_by) == ("Po zmianie", "osoba", analyst)
    assert "Po zmianie" in text_of(client.get("/warsztat/mapowania/"))
    client.post(f"{kept.get_absolute_url()}usun/")
    assert not TableMapping.objects.exists()


def test_who_loads_figures_may_read_a_table_that_waits(client, analyst):
    hand_in(client)
    attachment = Attachment.objects.get()
    assert attachments.may_read(attachment, AccountFactory(analyst=True))
    assert not attachments.may_read(attachment, AccountFactory())
    assert not attachments.may_read(attachment, None)


def test_cells_of_a_file_stand_escaped_on_the_page(client, analyst):
    hand_in(client, "Kod;Rok;Wartość\n<script>alert(1)</script>;2025;1\n")
    assert "<script>alert(1)" not in client.get(TableUpload.objects.get().get_absolute_url()).content.decode()
