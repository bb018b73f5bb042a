"""Organisations: the public register, its export, entering, correcting, closing, the register's pages, samples."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from azymut.kernel.errors import DomainError
from azymut.kernel.models import Draft
from azymut.kernel.registries import duties_of
from azymut.people import actions, queries
from azymut.people.access import actor
from azymut.people.models import Account, Closure, ImportRun, Organisation
from azymut.people.providers import documents
from azymut.people.rules.rights import Right
from tests.factories.people import AccountFactory, MembershipFactory, OrganisationFactory
from tests.people.test_rspo import school, table

pytestmark = pytest.mark.django_db
LIST = "/organizacje/"


def names(response):
    return [row.name for row in response.context["page"].rows]


def test_list_is_in_polish_order(client, lodzkie):
    for name in ("Żak", "Łącznik", "Zespół", "Lis", "Ćma", "Cis", "Technikum nr 10", "Technikum nr 9"):
        OrganisationFactory(name=name)
    assert names(client.get(LIST)) == [
        "Cis", "Ćma", "Lis", "Łącznik", "Technikum nr 9", "Technikum nr 10", "Zespół", "Żak",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "łódź"}, ["Liceum"]),
        ({"q": "LODZ liceum"}, ["Liceum"]),
        ({"q": "98765"}, ["Liceum"]),
        ({"typ": "employer"}, ["Fabryka"]),
        ({"typ": "nonsense"}, ["Fabryka", "Liceum"]),
        ({"powiat": "1061"}, ["Liceum"]),
        ({"stan": "closed"}, ["Gimnazjum"]),
        ({"stan": "all"}, ["Fabryka", "Gimnazjum", "Liceum"]),
        ({"q": "nie ma takiej"}, []),
        ({"page": "99"}, ["Fabryka", "Liceum"]),
    ],
)
def test_list_is_narrowed(client, lodzkie, query, found):
    OrganisationFactory(name="Liceum", town="Łódź", territory=lodzkie["lodz"], rspo="98765")
    OrganisationFactory(name="Fabryka", kind="employer", territory=lodzkie["zgierz"])
    OrganisationFactory(name="Gimnazjum", closed=True, territory=lodzkie["zgierz"])
    assert names(client.get(LIST, query)) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_four_queries_whatever_its_length(client, lodzkie, rows, django_assert_num_queries):
    OrganisationFactory.create_batch(rows, territory=lodzkie["lodz"])
    with django_assert_num_queries(4):
        assert len(names(client.get(LIST))) == rows


def test_english_list_names_counties_in_english(client, lodzkie):
    lodzkie["zgierz"].name_en = "Zgierski County"
    lodzkie["zgierz"].save()
    OrganisationFactory(town="Zgierz", territory=lodzkie["zgierz"])
    assert "Zgierz, Zgierski County" in client.get(f"/en{LIST}").content.decode()
    assert "Zgierski County" not in client.get(LIST).content.decode()


def test_list_has_pages(client, lodzkie):
    OrganisationFactory.create_batch(26)
    assert len(names(client.get(LIST, {"q": "technikum"}))) == 25
    assert len(names(client.get(LIST, {"q": "technikum", "page": 2}))) == 1
    assert "?q=technikum&amp;page=2" in client.get(LIST, {"q": "technikum"}).content.decode()


def test_sample_is_marked_on_list_and_page(client, lodzkie):
    made = OrganisationFactory(source="sample")
    for address in (LIST, made.get_absolute_url()):
        assert 'class="sample"' in client.get(address).content.decode()


def test_detail_shows_facts_family_source_and_history(client, lodzkie, now):
    parent = OrganisationFactory(name="Zespół", territory=lodzkie["zgierz"], regon="061444880", source="rspo")
    OrganisationFactory(name="Szkoła 0", parent=parent)
    person = AccountFactory(coordinator=True)
    actions.close_by_hand(organisation=parent, on=date(2026, 9, 1), reason="połączenie", by=person, at=now)
    html = client.get(parent.get_absolute_url()).content.decode()
    for text in ("061444880", "zgierski", "Szkoła 0", "połączenie", "RSPO", "01.09.2026"):
        assert text in html


def test_detail_costs_the_same_with_one_child_and_three(client, lodzkie):
    def cost(children):
        parent = OrganisationFactory(territory=lodzkie["zgierz"])
        OrganisationFactory.create_batch(children, parent=parent)
        with CaptureQueriesContext(connection) as queries_made:
            client.get(parent.get_absolute_url())
        return len(queries_made)

    assert cost(1) == cost(3) <= 8


def test_detail_shows_parent_and_last_file(client, lodzkie, tmp_path, now):
    path = tmp_path / "r.csv"
    path.write_bytes(table(school(102, **{"RSPO podmiotu nadrzędnego": "101"}), school(101)))
    call_command("import_organisations", str(path))
    html = client.get(Organisation.objects.get(rspo="102").get_absolute_url()).content.decode()
    assert "TECHNIKUM NR 101" in html
    assert "Ministerstwo" in html or "Ministry" in html


def test_unknown_organisation_is_not_found(client, db):
    assert client.get("/organizacje/nieznana/").status_code == 404
    assert client.post(LIST).status_code == 405


def test_closing_day_ahead_keeps_the_organisation_open(client, lodzkie):
    made = OrganisationFactory(closed_on=date(2999, 8, 31))
    assert names(client.get(LIST)) == [made.name]
    assert "31.08.2999" in client.get(made.get_absolute_url()).content.decode()


def test_export_holds_the_filtered_list_and_neutral_cells(client, lodzkie):
    OrganisationFactory(name="=1+1", territory=lodzkie["lodz"], source="sample")
    OrganisationFactory(name="Żak", territory=lodzkie["zgierz"])
    response = client.get("/organizacje/lista.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "Żak"]
    assert rows[1][-1] in {"dane przykładowe", "sample data"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/organizacje/lista.xlsx?powiat=1020").content))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == ["Żak"]
    assert client.get("/organizacje/lista.pdf").status_code == 404


def fields(territory, **changes):
    return {"name": "Nowa Szkoła", "kind": "school", "territory": territory.pk, **changes}


def test_coordinator_enters_corrects_closes_and_opens(sign_in, lodzkie):
    browser = sign_in(coordinator=True)
    create = reverse("people:organisation-create")
    assert browser.get(create).status_code == 200
    refused = browser.post(create, fields(lodzkie["lodz"], regon="123456789"))
    assert "regon" in refused.context["form"].errors
    assert browser.post(create, fields(lodzkie["lodz"], regon="123-456-785", rspo="77")).status_code == 302
    made = Organisation.objects.get()
    assert (made.regon, made.rspo, made.source, made.created_by) == ("123456785", "77", "entered", browser.account)
    assert made.confirmed_on is not None
    edit = reverse("people:organisation-edit", args=[made.public_id])
    assert browser.get(edit).status_code == 200
    assert browser.post(edit, fields(lodzkie["lodz"], name="Inna", nip="8251305557")).status_code == 302
    assert "nip" in browser.post(edit, fields(lodzkie["lodz"], nip="1")).context["form"].errors
    made.refresh_from_db()
    assert (made.name, made.nip) == ("Inna", "8251305557")
    close = reverse("people:organisation-close", args=[made.public_id])
    assert browser.get(close).status_code == 200
    assert browser.post(close, {"closed_on": "31.08.2026"}).status_code == 200
    assert browser.post(close, {"closed_on": "31.08.2026", "reason": "brak naboru"}).status_code == 302
    assert browser.post(close, {"closed_on": "31.08.2026", "reason": "brak naboru"}).status_code == 200
    made.refresh_from_db()
    assert (made.closed_on, made.closure_reason) == (date(2026, 8, 31), "brak naboru")
    assert browser.get(edit).status_code == 200
    reopen = reverse("people:organisation-reopen", args=[made.public_id])
    assert browser.post(reopen).status_code == 302
    assert browser.post(reopen).status_code == 302
    made.refresh_from_db()
    assert made.closed_on is None
    assert Closure.objects.get().state == "reversed"


def test_reporter_keeps_the_own_organisation_only(sign_in, lodzkie):
    mine, other = OrganisationFactory(source="rspo", name="Moja"), OrganisationFactory()
    browser = sign_in(reporter=True, organisation=mine)
    listed = browser.get(reverse("people:manage"), {"q": "moja"})
    assert [row.name for row in listed.context["page"].rows] == ["Moja"]
    assert browser.get(reverse("people:organisation-edit", args=[other.public_id])).status_code == 403
    assert browser.get(reverse("people:organisation-edit", args=["brak"])).status_code == 404
    edit = reverse("people:organisation-edit", args=[mine.public_id])
    assert browser.post(edit, {"name": "Zmieniona", "contact_name": "Jan"}).status_code == 302
    assert browser.post(reverse("people:organisation-confirm", args=[mine.public_id])).status_code == 302
    mine.refresh_from_db()
    assert (mine.name, mine.contact_name) == ("Moja", "Jan")
    assert mine.confirmed_on is not None
    assert browser.get(reverse("people:organisation-close", args=[mine.public_id])).status_code == 403
    assert browser.get(reverse("people:organisation-create")).status_code == 403
    assert (
        reverse("people:organisation-edit", args=[mine.public_id])
        in browser.get(mine.get_absolute_url()).content.decode()
    )


def test_two_who_edit_one_organisation_do_not_overwrite_each_other_unseen(sign_in, lodzkie):
    shared = OrganisationFactory(source="rspo", name="Wspólna", contact_name="Ewa")
    edit = reverse("people:organisation-edit", args=[shared.public_id])
    browser = sign_in(reporter=True, organisation=shared)
    seen = {"draft_stamp": browser.get(edit).context["draft"].stamp}
    assert browser.post(edit, {**seen, "contact_name": "Jan"}).status_code == 302
    refused = browser.post(edit, {**seen, "contact_name": "Anna"})
    shared.refresh_from_db()
    assert (refused.status_code, shared.contact_name) == (200, "Jan")
    assert "Zmieniono to po otwarciu strony" in refused.content.decode()
    assert refused.context["form"]["contact_name"].value() == "Anna"
    again = {"draft_stamp": refused.context["draft"].stamp, "contact_name": "Anna"}
    assert browser.post(edit, again).status_code == 302
    shared.refresh_from_db()
    assert shared.contact_name == "Anna"


def test_organisation_rules_are_said_at_their_fields(lodzkie, now):
    person = AccountFactory(coordinator=True)
    OrganisationFactory(rspo="55")
    good = {"name": "A", "kind": "school", "territory": lodzkie["lodz"]}
    for field, value in (("rspo", "055"), ("rspo", "55"), ("regon", "1"), ("nip", "1")):
        with pytest.raises(DomainError) as caught:
            actions.create_organisation(values={**good, field: value}, by=person, at=now)
        assert caught.value.field == field
    made = actions.create_organisation(values=good, by=person, at=now)
    with pytest.raises(DomainError) as caught:
        actions.edit_organisation(organisation=made, values={"parent": made}, by=person, at=now)
    assert caught.value.field == "parent"


def test_what_another_did_meanwhile_stands(lodzkie, now):
    made = OrganisationFactory(territory=lodzkie["zgierz"], source="entered", street="Leśna 1")
    person = AccountFactory(coordinator=True)
    day = date(2026, 9, 1)
    first, second = (Organisation.objects.get(pk=made.pk) for _ in range(2))
    actions.close_by_hand(organisation=first, on=day, reason="połączenie", by=person, at=now)
    with pytest.raises(DomainError):
        actions.close_by_hand(organisation=second, on=day, reason="inny powód", by=person, at=now)
    open_again, late = (Organisation.objects.get(pk=made.pk) for _ in range(2))
    actions.reopen_by_hand(organisation=open_again, by=person, at=now)
    with pytest.raises(DomainError):
        actions.reopen_by_hand(organisation=late, by=person, at=now)
    editing, confirming = (Organisation.objects.get(pk=made.pk) for _ in range(2))
    actions.edit_organisation(organisation=editing, values={"street": "Polna 2"}, by=person, at=now)
    actions.confirm_data(organisation=confirming, by=person, at=now)
    made.refresh_from_db()
    assert (made.street, made.confirmed_on, made.closed_on) == ("Polna 2", date(2026, 11, 22), None)


def test_closing_needs_a_reason_and_a_day_after_opening(lodzkie, now):
    made, person = OrganisationFactory(opened_on=date(2020, 9, 1)), AccountFactory(coordinator=True)
    with pytest.raises(DomainError):
        actions.close_by_hand(organisation=made, on=date(2026, 1, 1), reason=" ", by=person, at=now)
    with pytest.raises(DomainError):
        actions.close_by_hand(organisation=made, on=date(2020, 8, 31), reason="x", by=person, at=now)


def test_import_on_screen_previews_then_applies(sign_in, lodzkie):
    browser = sign_in(analyst=True)
    address = reverse("people:import")
    assert browser.get(address).status_code == 200
    bad = browser.post(address, {"file": SimpleUploadedFile("x.csv", b"Ala ma kota")})
    assert "file" in bad.context["form"].errors
    file = SimpleUploadedFile("rspo.csv", table(school(101), school(102, Nazwa="")))
    preview = browser.post(address, {"file": file})["Location"]
    run = ImportRun.objects.get()
    page = browser.get(preview)
    assert "rspo.csv" in page.content.decode()
    assert not Organisation.objects.exists()
    apply = reverse("people:import-apply", args=[run.public_id])
    assert browser.get(apply).status_code == 405
    assert browser.post(apply)["Location"] == address
    assert Organisation.objects.get().rspo == "101"
    assert browser.post(apply)["Location"] == preview
    assert browser.get(preview).status_code == 200
    assert "rspo.csv" in browser.get(address).content.decode()
    assert browser.get(reverse("people:import-preview", args=["brak"])).status_code == 404


def test_oversized_upload_is_refused_at_the_field(sign_in, lodzkie, settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    page = sign_in(analyst=True).post(reverse("people:import"), {"file": SimpleUploadedFile("x.csv", b"0" * 11)})
    assert "file" in page.context["form"].errors


def test_absences_are_answered_on_the_page(sign_in, lodzkie, tmp_path, now):
    for number in (1, 2, 3):
        OrganisationFactory(source="rspo", rspo=str(100 + number), territory=lodzkie["belchatow"], name=f"S{number}")
    browser = sign_in(coordinator=True)
    file = SimpleUploadedFile("rspo.csv", table(school(101)))
    browser.post(reverse("people:import"), {"file": file})
    run = ImportRun.objects.get()
    assert "2" in browser.get(reverse("people:import-preview", args=[run.public_id])).content.decode()
    closures = reverse("people:closures")
    assert browser.post(reverse("people:import-apply", args=[run.public_id]))["Location"] == closures
    assert any(duty.url == closures for duty in duties_of(browser.account, now))
    assert browser.get(reverse("people:import")).status_code == 200
    page = browser.get(closures)
    first, second = (row.key for row in page.context["rows"])
    browser.post(closures, {"answer": "closed"})
    browser.post(closures, {"closure": first, "answer": "closed"})
    browser.post(closures, {"closure": second, "answer": "open"})
    assert Organisation.objects.filter(closed_on__isnull=False).count() == 1
    assert browser.get(closures).context["rows"] == []


def test_yearly_confirmation_is_a_duty_of_the_organisations_own_people(lodzkie, now):
    old = OrganisationFactory(confirmed_on=date(2025, 1, 1))
    fresh = OrganisationFactory(confirmed_on=date(2026, 6, 1))
    OrganisationFactory(confirmed_on=date(2025, 1, 1), closed=True)
    person = AccountFactory(reporter=True, organisation=old)
    MembershipFactory(account=person, organisation=fresh)
    (duty,) = duties_of(Account.objects.get(pk=person.pk), now)
    assert old.name in str(duty.label)
    assert duty.due_on == date(2026, 1, 1)
    assert duties_of(AccountFactory(coordinator=True), now) == []


def test_regional_role_keeps_all_and_a_team_role_none(lodzkie):
    OrganisationFactory()
    assert queries.own_organisations(AccountFactory(coordinator=True), Right.EDIT_ORGANISATION).count() == 1
    assert queries.own_organisations(AccountFactory(member=True), Right.EDIT_ORGANISATION).count() == 0


def test_search_finds_organisations_and_knows_samples(lodzkie):
    made = OrganisationFactory(name="Technikum Łąkowe", source="sample", rspo="4321")
    OrganisationFactory()
    (document,) = documents([made.public_id])
    assert (document.title, document.sample, document.url) == ("Technikum Łąkowe", True, made.get_absolute_url())
    assert "4321" in document.keywords
    assert len(list(documents(None))) == 2


def test_samples_load_once_with_passwords_of_the_caller(lodzkie, tmp_path):
    path = tmp_path / "demo.json"
    accounts = [{"role": "coordinator", "email": "k@azymut.example", "password": "sześć długich słów na początek"}]
    path.write_text(json.dumps({"address": "", "accounts": accounts}))
    call_command("load_sample_people", passwords_file=path)
    assert Account.objects.filter(is_sample=True).count() == 9
    coordinator = Account.objects.get(email="k@azymut.example")
    assert coordinator.check_password(accounts[0]["password"])
    assert coordinator.needs_second_factor
    assert not Account.objects.get(email="analityk@przyklad.example").has_usable_password()
    reporter = Account.objects.get(email="sprawozdawca@przyklad.example")
    loaded = Organisation.objects.filter(source="sample")
    assert loaded.count() == len([row for row in loaded if "(przykład)" in row.name])
    before = (Account.objects.count(), loaded.count())
    path.write_text(json.dumps({"reporter": "inne długie zdanie na próbę", "coordinator": "x"}))
    call_command("load_sample_people", passwords_file=path)
    assert (Account.objects.count(), loaded.count()) == (before[0] + 1, before[1])
    reporter.refresh_from_db()
    assert reporter.check_password("inne długie zdanie na próbę")
    assert reporter.memberships.count() == (1 if loaded.filter(name__startswith="Regionalna Izba").exists() else 0)
    path.write_text("nonsense")
    with pytest.raises(CommandError):
        call_command("load_sample_people", passwords_file=path)
    call_command("load_sample_people")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Organisation, {"name": ""}),
        (Organisation, {"name": "A", "opened_on": date(2020, 1, 1), "closed_on": date(2019, 1, 1)}),
    ],
)
def test_database_refuses_impossible_organisations(lodzkie, model, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(kind="school", territory=lodzkie["lodz"], **values)


def test_database_refuses_impossible_memberships_and_closures(lodzkie, now):
    person, place = AccountFactory(), OrganisationFactory()
    closure = {"organisation": place, "closed_on": date(2026, 1, 1), "basis": "absence"}
    impossible = [
        lambda: MembershipFactory(account=person, role="reporter", organisation=None),
        lambda: MembershipFactory(account=person, started_on=date(2026, 1, 2), ended_on=date(2026, 1, 1)),
        lambda: [MembershipFactory(account=person, organisation=place) for _twice in range(2)],
        lambda: [MembershipFactory(account=person, role="member") for _twice in range(2)],
        lambda: AccountFactory(email=person.email.upper()),
        lambda: Closure.objects.create(**closure, state="confirmed"),
        lambda: Closure.objects.create(**closure, state="proposed", settled_at=now),
        lambda: [Closure.objects.create(**closure, state="proposed") for _twice in range(2)],
        lambda: [Closure.objects.create(**closure, state="confirmed", settled_at=now) for _twice in range(2)],
        lambda: ImportRun.objects.create(file_name="a", sha256="b", size=1, state="applied"),
    ]
    for attempt in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_actor_is_the_signed_in_account(rf):
    request = rf.get("/")
    request.user = AccountFactory.build()
    assert actor(request) is request.user


def test_organisation_is_called_by_its_number_or_exact_name(lodzkie, django_assert_max_num_queries):
    one = OrganisationFactory(name="Technikum nr 1", rspo="101")
    for _ in range(2):
        OrganisationFactory(name="Dwa takie same", rspo=None)
    numbered = OrganisationFactory(name="202", rspo=None)
    with django_assert_max_num_queries(2):
        assert queries.organisation_called("101") == queries.organisation_called("TECHNIKUM NR 1") == one
    assert queries.organisation_called("Dwa takie same") is None
    assert queries.organisation_called("Nikt") is None
    assert queries.organisation_called("202") == numbered
    assert list(queries.organisations_among([one.pk])) == [one]
    assert list(queries.organisations_among([])) == []


def test_forms_of_organisations_keep_drafts_until_they_are_saved(sign_in, lodzkie):
    browser = sign_in(coordinator=True)
    mine = OrganisationFactory(source="entered", name="Moja")
    edit = reverse("people:organisation-edit", args=[mine.public_id])
    close = reverse("people:organisation-close", args=[mine.public_id])
    create = reverse("people:organisation-create")
    for address, name in ((create, "name"), (edit, "contact_name"), (close, "reason")):
        stamp = browser.get(address).context["draft"].stamp
        browser.post(f"{address}?draft=save", {name: "Pół nazwy", "draft_stamp": stamp})
        page = browser.get(address).content.decode()
        assert "Przywrócono szkic" in page
        assert "Pół nazwy" in page
        assert "W międzyczasie" not in page
    assert browser.post(create, fields(lodzkie["lodz"])).status_code == 302
    assert browser.post(edit, fields(lodzkie["lodz"], name="Inna")).status_code == 302
    assert "W międzyczasie ktoś zmienił" in browser.get(close).content.decode()
    assert browser.post(close, {"closed_on": "31.08.2026", "reason": "brak naboru"}).status_code == 302
    assert not Draft.objects.exists()
