"""The minister's forecast and the Occupational Barometer: read word for word, kept apart, shown with their source."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from azymut.indicators import actions, queries
from azymut.indicators.enums import Assessment, Demand, FileFormat, ReleaseState
from azymut.indicators.exchange import barometer, bundled, forecast, importer
from azymut.indicators.exchange.occupation_codes import OccupationCodes
from azymut.indicators.models import Release, SettledName
from azymut.indicators.rules import demand as rules
from azymut.indicators.rules.demand import Told
from azymut.kernel.errors import DomainError
from azymut.occupations.exchange import bundled as bundled_occupations
from azymut.occupations.exchange import kzis
from azymut.occupations.models import Occupation, Scheme
from tests.factories.occupations import SchoolOccupationFactory
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.usefixtures("observatory")

HEAD = "rok;teryt_woj;stopien;zawod;kod\n"
BAROMETER_HEAD = "rok;teryt;grupa;ocena;kody\n"


@pytest.fixture
def electrician(db):
    return SchoolOccupationFactory(code="741103", name="Elektryk")


@pytest.fixture
def automation(db):
    return SchoolOccupationFactory(code="311909", name="Technik automatyk")


@pytest.fixture
def analyst(client, db):
    account = AccountFactory(analyst=True)
    client.force_login(account)
    return account


@pytest.fixture
def publish(now):
    def bring(text, kind=FileFormat.FORECAST, name="lista.csv"):
        return importer.bring_in(text.encode(), name, file_format=kind, by=None, at=now)

    return bring


def said(parsed):
    return [(one.territory, one.period, one.breakdown, one.value, one.raw) for one in parsed.observations.values()]


def bad(parsed):
    return [(one.row, one.column, one.reason) for one in parsed.rejected]


# Rules


@pytest.mark.parametrize(
    ("text", "demand"),
    [("szczególne", Demand.SPECIAL), ("Szczególnie istotne", Demand.GREATEST), ("ISTOTNE", Demand.GREAT),
     ("umiarkowane ", Demand.MODERATE), ("duże", None)],
)  # fmt: skip
def test_degrees_are_read_as_announced(text, demand):
    assert rules.read_demand(text) == demand
    assert demand is None or rules.read_demand(rules.DEMAND_WRITTEN[demand]) == demand


@pytest.mark.parametrize(
    ("text", "assessment"),
    [("duży deficyt", Assessment.GREAT_DEFICIT), ("Deficyt poszukujących pracy", Assessment.DEFICIT),
     ("równowaga", Assessment.BALANCE), ("nadwyżka", Assessment.SURPLUS), ("duża nadwyżka", Assessment.GREAT_SURPLUS),
     ("brak", None)],
)  # fmt: skip
def test_assessments_are_read_as_published(text, assessment):
    assert rules.read_assessment(text) == assessment


def test_numbers_only_order_the_words_and_lead_back_to_them():
    assert [rules.demand_of(Decimal(number)) for number in (1, 2, 3, 4, 5)] == [
        Demand.MODERATE, Demand.GREAT, Demand.GREATEST, Demand.SPECIAL, None
    ]  # fmt: skip
    assert [rules.assessment_of(Decimal(number)) for number in (1, 2, 3, 4, 5)] == list(reversed(Assessment))
    assert rules.demand_of(None) is None
    assert rules.assessment_of(None) is None


@pytest.mark.parametrize(
    ("demand", "territory", "speaks"),
    [(Demand.SPECIAL, "PL", True), (Demand.SPECIAL, "10", False), (Demand.GREAT, "10", True),
     (Demand.GREAT, "PL", False)],
)  # fmt: skip
def test_each_list_has_its_own_degrees(demand, territory, speaks):
    assert rules.speaks_of(demand, territory) is speaks


def test_groups_that_agree_have_one_assessment_and_others_none():
    one, same = Told("A", "deficyt", Assessment.DEFICIT, 2), Told("B", "deficyt", Assessment.DEFICIT, 3)
    other = Told("C", "równowaga", Assessment.BALANCE, 4)
    assert rules.agreed([one, same]) == Assessment.DEFICIT
    assert rules.agreed([one, other]) is None


def test_a_name_without_a_code_is_a_breakdown_of_its_own():
    assert rules.breakdown_of("Technik  Elektromobilności", "") == "nazwa: technik elektromobilnosci"
    assert rules.breakdown_of("x", "741103") == "741103"
    assert rules.plain_name("Mechanik–monter") == "mechanik-monter"


# The forecast


def test_a_list_is_read_with_codes_found_by_name(electrician, automation):
    parsed = forecast.read(
        f"{HEAD}2026;10;istotne;technik automatyk;\n2026;10;umiarkowane;ELEKTRYK;741103\n"
        "2026;PL;szczególne;betoniarz;\n".encode(),
        "x",
    )
    assert bad(parsed) == []
    assert said(parsed) == [
        ("10", "2026", "311909", 2, "technik automatyk"), ("10", "2026", "741103", 1, "ELEKTRYK"),
        ("PL", "2026", "nazwa: betoniarz", 4, "betoniarz"),
    ]  # fmt: skip


def test_names_of_the_newest_classification_are_known_too_those_of_schools_first(electrician):
    scheme = Scheme.objects.create(kind="kzis", year=2022, title="KZiS", source="test")
    Occupation.objects.create(scheme=scheme, code="311413", level=6, name="Technik robotyk", is_school=True)
    Occupation.objects.create(scheme=scheme, code="741190", level=6, name="Elektryk", is_school=False)
    parsed = forecast.read(f"{HEAD}2026;10;istotne;technik robotyk;\n2026;10;istotne;elektryk;\n".encode(), "x")
    assert [one[2] for one in said(parsed)] == ["311413", "741103"]


def test_bad_rows_of_a_list_are_told_with_row_column_and_reason(electrician):
    rows = ["26;10;istotne;a;", "2026;1061;istotne;a;", "2026;10;duże;a;", "2026;10;szczególne;a;", "2026;10;istotne;;",
            "2026;10;istotne;a;999999", "2026;10;istotne;a;74110", "2026;10;istotne;a", "2026;10;istotne;elektryk;",
            "2026;10;umiarkowane;Elektryk;741103"]  # fmt: skip
    parsed = forecast.read((HEAD + "\n".join(rows)).encode(), "x")
    assert [(row, column) for row, column, _reason in bad(parsed)] == [
        (9, ""), (2, "rok"), (3, "teryt_woj"), (4, "stopien"), (5, "stopien"), (6, "zawod"), (7, "kod"), (8, "kod"),
        (11, "zawod"),
    ]  # fmt: skip
    assert said(parsed) == [("10", "2026", "741103", 2, "elektryk")]


def test_before_any_classification_is_loaded_codes_need_only_look_like_codes():
    parsed = forecast.read(f"{HEAD}2026;10;istotne;a;999999\n2026;10;istotne;b;12\n".encode(), "x")
    assert said(parsed) == [("10", "2026", "999999", 2, "a")]


def test_where_only_groups_are_loaded_the_group_of_a_code_must_stand(electrician):
    scheme = Scheme.objects.create(kind="kzis", year=2022, title="KZiS", source="test")
    Occupation.objects.create(scheme=scheme, code="3114", level=4, name="Technicy elektronicy")
    codes = OccupationCodes()
    assert [codes.stands(code) for code in ("311413", "741103", "999999", "3114")] == [True, True, False, False]
    Occupation.objects.create(scheme=scheme, code="311408", level=6, name="Technik elektronik")
    assert [OccupationCodes().stands(code) for code in ("311413", "311408")] == [False, True]


def test_a_new_edition_replaces_the_whole_list_of_its_year_and_territory(publish, electrician, automation):
    publish(f"{HEAD}2026;10;istotne;elektryk;\n2026;10;istotne;nieznany;\n2025;10;istotne;elektryk;\n")
    outcome = publish(f"{HEAD}2026;10;umiarkowane;technik automatyk;\n")
    assert (outcome.report.created, outcome.report.removed) == (1, 2)
    assert [(one.year, one.demand) for one in queries.forecasts_of("741103")] == [
        ("2026", None),
        ("2025", Demand.GREAT),
    ]
    assert queries.unsettled_names() == ()


def test_the_real_national_list_comes_in_whole(shared_data, now):
    bundled_occupations.load(by=None, at=now)
    kzis.run(shared_data / "kzis" / "kzis_2022_classes.tsv", year=2022, by=None, at=now)
    path = shared_data / "vet" / "men_prognoza_krajowa_2025_2026.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    table = io.StringIO()
    table.write(HEAD)
    for row in rows:
        table.write(f"{row['rok']};{row['obszar']};{row['zapotrzebowanie']};{row['zawod']};\n")
    parsed = forecast.read(table.getvalue().encode(), "x")
    assert bad(parsed) == []
    assert len(parsed.observations) == len(rows) == 69
    by_name = {(one.period, one.raw): one.breakdown for one in parsed.observations.values()}
    matched = [row for row in rows if row["kod_kzis_dopasowany_po_nazwie"]]
    for row in matched:
        assert by_name[row["rok"], row["zawod"]] == row["kod_kzis_dopasowany_po_nazwie"]
    assert len({code for code in by_name.values() if code.startswith("nazwa: ")}) == 5


def test_the_bundled_list_is_the_real_one(load, shared_data):
    load("MEN_PROGNOZA")
    path = shared_data / "vet" / "men_prognoza_krajowa_2025_2026.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        expected = sorted((row["rok"], row["zawod"]) for row in csv.DictReader(handle, delimiter=";"))
    found = [(year, name) for year in ("2025", "2026") for _demand, name, _code in queries.forecast_list("PL", year)]
    assert sorted(found) == expected
    assert all(demand == Demand.SPECIAL for demand, _name, _code in queries.forecast_list("PL", "2026"))
    assert not Release.objects.get().is_sample


# The barometer


def test_an_observation_for_each_county_and_code_keeps_its_group():
    parsed = barometer.read(
        f"{BAROMETER_HEAD}2026;1061;Elektrycy, elektromonterzy;deficyt;741103| 741201|741103\n".encode(), "x"
    )
    assert said(parsed) == [
        ("1061", "2026", "741103", 4, "Elektrycy, elektromonterzy"),
        ("1061", "2026", "741201", 4, "Elektrycy, elektromonterzy"),
    ]
    assert parsed.whole


def test_contradictions_are_reported_and_not_blended():
    rows = ["2026;1061;A;deficyt;741103", "2026;1061;B;równowaga;741103|741201", "2026;1062;A;deficyt;741103",
            "2026;1061;C;równowaga;741201"]  # fmt: skip
    parsed = barometer.read((BAROMETER_HEAD + "\n".join(rows)).encode(), "x")
    assert said(parsed) == [
        ("1061", "2026", "741103", None, "A: deficyt | B: równowaga"), ("1061", "2026", "741201", 3, "B | C"),
        ("1062", "2026", "741103", 4, "A"),
    ]  # fmt: skip
    assert bad(parsed) == [
        (3, "ocena", "Sprzeczność w 1061 dla kodu 741103: A: deficyt | B: równowaga. Nie przyjęto żadnej oceny.")
    ]
    assert next(iter(parsed.observations.values())).flags == "o"


def test_bad_rows_of_the_barometer_are_told(electrician):
    rows = ["x;1061;A;deficyt;741103", "2026;10;A;deficyt;741103", "2026;1061;A;dużo;741103",
            "2026;1061;;deficyt;741103", "2026;1061;A;deficyt;",
            "2026;1061;A;deficyt;741103|999999", "2026;1061;A;deficyt"]  # fmt: skip
    parsed = barometer.read((BAROMETER_HEAD + "\n".join(rows)).encode(), "x")
    assert [(row, column) for row, column, _reason in bad(parsed)] == [
        (8, ""), (2, "rok"), (3, "teryt"), (4, "ocena"), (5, "grupa"), (6, "kody"), (7, "kody"),
    ]  # fmt: skip
    assert [one[2] for one in said(parsed)] == ["741103"]


def test_the_command_reads_the_barometer(tmp_path):
    path = tmp_path / "barometr.csv"
    path.write_text(f"{BAROMETER_HEAD}2026;1061;Elektrycy;duża nadwyżka;741103\n", encoding="utf-8")
    call_command("import_release", "--source", "barometer", str(path), stdout=StringIO())
    (judgement,) = queries.judgements_of("741103", "1061")
    assert (judgement.assessment, judgement.year, judgement.group) == (Assessment.GREAT_SURPLUS, "2026", "Elektrycy")
    assert judgement.standing.source == "Barometr zawodów, wojewódzkie urzędy pracy"
    assert queries.judgements_of("741103", "1062") == ()


# Queries


@pytest.mark.parametrize("lists", [1, 3])
def test_queries_are_constant(publish, electrician, lists, django_assert_num_queries):
    rows = "".join(f"{year};{place};{word};elektryk;\n" for year in range(2027 - lists, 2027)
                   for place, word in (("10", "istotne"), ("PL", "szczególne")))  # fmt: skip
    publish(HEAD + rows)
    publish(f"{BAROMETER_HEAD}2026;1061;A;deficyt;741103\n", FileFormat.BAROMETER)
    queries.forecasts_of("741103")
    with django_assert_num_queries(3):
        assert len(queries.forecasts_of("741103")) == 2 * lists
    with django_assert_num_queries(2):
        assert len(queries.judgements_of("741103")) == 1
    with django_assert_num_queries(3):
        outlook = queries.outlooks("10", ["1061"])["741103"]
    assert outlook.counties == {Assessment.DEFICIT: 1}
    assert outlook.year == "2026"
    assert {place: one.demand for place, one in outlook.forecasts.items()} == {"10": Demand.GREAT, "PL": Demand.SPECIAL}
    with django_assert_num_queries(2):
        assert queries.newest_lists()["10"].year == "2026"


def test_nothing_loaded_is_nothing_said():
    assert queries.forecasts_of("741103") == ()
    assert queries.judgements_of("741103") == ()
    assert queries.outlooks("10", ["1061"]) == {}
    assert queries.newest_lists() == {}
    assert queries.forecast_list("10", "2026") == ()


def test_a_settled_name_counts_for_its_occupation_and_the_release_stays(publish, electrician, now):
    publish(f"{HEAD}2026;10;istotne;elektromonter sieci;\n")
    (name,) = queries.unsettled_names()
    assert (name.name, name.places) == ("elektromonter sieci", (("10", "2026"),))
    kept = actions.settle_name(name=name.name, code="741103", by=None, at=now)
    assert str(kept) == "elektromonter sieci: 741103"
    assert queries.unsettled_names() == ()
    assert queries.forecasts_of("741103")[0].name == "elektromonter sieci"
    assert queries.outlooks("10", [])["741103"].forecasts["10"].demand == Demand.GREAT
    assert queries.settled_names() == [kept]
    assert queries.forecast_list("10", "2026") == ((Demand.GREAT, "elektromonter sieci", ""),)
    assert (
        forecast.read(f"{HEAD}2027;10;istotne;Elektromonter  sieci;\n".encode(), "x").observations.popitem()[0][2]
        == "741103"
    )


def test_a_name_is_settled_anew_but_not_with_a_code_that_nobody_has(electrician, automation, now):
    actions.settle_name(name="x", code="741103", by=None, at=now)
    actions.settle_name(name="X", code="311909", by=None, at=now)
    assert SettledName.objects.get().code == "311909"
    for code in ("999999", "7411"):
        with pytest.raises(DomainError) as refused:
            actions.settle_name(name="y", code=code, by=None, at=now)
        assert refused.value.field == "code"


def test_an_occupation_outside_of_schools_may_be_meant(now):
    scheme = Scheme.objects.create(kind="kzis", year=2022, title="KZiS", source="test")
    Occupation.objects.create(scheme=scheme, code="311413", level=6, name="Technik robotyk")
    assert actions.settle_name(name="robotyk", code="311413", by=None, at=now).code == "311413"


def test_the_database_keeps_codes_of_settled_names(electrician, now):
    actions.settle_name(name="x", code="741103", by=None, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettledName.objects.update(code="74")


# Samples


def test_samples_make_marked_releases_and_never_leave(electrician, settings):
    call_command("load_sample_figures", stdout=StringIO())
    assert set(Release.objects.values_list("dataset__code", "is_sample", "state")) == {
        ("MEN_PROGNOZA", True, ReleaseState.PUBLISHED), ("BAROMETR_ZAWODOW", True, ReleaseState.PUBLISHED)
    }  # fmt: skip
    assert queries.published_releases() == ()
    assert all(one.standing.sample for one in queries.forecasts_of("741103"))
    assert len({one.territory for one in queries.judgements_of("741103")}) == 24
    out = StringIO()
    call_command("load_sample_figures", stdout=out)
    assert "created 0, changed 0" in out.getvalue()


def test_samples_are_no_part_of_what_the_product_loads():
    assert {sidecar.sample for _path, sidecar in bundled.tables()} == {False}
    assert {sidecar.sample for _path, sidecar in bundled.samples()} == {True}


# Pages


def text_of(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split()).replace("\u202f", " ")


@pytest.fixture
def told(publish, load, electrician):
    load("MEN_PROGNOZA")
    publish(f"{HEAD}2026;10;istotne;elektryk;\n")
    rows = ["2025;1061;A;równowaga;741103", "2026;1061;A;deficyt;741103", "2026;1062;A;deficyt;741103",
            "2026;1062;B;nadwyżka;741103"]  # fmt: skip
    publish(BAROMETER_HEAD + "\n".join(rows), FileFormat.BAROMETER, "barometr.csv")


def test_the_page_of_an_occupation_says_words_years_and_sources(client, told):
    page = text_of(client, "/zawody-i-popyt/741103/")
    assert "szczególne zapotrzebowanie w kraju" in page
    assert "istotne zapotrzebowanie" in page
    assert "2025: równowaga" in page
    assert "grupy oceniają sprzecznie" in page
    assert "A: deficyt | B: nadwyżka" in page
    assert "b.d." in page
    assert "gazetaprawna.pl" in page
    assert "dane przykładowe" not in page
    assert reverse("occupations:detail", args=["741103"]) in page


def test_the_list_says_what_is_left_out_and_what_is_not_known(client, told, automation):
    page = text_of(client, "/zawody-i-popyt/", q="elektryk")
    assert "deficyt poszukujących pracy: 1, sprzeczne: 1" in page
    SchoolOccupationFactory(code="514101", name="Fryzjer")
    page = text_of(client, "/zawody-i-popyt/", q="fryzjer")
    assert "nie ma na liście" in page
    assert "b.d." in page
    assert "Nic nie znaleziono" in text_of(client, "/zawody-i-popyt/", q="fryzjer", listed="on")
    assert "Technik robotyk" in text_of(client, "/zawody-i-popyt/", listed="on") or "technik robotyk" in text_of(
        client, "/zawody-i-popyt/", q="robotyk"
    )


def test_pages_answer_before_anything_is_loaded(client, electrician):
    assert "Nie wczytano jeszcze ani prognozy, ani barometru." in text_of(client, "/zawody-i-popyt/")
    page = text_of(client, "/zawody-i-popyt/741103/")
    assert "Nie wczytano jeszcze żadnej listy prognozy." in page
    assert client.get("/zawody-i-popyt/999999/").status_code == 404
    assert client.get("/zawody-i-popyt/nic/").status_code == 404


def test_an_occupation_that_only_a_list_knows_has_a_page(client, told):
    assert "technik robotyk" in text_of(client, "/zawody-i-popyt/311413/")


def test_samples_are_marked_where_they_are_shown(client, electrician):
    call_command("load_sample_figures", stdout=StringIO())
    assert "dane przykładowe" in text_of(client, "/zawody-i-popyt/741103/")
    assert "dane przykładowe" in text_of(client, "/zawody-i-popyt/", q="741103")
    assert "dane przykładowe" in text_of(client, "/zawody/741103/")
    assert "dane przykładowe" in text_of(client, "/zrodla/")


def test_the_occupations_page_tells_its_demand_and_no_longer_misses_it(client, told):
    page = text_of(client, "/zawody/741103/")
    assert "istotne zapotrzebowanie (2026)" in page
    assert "prognoza zapotrzebowania ministerstwa" not in page
    assert "/zawody-i-popyt/741103/" in page


def test_the_occupations_page_says_what_is_not_known(client, publish, electrician):
    assert "Zapotrzebowanie na pracowników" not in text_of(client, "/zawody/741103/")
    publish(f"{HEAD}2026;10;istotne;technik;\n")
    page = text_of(client, "/zawody/741103/")
    assert "nie ma na liście (2026)" in page
    assert "b.d." in page


TYPED = {"year": "2026", "territory": "10", "origin": "M.P. 2026 poz. 1", "great": "elektryk\n\ntechnik x; 741103",
         "greatest": "", "moderate": "nieznany", "special": ""}  # fmt: skip


def test_a_list_is_typed_published_and_its_names_settled(client, analyst, electrician):
    response = client.post("/warsztat/prognoza/wpisz/", TYPED | {"great": "elektryk"})
    release = Release.objects.get()
    assert response.headers["Location"] == release.get_absolute_url()
    assert (release.state, release.origin, release.rows) == (ReleaseState.STAGED, "M.P. 2026 poz. 1", 2)
    client.post(reverse("indicators:release-publish", args=[release.public_id]))
    page = text_of(client, "/warsztat/prognoza/")
    assert "nieznany" in page
    assert "Nazwy bez kodu" in page
    client.post("/warsztat/prognoza/nazwy/", {"name": "nieznany", "code": "741103"})
    page = text_of(client, "/warsztat/prognoza/")
    assert "Nazwy bez kodu" not in page
    assert "Rozstrzygnięte nazwy" in page
    page = text_of(client, "/warsztat/prognoza/wpisz/?rok=2026&teren=10")
    assert "elektryk; 741103" in page
    assert "nieznany</textarea>" in page


def test_a_second_typing_of_the_same_list_changes_nothing(client, analyst, electrician):
    client.post("/warsztat/prognoza/wpisz/", TYPED | {"great": "elektryk"})
    client.post(reverse("indicators:release-publish", args=[Release.objects.get().public_id]))
    response = client.post("/warsztat/prognoza/wpisz/", TYPED | {"great": "elektryk"}, follow=True)
    assert "nie ma czego publikować" in " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"great": "", "moderate": ""}, "Lista jest pusta."), ({"special": "a"}, "Szczególne zapotrzebowanie dotyczy"),
     ({"great": "a; 12", "moderate": ""}, "Nie ma zawodu o kodzie 12.")],
)  # fmt: skip
def test_a_typed_list_that_cannot_be_is_sent_back_as_typed(client, analyst, electrician, change, reason):
    page = " ".join(client.post("/warsztat/prognoza/wpisz/", TYPED | change).content.decode().split())
    assert reason in page
    assert 'value="M.P. 2026 poz. 1"' in page
    assert not Release.objects.exists()


def test_a_draft_of_a_list_is_kept(client, analyst):
    client.post("/warsztat/prognoza/wpisz/?draft=save", TYPED)
    assert "technik x; 741103" in text_of(client, "/warsztat/prognoza/wpisz/")


def test_a_code_that_nobody_has_is_told_on_the_page(client, analyst, electrician):
    response = client.post("/warsztat/prognoza/nazwy/", {"name": "x", "code": "999999"}, follow=True)
    assert "Nie ma zawodu o kodzie 999999." in response.content.decode()


def test_similar_names_are_offered(client, analyst, publish, automation):
    publish(f"{HEAD}2026;10;istotne;technik automatyki;\n")
    assert "311909 Technik automatyk" in text_of(client, "/warsztat/prognoza/")
