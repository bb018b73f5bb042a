"""Accounts and roles, hats, consents, my data, forgetting, retention."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.urls import reverse

from azymut.kernel import schedule
from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.kernel.models import AuditEntry
from azymut.people import actions, queries, tasks
from azymut.people.enums import RoleKey
from azymut.people.models import Account, Consent, ConsentPurpose, Invitation, Membership, RetentionRun
from tests.factories.people import PASSWORD, AccountFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def administrator(db):
    return AccountFactory(administrator=True)


@pytest.fixture
def purpose(db):
    return ConsentPurpose.objects.create(
        key="surveys",
        version=1,
        title="Ankiety",
        title_en="Surveys",
        text="t",
        text_en="t",
        valid_from=date(2026, 1, 1),
    )


def test_role_is_given_once_and_ended(administrator, now):
    person = AccountFactory()
    membership = actions.grant_role(account=person, role=RoleKey.MEMBER, organisation=None, by=administrator, at=now)
    assert membership.started_on == date(2026, 11, 22)
    with pytest.raises(DomainError):
        actions.grant_role(account=person, role=RoleKey.MEMBER, organisation=None, by=administrator, at=now)
    actions.end_role(membership=membership, by=administrator, at=now)
    assert membership.ended_on == date(2026, 11, 22)
    assert person.grants == ()
    with pytest.raises(DomainError):
        actions.end_role(membership=membership, by=administrator, at=now)


def test_role_must_fit_and_the_account_be_on(administrator, now, lodzkie):
    person = AccountFactory()
    with pytest.raises(DomainError):
        actions.grant_role(account=person, role=RoleKey.HEAD, organisation=None, by=administrator, at=now)
    person.is_active = False
    with pytest.raises(DomainError):
        actions.grant_role(account=person, role=RoleKey.MEMBER, organisation=None, by=administrator, at=now)


def test_last_administrator_stays(administrator, now):
    standing = Membership.objects.get(account=administrator)
    other = AccountFactory(coordinator=True)
    with pytest.raises(DomainError):
        actions.end_role(membership=standing, by=administrator, at=now)
    with pytest.raises(DomainError):
        actions.deactivate_account(account=administrator, by=other, at=now)
    with pytest.raises(DomainError):
        actions.erase_account(account=administrator, by=administrator, at=now)
    second = AccountFactory(administrator=True, is_active=False)
    with pytest.raises(DomainError):
        actions.end_role(membership=standing, by=administrator, at=now)
    actions.activate_account(account=second, by=administrator, at=now)
    actions.end_role(membership=standing, by=second, at=now)
    assert Account.objects.get(pk=administrator.pk).grants == ()


def test_switching_off_signs_out_everywhere(client, administrator, now):
    person = AccountFactory(email="osoba@example.org")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.get(reverse("people:me"))
    assert UserSession.objects.filter(user=person).count() == 1
    actions.deactivate_account(account=person, by=administrator, at=now)
    assert client.get(reverse("people:me")).status_code == 302
    with pytest.raises(NotAllowedError):
        actions.deactivate_account(account=administrator, by=administrator, at=now)


def test_address_that_is_taken_opens_no_account(now):
    AccountFactory(email="osoba@example.org")
    with pytest.raises(DomainError):
        actions.open_account(email="OSOBA@example.org", name="", password=None, by=None, at=now)


def test_pages_of_accounts_work(sign_in, administrator, lodzkie):
    person = AccountFactory(name="Żaneta Łąka", email="zaneta@example.org", member=True)
    school = OrganisationFactory(rspo="12345")
    browser = sign_in(administrator)
    listed = browser.get(reverse("people:accounts"), {"q": "zaneta", "rola": "member"}).content.decode()
    assert "Żaneta Łąka" in listed
    assert browser.get(reverse("people:accounts"), {"q": "nikogo"}).status_code == 200
    address = reverse("people:account", args=[person.public_id])
    assert browser.get(address).status_code == 200
    give = reverse("people:account-grant", args=[person.public_id])
    assert browser.post(give, {"role": "reporter"}).status_code == 200
    assert browser.post(give, {"role": "reporter", "organisation": "12345"}).status_code == 302
    assert {row.role for row in person.memberships.all()} == {"member", "reporter"}
    membership = person.memberships.get(organisation=school)
    end = reverse("people:role-end", args=[membership.public_id])
    assert browser.post(end)["Location"] == address
    assert browser.post(end)["Location"] == address
    assert browser.post(reverse("people:account-deactivate", args=[person.public_id])).status_code == 302
    assert not Account.objects.get(pk=person.pk).is_active
    assert browser.get(address).status_code == 200
    assert browser.post(reverse("people:account-activate", args=[person.public_id])).status_code == 302
    assert browser.post(reverse("people:account-deactivate", args=[administrator.public_id])).status_code == 302
    assert Account.objects.get(pk=administrator.pk).is_active
    for missing in ("people:account", "people:account-grant"):
        assert browser.get(reverse(missing, args=["brak"])).status_code in {404, 405}
    assert browser.post(reverse("people:role-end", args=["brak"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_accounts_costs_the_same(rows, django_assert_num_queries):
    for _number in range(rows):
        AccountFactory(reporter=True)
    with django_assert_num_queries(2):
        found = list(queries.accounts())
        assert [str(standing.organisation) for account in found for standing in account.standings]


def test_hat_is_chosen_among_own_organisations(sign_in, lodzkie):
    first, second = OrganisationFactory(name="Akademia"), OrganisationFactory(name="Zespół Szkół")
    person = AccountFactory(reporter=True, organisation=second)
    MembershipFactory(account=person, organisation=first)
    browser = sign_in(person)

    def acting_for():
        return browser.get(reverse("people:manage")).context["hat"]

    assert acting_for() == first
    assert browser.get(reverse("people:hat")).status_code == 405
    here = reverse("people:manage")
    chosen = browser.post(reverse("people:hat"), {"organisation": second.public_id, "next": here})
    assert chosen["Location"] == here
    assert acting_for() == second
    other = OrganisationFactory()
    wrong = {"organisation": other.public_id, "next": "https://evil.example/"}
    assert browser.post(reverse("people:hat"), wrong)["Location"] == reverse("people:me")
    assert acting_for() == second
    assert "Zespół Szkół" in browser.get(reverse("people:me")).content.decode()


def test_consent_is_given_and_taken_back(sign_in, purpose):
    browser = sign_in()
    address = reverse("people:me-consent", args=["surveys"])
    assert "Ankiety" in browser.get(reverse("people:me")).content.decode()
    browser.post(address, {"answer": "give"})
    browser.post(address, {"answer": "give"})
    consent = Consent.objects.get()
    assert (consent.account, consent.purpose, consent.withdrawn_at) == (browser.account, purpose, None)
    assert browser.get(reverse("people:me")).status_code == 200
    browser.post(address, {"answer": "withdraw"})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert browser.post(reverse("people:me-consent", args=["brak"]), {"answer": "give"}).status_code == 404


def test_new_wording_needs_a_new_consent(purpose, now):
    person = AccountFactory()
    old = actions.give_consent(account=person, purpose=purpose, at=now)
    wording = {"title": "A", "title_en": "A", "text": "B", "text_en": "B", "valid_from": date(2026, 6, 1)}
    assert actions.publish_purpose(key="surveys", version=2, **wording, by=None, at=now)
    assert not actions.publish_purpose(key="surveys", version=2, **wording, by=None, at=now)
    with pytest.raises(DomainError):
        actions.publish_purpose(key="surveys", version=2, **{**wording, "text": "C"}, by=None, at=now)
    (state,) = queries.consents_of(person, now)
    assert (state.purpose.version, state.consent, state.is_current) == (2, old, False)
    actions.give_consent(account=person, purpose=queries.purpose("surveys", now), at=now + DAY)
    old.refresh_from_db()
    assert old.withdrawn_at == now + DAY
    assert queries.consents_of(person, now)[0].is_current


def test_earlier_wording_is_said_on_the_page(sign_in, purpose, now):
    browser = sign_in()
    actions.give_consent(account=browser.account, purpose=purpose, at=now)
    ConsentPurpose.objects.create(
        key="surveys", version=2, title="A", title_en="A", text="B", text_en="B", valid_from=date(2026, 6, 1)
    )
    page = browser.get(f"/en{reverse('people:me')}").content.decode()
    assert "to an earlier wording (version 1)" in page


def test_my_data_are_downloaded_whole(sign_in, purpose, now, lodzkie):
    school = OrganisationFactory(contact_email="osoba@example.org")
    person = AccountFactory(email="osoba@example.org", name="Osoba", reporter=True, organisation=school)
    Membership.objects.update(ended_on=date(2026, 2, 1))
    actions.give_consent(account=person, purpose=purpose, at=now)
    inviter = AccountFactory(coordinator=True)
    actions.invite(email=person.email, role=RoleKey.MEMBER, organisation=None, by=inviter, at=now)
    response = sign_in(person).get(reverse("people:me-download"))
    assert response["Content-Disposition"] == 'attachment; filename="moje-dane.json"'
    held = json.loads(response.content)["people"]
    assert held["account"]["email"] == "osoba@example.org"
    assert held["memberships"][0]["organisation"] == school.name
    assert held["consents"][0]["purpose"] == "surveys"
    assert held["invitations"][0]["role"] == "member"
    assert held["contact_of"] == [school.name]
    assert PASSWORD not in response.content.decode()
    assert "argon" not in response.content.decode()


def test_erasing_asks_for_the_password_again(client, lodzkie):
    school = OrganisationFactory(contact_email="osoba@example.org", contact_name="Osoba", contact_phone="1")
    person = AccountFactory(email="osoba@example.org", name="Osoba", reporter=True, organisation=school)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    erase = reverse("people:me-erase")
    assert client.get(erase)["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(erase).status_code == 200
    assert client.post(erase).status_code == 200
    assert client.post(erase, {"understood": "on"})["Location"] == reverse("portal:home")
    gone = Account.objects.get(pk=person.pk)
    assert (gone.name, gone.is_active, gone.email) == ("", False, f"{gone.public_id}@erased.invalid")
    assert not EmailAddress.objects.filter(email="osoba@example.org").exists()
    assert not gone.has_usable_password()
    assert gone.memberships.get().ended_on is not None
    school.refresh_from_db()
    assert (school.contact_name, school.contact_email, school.contact_phone) == ("", "", "")
    assert "_auth_user_id" not in client.session
    assert "osoba@example.org" not in json.dumps(list(AuditEntry.objects.values()), default=str)
    with pytest.raises(DomainError):
        actions.erase_account(account=gone, by=None, at=gone.erased_at)
    with pytest.raises(DomainError):
        actions.activate_account(account=gone, by=AccountFactory(), at=gone.erased_at)


def test_last_administrator_is_told_on_the_page(client, settings, administrator):
    settings.SECOND_FACTOR_DEMANDED = False
    client.post(reverse("account_login"), {"login": administrator.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.post(reverse("people:me-erase"), {"understood": "on"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_retention_is_carried_out_and_reported(now, lodzkie, purpose):
    keeper = AccountFactory(administrator=True, last_login=now)
    stale = AccountFactory(last_login=now - 732 * DAY)
    fresh = AccountFactory(last_login=now - 730 * DAY)
    OrganisationFactory(closed_on=date(2025, 11, 20), contact_name="Kontakt")
    kept = OrganisationFactory(closed_on=date(2025, 12, 1), contact_name="Kontakt")
    MembershipFactory(account=fresh, started_on=date(2010, 1, 1), ended_on=date(2016, 1, 1))
    Consent.objects.create(account=fresh, purpose=purpose, given_at=now - 3000 * DAY, withdrawn_at=now - 2193 * DAY)
    actions.invite(email="a@example.org", role=RoleKey.MEMBER, organisation=None, by=keeper, at=now - 195 * DAY)
    actions.invite(email="b@example.org", role=RoleKey.MEMBER, organisation=None, by=keeper, at=now)
    run = actions.carry_out_retention(by=None, at=now)
    assert run.counts == {
        "account": 1,
        "invitation": 1,
        "membership": 1,
        "consent": 1,
        "organisation_contact": 1,
    }
    assert Account.objects.get(pk=stale.pk).erased_at == now
    assert Account.objects.get(pk=fresh.pk).erased_at is None
    kept.refresh_from_db()
    assert kept.contact_name == "Kontakt"
    assert list(Invitation.objects.values_list("email", flat=True)) == ["b@example.org"]
    assert sum(actions.carry_out_retention(by=None, at=now).counts.values()) == 0


def test_retention_never_takes_the_last_administrator(now):
    keeper = AccountFactory(administrator=True, last_login=now - 3000 * DAY)
    actions.carry_out_retention(by=None, at=now)
    assert Account.objects.get(pk=keeper.pk).erased_at is None


def test_retention_is_recurring_work():
    assert any(entry.name == "people.retention" for entry in schedule.registered())


def test_retention_page_shows_periods_and_runs(sign_in, administrator):
    browser = sign_in(administrator)
    page = browser.get(reverse("people:retention")).content.decode()
    for text in ("dwa lata od ostatniego logowania", "art. 6 ust. 1 lit. c i e RODO", "Praca zlecona w tle"):
        assert text in page
    assert "Wpis w historii statusu" in page
    assert browser.post(reverse("people:retention-run")).status_code == 302
    run = SimpleNamespace(task_result=SimpleNamespace(id="a-task"))
    tasks.carry_out_retention.call(run)
    tasks.carry_out_retention.call(run)
    assert RetentionRun.objects.count() == 2
    assert browser.get(reverse("people:retention")).status_code == 200
