"""Signing in: our look on every page of allauth, passwords, limits, second factor, devices."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.people import PASSWORD, AccountFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

STRANGER_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
OWN_PAGES = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "socialaccount_connections",
]
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)


@pytest.fixture
def person():
    return AccountFactory(email="kinga@example.org")


def log_in(client, email="kinga@example.org", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def prove(client, password=PASSWORD):
    """Say once more who one is, as the pages of the second factor ask."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def assert_ours(response):
    html = response.content.decode()
    assert response.status_code == 200
    assert '<main id="content"' in html
    assert html.count("<h1") == 1
    assert not INLINE_SCRIPT.search(html)
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=\"", html)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("name", STRANGER_PAGES)
def test_stranger_page_is_in_our_look(client, name, language):
    assert_ours(client.get(reverse(name) if language == "pl" else f"/en{reverse(name)}"))


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_is_in_our_look(client, person, name, language):
    log_in(client)
    prove(client)
    assert_ours(client.get(reverse(name) if language == "pl" else f"/en{reverse(name)}"))


def test_pages_of_a_second_factor_are_in_our_look(client, person):
    log_in(client)
    prove(client)
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert_ours(client.get(reverse(name)))
    other = Client()
    response = log_in(other)
    assert response["Location"] == reverse("mfa_authenticate")
    assert_ours(other.get(reverse("mfa_authenticate")))
    assert_ours(client.get(reverse("mfa_reauthenticate")))


def test_polish_and_english_sign_in(client):
    assert "Zaloguj się" in client.get("/konto/login/").content.decode()
    assert "Sign in" in client.get("/en/konto/login/").content.decode()


def test_qr_picture_is_allowed_by_the_policy(client, person):
    log_in(client)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    prove(client)
    response = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg' in response.content.decode()
    assert "img-src 'self' data:" in response["Content-Security-Policy"]
    assert "script-src 'self';" in f"{response['Content-Security-Policy']};"


def test_passkey_page_hands_its_data_over_without_running_it(client, person):
    log_in(client)
    prove(client)
    html = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert 'id="js_data" type="application/json"' in html
    assert "mfa/js/webauthn.js" in html


def test_person_signs_in_with_address_and_password(client, person):
    response = log_in(client)
    assert response["Location"] == reverse("portal:desk")
    assert client.get(reverse("people:me")).status_code == 200


def test_unverified_address_does_not_let_in(client, person):
    EmailAddress.objects.filter(user=person).update(verified=False)
    response = log_in(client)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("people:me")).status_code == 302


def test_account_switched_off_stays_out(client, person):
    person.is_active = False
    person.save()
    log_in(client)
    assert client.get(reverse("people:me")).status_code == 302


def test_wrong_passwords_are_limited(client, person):
    for _attempt in range(5):
        assert log_in(client, password="a wrong pass phrase").status_code == 200
    refused = log_in(client)
    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session
    other = AccountFactory(email="inna@example.org")
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), email=other.email).status_code == 302


def test_behind_a_proxy_each_visitor_has_limits_of_their_own(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for attempt in range(10):
        log_in(client, email=f"nikt{attempt}@example.org", HTTP_X_FORWARDED_FOR="203.0.113.5")
    log_in(client, HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.5")
    assert "_auth_user_id" not in client.session
    assert log_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 302


def test_reset_for_an_unknown_address_says_the_same_and_mails_nobody(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nikt@example.org"})
    assert known["Location"] == unknown["Location"]
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_links_in_mail_lead_to_the_site_whatever_the_request_says(client, person, settings):
    settings.SITE_ADDRESS = "https://azymut.example.org"
    client.post(reverse("account_reset_password"), {"email": person.email}, HTTP_HOST="testserver:6666")
    client.force_login(person)
    client.post(reverse("account_email"), {"email": "nowa@example.org", "action_add": ""}, HTTP_HOST="testserver:6666")
    links = [re.search(r"https?://\S+", message.body).group() for message in mail.outbox]
    assert [link.rsplit("/", 2)[0] for link in links] == [
        "https://azymut.example.org/konto/password/reset/key",
        "https://azymut.example.org/konto/confirm-email",
    ]


def test_password_is_reset_by_the_link(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body).group()
    page = client.get(link, follow=True)
    assert_ours(page)
    address = page.redirect_chain[-1][0]
    new = "Moja babcia piecze sernik"
    client.post(address, {"password1": new, "password2": new})
    assert log_in(Client(), password=new).status_code == 302
    assert_ours(client.get(link, follow=True))


@pytest.mark.parametrize(
    "password", ["short", "azymutazymut2026", "aaaaaaaaaaaaaaaa", "kinga@example.org", "passwordpassword"]
)
def test_weak_password_is_refused(client, person, password):
    log_in(client)
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), fields).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_long_sentence_with_polish_letters_and_spaces_is_a_password(client, person):
    log_in(client)
    new = "Żółta łódź płynie po Pilicy " * 4
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)


