"""Public pages, downloads, panels on other rooms' pages, the search, and what stands behind the door."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from azymut.offers import providers
from azymut.offers.models import KnownName, Offer, Reading
from tests.factories.offers import OfferFactory, ReadingFactory
from tests.factories.people import PASSWORD, AccountFactory, OrganisationFactory
from tests.offers.test_table import GOOD

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED = False


@pytest.fixture
def coordinator(client):
    account = AccountFactory(coordinator=True)
    assert client.login(email=account.email, password=PASSWORD)
    return client


@pytest.fixture
def informatyk(schools, occupations):
    """Taught in two counties, one number of pupils not known, a third county without it."""
    one = occupations["351203"]
    OfferFactory(organisation=schools["101"], occupation=one, school_year=2025, pupils=40)
    OfferFactory(organisation=schools["101"], occupation=one, pupils=38, note="dwa oddziały")
    OfferFactory(organisation=schools["102"], occupation=one, declared=True)
    return one


class TestList:
    def test_an_empty_list_teaches(self, client):
        assert "nikt jeszcze nie wczytał" in text(client, "/szkoly-i-zawody/")

    def test_the_newest_year_is_shown_with_what_is_known_and_what_is_not(self, client, informatyk):
        page = text(client, "/szkoly-i-zawody/")
        assert "2 zawody w szkołach, rok szkolny 2026/2027" in page
        for part in ("Technikum nr 1", "dwa oddziały", "38", "b.d.", "zgłoszony", "nauka trwa", "rejestr szkół RSPO"):
            assert part in page
        assert "dane przykładowe" not in page

    def test_filters_live_in_the_address(self, client, informatyk):
        page = text(client, "/szkoly-i-zawody/?rok=2025&powiat=1061&sort=-pupils&page=1")
        assert "1 zawód w szkole, rok szkolny 2025/2026" in page
        assert "Technikum nr 2" not in page

    def test_nonsense_in_the_address_asks_nothing(self, client, informatyk):
        assert "2 zawody w szkołach" in text(client, "/szkoly-i-zawody/?rok=x&zawod=smok&sort=smok")

    def test_a_list_without_a_hit_offers_a_way_out(self, client, informatyk):
        assert "Pokaż wszystkie szkoły" in text(client, "/szkoly-i-zawody/?q=zzzz")

    def test_sample_rows_are_marked(self, client, informatyk, schools):
        OfferFactory(organisation=schools["103"], occupation=informatyk, origin="sample")
        assert "dane przykładowe" in text(client, "/szkoly-i-zawody/")

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_the_same_whatever_its_length(self, client, rows, schools, django_assert_num_queries):
        for _ in range(rows):
            OfferFactory(organisation=OrganisationFactory(territory=schools["101"].territory))
        with django_assert_num_queries(7):
            client.get("/szkoly-i-zawody/")


class TestDownloads:
    def test_csv_keeps_unknown_numbers_empty(self, client, informatyk):
        answer = client.get("/szkoly-i-zawody/szkoly-i-zawody.csv")
        assert answer["Content-Disposition"] == 'attachment; filename="szkoly-i-zawody.csv"'
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("RSPO;Szkoła;")
        rest = "351203;Technik informatyk;teleinformatyczna (INF);2026/2027"
        assert lines[1].endswith(f"1061;{rest};nauka trwa;38;tabela urzędu;2026-10-01")
        assert lines[2].endswith(f"1001;{rest};zgłoszony;;rejestr szkół RSPO;2026-10-01")
        assert len(lines) == 3

    def test_xlsx_says_what_must_be_known(self, client, informatyk):
        answer = client.get("/szkoly-i-zawody/szkoly-i-zawody.xlsx?powiat=1061")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert (len(rows), rows[1][0], rows[1][10]) == (2, "101", 38)
        assert "To nie jest zero" in book.get_sheet_by_index(1).to_python()[1][0]

    def test_other_kinds_there_are_not(self, client):
        assert client.get("/szkoly-i-zawody/szkoly-i-zawody.pdf").status_code == 404


class TestOccupation:
    def test_counties_gaps_and_years(self, client, informatyk):
        page = text(client, "/szkoly-i-zawody/zawody/351203/")
        for part in (
            "Rok szkolny 2026/2027: 2 szkoły, 2 powiaty.",
            "38 uczniów",
            "1 liczba nieznana",
            "Szkoły w powiatach, 2026/2027",
            "Rok po roku",
            "40 uczniów",
        ):
            assert part in page

    def test_a_county_without_it_is_named_with_its_nearest(self, client, informatyk, schools):
        Offer.objects.filter(organisation=schools["102"]).delete()
        schools["101"].territory.neighbours.add(schools["102"].territory)
        page = text(client, "/szkoly-i-zawody/zawody/351203/")
        assert "Gdzie nikt go nie uczy" in page
        assert "przez 1 granicę powiatu" in page

    def test_an_earlier_year_can_be_asked_for(self, client, informatyk):
        assert "Rok szkolny 2025/2026: 1 szkoła, 1 powiat." in text(client, "/szkoly-i-zawody/zawody/351203/?rok=2025")

    def test_what_nobody_has_said_is_no_zero(self, client, region, occupations):
        page = text(client, "/szkoly-i-zawody/zawody/311303/")
        assert "Żadne z wczytanych źródeł" in page
        assert "To nie znaczy, że nikt go nie uczy" in page

    def test_an_unknown_code_is_not_found(self, client, region):
        assert client.get("/szkoly-i-zawody/zawody/999999/").status_code == 404

    def test_in_english(self, client, informatyk):
        assert "School year 2026/2027: 2 schools, 2 counties." in text(client, "/en/szkoly-i-zawody/zawody/351203/")


class TestPanels:
    def test_the_page_of_an_occupation_says_how_many_schools_teach_it(self, client, informatyk):
        page = text(client, "/zawody/351203/")
        assert "2026/2027: 2 szkoły, 38 uczniów (1 liczba nieznana)" in page
        assert reverse("offers:occupation", args=["351203"]) in page

    def test_it_says_so_when_nothing_is_known(self, client, region, occupations):
        assert "Żadne z wczytanych źródeł" in text(client, "/zawody/311303/")

    def test_all_invented_is_marked(self, client, region, schools, occupations):
        OfferFactory(organisation=schools["101"], occupation=occupations["512001"], origin="sample")
        assert "dane przykładowe" in text(client, "/zawody/512001/")

    def test_the_page_of_a_school_says_what_it_teaches_and_since_when(self, client, informatyk, schools, occupations):
        OfferFactory(
            organisation=schools["101"], occupation=occupations["311303"], school_year=2024, pupils=None, ended=True
        )
        OfferFactory(organisation=schools["101"], unknown=True)
        page = text(client, schools["101"].get_absolute_url())
        for part in ("Zawody, których uczy ta szkoła", "2025/2026", "niewymieniany od 01.11.2026", "Technik nieznany"):
            assert part in page

    def test_others_have_no_such_panel(self, client, schools):
        assert "Zawody, których uczy ta szkoła" not in text(client, schools["102"].get_absolute_url())


def test_the_search_finds_schools_of_an_occupation(informatyk):
    document = next(iter(providers.documents(["351203"])))
    assert (document.title, document.note, document.sample) == (
        "Szkoły uczące zawodu: Technik informatyk", "2 szkoły", False,
    )  # fmt: skip


class TestBehindTheDoor:
    def test_a_table_is_handed_in_looked_at_and_taken_in(self, coordinator, schools, occupations):
        sent = coordinator.post("/szkoly-i-zawody/odczyty/", {"file": SimpleUploadedFile("o.csv", GOOD.encode())})
        preview = Reading.objects.get()
        assert (sent.status_code, sent["Location"]) == (302, preview.get_absolute_url())
        assert "Co zmieniłaby tabela" in text(coordinator, preview.get_absolute_url())
        coordinator.post(reverse("offers:apply", args=[preview.public_id]))
        assert Offer.objects.count() == 3
        page = text(coordinator, preview.get_absolute_url())
        assert "Co zmieniła tabela" in page
        assert "o.csv" in text(coordinator, "/szkoly-i-zawody/odczyty/")
        coordinator.post(reverse("offers:apply", args=[preview.public_id]))
        assert Offer.objects.count() == 3

    def test_a_table_that_changes_nothing_cannot_be_taken_in(self, coordinator, schools, occupations):
        OfferFactory(organisation=schools["102"])
        bad = GOOD.splitlines()[0] + "\n999;351203;2026;1;;;\n"
        coordinator.post("/szkoly-i-zawody/odczyty/", {"file": SimpleUploadedFile("o.csv", bad.encode())})
        preview = Reading.objects.get(applied_at=None)
        page = text(coordinator, preview.get_absolute_url())
        assert "Nie ma tu szkoły o numerze 999." in page
        assert reverse("offers:apply", args=[preview.public_id]) not in page

    def test_a_table_that_is_none_is_refused_at_its_field(self, coordinator, schools):
        page = coordinator.post("/szkoly-i-zawody/odczyty/", {"file": SimpleUploadedFile("o.csv", b"a;b\n1;2\n")})
        assert "Brakuje kolumn" in page.content.decode()

    def test_many_rejected_rows_are_not_all_shown(self, coordinator):
        rejected = [{"row": n, "column": "RSPO", "reason": f"powód {n}"} for n in range(203)]
        page = text(
            coordinator, ReadingFactory(rejected=rejected, publisher="MEN", address="https://x").get_absolute_url()
        )
        assert "powód 199" in page
        assert "i jeszcze 3" in page

    def test_an_unknown_reading_is_not_found(self, coordinator):
        assert coordinator.get("/szkoly-i-zawody/odczyty/nic/").status_code == 404

    def test_a_name_is_recognised_on_screen(self, coordinator, schools, occupations):
        OfferFactory(organisation=schools["101"], unknown=True)
        OfferFactory(organisation=schools["102"], unknown=True, school_year=2025)
        assert "1 nazwa zawodu nie jest rozpoznana" in text(coordinator, "/szkoly-i-zawody/odczyty/")
        assert "2025/2026–2026/2027" in text(coordinator, "/szkoly-i-zawody/nazwy/")
        coordinator.post(
            "/szkoly-i-zawody/nazwy/", {"name": "Technik nieznany", "occupation": occupations["351203"].pk}
        )
        assert KnownName.objects.get().occupation == occupations["351203"]
        page = text(coordinator, "/szkoly-i-zawody/nazwy/")
        assert "Wszystkie nazwy są rozpoznane" in page
        assert "Nazwy rozpoznane" in page

    def test_a_choice_that_is_none_stays_on_the_page(self, coordinator, schools, occupations):
        OfferFactory(organisation=schools["101"], unknown=True)
        page = coordinator.post("/szkoly-i-zawody/nazwy/", {"name": "", "occupation": ""})
        assert page.status_code == 200
        assert not KnownName.objects.exists()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_readings_cost_the_same_whatever_their_number(self, coordinator, rows, django_assert_max_num_queries):
        ReadingFactory.create_batch(rows)
        with django_assert_max_num_queries(20):
            coordinator.get("/szkoly-i-zawody/odczyty/")


def test_things_say_what_they_are(occupations):
    made = OfferFactory(occupation=occupations["351203"], read_on=date(2026, 10, 2))
    assert str(made).endswith(": Technik informatyk, 2026/2027")
