"""Invitations from sending to joining: one use, fourteen days, nobody else's address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.kernel.models import AuditEntry
from azymut.kernel.registries import duties_of
from azymut.people import actions, queries
from azymut.people.enums import RoleKey
from azymut.people.models import Account, Invitation
from azymut.people.rules.invitations import token_hash
from tests.factories.people import AccountFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
GOOD = "Moja babcia piecze sernik"


@pytest.fixture
def school(lodzkie):
    return OrganisationFactory(territory=lodzkie["zgierz"])


@pytest.fixture
def coordinator(db):
    return AccountFactory(coordinator=True)


def invite(by, now, email="nowa@example.org", role=RoleKey.REPORTER, organisation=None):
    return actions.invite(email=email, role=role, organisation=organisation, by=by, at=now)


def link_of(message):
    return re.search(r"/zaproszenie/\S+", message.body).group()


def test_invitation_is_mailed_with_a_secret_that_is_not_kept(coordinator, school, now):
    invitation = invite(coordinator, now, email=" Nowa@Example.org ", organisation=school)
    assert (invitation.email, invitation.expires_at) == ("nowa@example.org", now + timedelta(days=14))
    message = mail.outbox[0]
    assert message.to == ["nowa@example.org"]
    assert school.name in message.body
    token = link_of(message).strip("/").rsplit("/", 1)[-1]
    assert invitation.token_hash == token_hash(token)
    trail = str(list(AuditEntry.objects.values()))
    assert token not in trail
    assert invitation.token_hash not in trail
    assert "nowa@example.org" not in trail


def test_english_invitation_is_english(coordinator, now):
    actions.invite(
        email="new@example.org", role=RoleKey.MEMBER, organisation=None, by=coordinator, at=now, language="en"
    )
    assert mail.outbox[0].subject == "Invitation to Azymut"
    assert "/en/zaproszenie/" in mail.outbox[0].body


def test_inviting_beyond_ones_right_is_refused(school, now):
    head = AccountFactory(head=True, organisation=school)
    with pytest.raises(DomainError):
        invite(head, now, organisation=OrganisationFactory())
    with pytest.raises(DomainError):
        invite(head, now, role=RoleKey.MEMBER)
    assert invite(head, now, organisation=school)


def test_second_invitation_of_the_same_person_is_refused(coordinator, school, now):
    invite(coordinator, now, organisation=school)
    with pytest.raises(DomainError):
        invite(coordinator, now, organisation=school)


def test_person_who_holds_the_role_is_not_invited(coordinator, school, now):
    AccountFactory(email="nowa@example.org", reporter=True, organisation=school)
    with pytest.raises(DomainError):
        invite(coordinator, now, organisation=school)


def test_accepting_makes_a_verified_account_with_the_role(coordinator, school, now):
    invitation = invite(coordinator, now, organisation=school)
    account = actions.accept_invitation(invitation=invitation, name="Nowa Osoba", password=GOOD, by=None, at=now)
    assert (account.email, account.name) == ("nowa@example.org", "Nowa Osoba")
    assert account.check_password(GOOD)
    assert EmailAddress.objects.get(user=account).verified
    assert [(grant.role, grant.organisation_id) for grant in account.grants] == [(RoleKey.REPORTER, school.pk)]
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (now, account)


def test_invitation_is_good_once(coordinator, now):
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    actions.accept_invitation(invitation=invitation, name="Nowa", password=GOOD, by=None, at=now)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation=invitation, name="Druga", password=GOOD, by=None, at=now)
    with pytest.raises(DomainError):
        actions.withdraw_invitation(invitation=Invitation.objects.get(), by=coordinator, at=now)
    with pytest.raises(DomainError):
        actions.resend_invitation(invitation=Invitation.objects.get(), by=coordinator, at=now)


def test_expired_invitation_is_refused(coordinator, now):
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    late = now + timedelta(days=14)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation=invitation, name="Nowa", password=GOOD, by=None, at=late)
    assert not Account.objects.filter(email="nowa@example.org").exists()
    actions.resend_invitation(invitation=invitation, by=coordinator, at=late)
    assert actions.accept_invitation(invitation=invitation, name="Nowa", password=GOOD, by=None, at=late)


def test_withdrawn_invitation_is_refused(coordinator, now):
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    actions.withdraw_invitation(invitation=invitation, by=coordinator, at=now)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation=invitation, name="Nowa", password=GOOD, by=None, at=now)


def test_resending_makes_the_old_link_useless(coordinator, now):
    invite(coordinator, now, role=RoleKey.MEMBER)
    actions.resend_invitation(invitation=Invitation.objects.get(), by=coordinator, at=now)
    old, new = (link_of(message).strip("/").rsplit("/", 1)[-1] for message in mail.outbox)
    assert queries.invitation_by_token_hash(token_hash(old)) is None
    assert queries.invitation_by_token_hash(token_hash(new)) == Invitation.objects.get()


def test_only_those_who_could_send_it_may_withdraw_or_resend(coordinator, school, now):
    invitation = invite(coordinator, now, organisation=school)
    stranger = AccountFactory(head=True)
    with pytest.raises(NotAllowedError):
        actions.withdraw_invitation(invitation=invitation, by=stranger, at=now)
    with pytest.raises(NotAllowedError):
        actions.resend_invitation(invitation=invitation, by=stranger, at=now)


def test_existing_account_joins_and_holds_both_roles(coordinator, school, now):
    person = AccountFactory(email="nowa@example.org", member=True)
    invitation = invite(coordinator, now, organisation=school)
    assert [duty.room for duty in duties_of(person, now)] == ["people"]
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation=invitation, name="Nowa", password=GOOD, by=None, at=now)
    actions.join(invitation=invitation, by=person, at=now)
    assert {row.role for row in person.memberships.all()} == {"member", "reporter"}
    assert duties_of(Account.objects.get(pk=person.pk), now) == []


def test_joining_a_role_that_is_held_by_now_changes_nothing_more(coordinator, school, now):
    person = AccountFactory(email="nowa@example.org")
    invitation = invite(coordinator, now, organisation=school)
    actions.grant_role(account=person, role=RoleKey.REPORTER, organisation=school, by=coordinator, at=now)
    actions.join(invitation=invitation, by=person, at=now)
    assert person.memberships.count() == 1


def test_another_persons_invitation_cannot_be_joined(coordinator, now):
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    with pytest.raises(NotAllowedError):
        actions.join(invitation=invitation, by=AccountFactory(), at=now)


def test_unverified_address_cannot_join(coordinator, now):
    person = AccountFactory(email="nowa@example.org", verified=False)
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    with pytest.raises(NotAllowedError):
        actions.join(invitation=invitation, by=person, at=now)


def test_whole_way_on_the_pages(sign_in, coordinator, school):
    browser = sign_in(coordinator)
    fields = {"email": "nowa@example.org", "role": "reporter", "organisation": school.name, "language": "pl"}
    assert browser.post(reverse("people:invitations"), fields).status_code == 302
    stranger = Client()
    link = link_of(mail.outbox[0])
    page = stranger.get(link)
    assert page.status_code == 200
    assert "nowa@example.org" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert stranger.post(link, {"name": "Nowa Osoba", "password": "krótkie"}).status_code == 200
    assert not Account.objects.filter(email="nowa@example.org").exists()
    assert stranger.post(link, {"name": "Nowa Osoba", "password": GOOD})["Location"] == reverse("account_login")
    assert stranger.get(link).status_code == 410
    signed = stranger.post(reverse("account_login"), {"login": "nowa@example.org", "password": GOOD})
    assert signed["Location"] == reverse("portal:desk")


def test_unknown_link_says_so(client):
    assert client.get(reverse("people:invitation-accept", args=["wymyslony"])).status_code == 404


def test_link_for_an_existing_account_leads_through_sign_in(client, sign_in, coordinator):
    person = AccountFactory(email="nowa@example.org")
    now = timezone.now()
    invitation = invite(coordinator, now, role=RoleKey.MEMBER)
    link = link_of(mail.outbox[0])
    assert "next=%2Fzaproszenie%2F" in Client().get(link).content.decode()
    browser = sign_in(person)
    join = reverse("people:invitation-join", args=[invitation.public_id])
    assert join in browser.get(link).content.decode()
    assert browser.get(join).status_code == 200
    assert browser.post(join)["Location"] == reverse("portal:desk")
    assert browser.get(join).status_code == 410
    assert person.memberships.count() == 1


def test_link_opened_by_somebody_else_says_whose_it_is(sign_in, coordinator):
    invitation = invite(coordinator, timezone.now(), role=RoleKey.MEMBER)
    browser = sign_in(AccountFactory(email="inna@example.org"))
    html = browser.get(link_of(mail.outbox[0])).content.decode()
    assert "nowa@example.org" in html
    assert "inna@example.org" in html
    assert browser.get(reverse("people:invitation-join", args=[invitation.public_id])).status_code == 404


def test_list_shows_own_reach_only(sign_in, coordinator, school, now):
    mine = invite(coordinator, now, organisation=school)
    other = invite(coordinator, now, email="inna@example.org", organisation=OrganisationFactory())
    browser = sign_in(head=True, organisation=school)
    html = browser.get(reverse("people:invitations")).content.decode()
    assert mine.email in html
    assert other.email not in html
    assert browser.post(reverse("people:invitation-withdraw", args=[other.public_id])).status_code == 404
    assert browser.post(reverse("people:invitation-resend", args=[mine.public_id])).status_code == 302
    assert browser.post(reverse("people:invitation-withdraw", args=[mine.public_id])).status_code == 302
    mine.refresh_from_db()
    assert mine.withdrawn_at is not None
    assert browser.post(reverse("people:invitation-withdraw", args=[mine.public_id])).status_code == 302


def test_head_may_not_touch_what_is_above_the_role(sign_in, coordinator, school, now):
    above = invite(coordinator, now, role=RoleKey.HEAD, organisation=school)
    browser = sign_in(head=True, organisation=school)
    assert browser.post(reverse("people:invitation-withdraw", args=[above.public_id])).status_code == 403
    assert browser.post(reverse("people:invitation-resend", args=[above.public_id])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three(rows, coordinator, school, now, django_assert_num_queries):
    for number in range(rows):
        invite(coordinator, now, email=f"osoba-{number}@example.com", organisation=school)
    account = Account.objects.get(pk=coordinator.pk)
    with django_assert_num_queries(2):
        for row in queries.invitations_for(account):
            assert str(row.organisation), str(row.created_by)


def test_secretary_is_offered_members_only_and_no_organisation(sign_in):
    form = sign_in(secretary=True).get(reverse("people:invitations")).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["member"]
    assert "organisation" not in form.fields


def test_head_chooses_among_own_organisations(sign_in, school):
    form = sign_in(head=True, organisation=school).get(reverse("people:invitations")).context["form"]
    assert list(form.fields["organisation"].queryset) == [school]


def test_wrong_invitation_on_the_page_is_refused_beside_its_field(sign_in):
    browser = sign_in(coordinator=True)
    page = browser.post(reverse("people:invitations"), {"email": "a@example.org", "role": "reporter", "language": "pl"})
    assert page.status_code == 200
    assert "role" in page.context["form"].errors
    unknown = {"email": "a@example.org", "role": "reporter", "organisation": "Nie ma takiej", "language": "pl"}
    assert "organisation" in browser.post(reverse("people:invitations"), unknown).context["form"].errors