def test_nobody_signs_up(client):
    response = client.post(
        reverse("account_signup"),
        {
            "email": "obcy@example.org",
            "password1": "Moja babcia piecze sernik",
            "password2": "Moja babcia piecze sernik",
        },
    )
    assert response.status_code == 200
    assert not EmailAddress.objects.filter(email="obcy@example.org").exists()


def test_other_devices_are_listed_and_signed_out(person):
    client, other = Client(headers={"user-agent": "Browser A"}), Client(headers={"user-agent": "Browser B"})
    log_in(client)
    log_in(other)
    other.get(reverse("people:me"))
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Browser A" in page
    assert "Browser B" in page
    assert client.post(reverse("usersessions_list")).status_code == 302
    assert UserSession.objects.filter(user=person).count() == 1
    assert other.get(reverse("people:me")).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200


def test_address_changes_only_after_the_new_one_is_verified(client, person):
    log_in(client)
    client.post(reverse("account_email"), {"email": "nowa@example.org", "action_add": "add"})
    person.refresh_from_db()
    assert person.email == "kinga@example.org"
    assert_ours(client.get(reverse("account_email")))
    link = next(
        re.search(r"https?://\S+", message.body).group() for message in mail.outbox if "nowa@example.org" in message.to
    )
    assert_ours(client.get(link))
    client.post(link)
    person.refresh_from_db()
    assert person.email == "nowa@example.org"


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_powerful_account_can_only_set_up_its_second_factor(client, role):
    account = AccountFactory(email="mocna@example.org", **{role: True})
    log_in(client, email=account.email)
    set_up = reverse("mfa_index")
    for name in (
        "portal:desk",
        "people:me",
        "people:manage",
        "people:invitations",
        "account_email",
        "account_change_password",
    ):
        assert client.get(reverse(name))["Location"] == set_up
    assert (
        client.post(reverse("people:invitations"), {"email": "x@example.org", "role": "member"})["Location"] == set_up
    )
    assert client.get(reverse("people:organisations"))["Location"] == set_up
    assert client.get(set_up).context["user"].needs_second_factor
    prove(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    totp.TOTP.activate(account, totp.generate_totp_secret())
    assert client.get(reverse("people:me")).status_code == 200


def test_support_staff_needs_a_second_factor_too(client):
    account = AccountFactory(email="wsparcie@example.org", is_staff=True)
    log_in(client, email=account.email)
    assert client.get("/zaplecze/")["Location"] == reverse("mfa_index")


def test_support_pages_have_no_door_of_their_own(client):
    assert client.get("/zaplecze/login/?next=/zaplecze/")["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["analyst", "chair", "secretary", "member", "reporter", "head", "counsellor"])
def test_other_roles_work_with_a_password_alone(client, role, lodzkie):
    account = AccountFactory(email="zwykla@example.org", organisation=OrganisationFactory(), **{role: True})
    log_in(client, email=account.email)
    assert client.get(reverse("people:me")).status_code == 200


def test_demo_offers_the_second_factor_without_demanding(client, settings):
    settings.SECOND_FACTOR_DEMANDED = False
    account = AccountFactory(email="mocna@example.org", coordinator=True)
    log_in(client, email=account.email)
    assert client.get(reverse("people:me")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_second_factor_is_asked_for_and_a_wrong_code_refused(client, person):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    assert log_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:me")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200


def test_totp_is_set_up_on_the_page(client, person):
    log_in(client)
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_account_made_by_a_command_has_a_verified_address():
    from azymut.people.models import Account  # noqa: PLC0415

    account = Account.objects.create_superuser("Szef@Example.org", PASSWORD)
    assert (account.email, account.is_superuser, str(account)) == ("szef@example.org", True, "szef@example.org")
    assert EmailAddress.objects.get(user=account).verified


@pytest.mark.parametrize(
    ("came_from", "led_back"),
    [
        ("http://testserver/wydania/?page=2", "/wydania/%3Fpage%3D2"),
        ("http://elsewhere.example/wydania/", "/pulpit/"),
        ("", "/pulpit/"),
    ],
)
def test_a_form_sent_after_the_session_has_ended_leads_back_to_its_page(client, came_from, led_back):
    """Its own address takes no GET, so signing in must not lead there."""
    response = client.post(reverse("people:hat"), headers={"referer": came_from})
    assert response["Location"] == f"{reverse('account_login')}?next={led_back}"
