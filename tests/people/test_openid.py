"""OpenID Connect against a small real identity provider on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from azymut.people.models import Account
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Office(BaseHTTPRequestHandler):
    """Discovery, token, keys and userinfo of an office's identity provider."""

    claims: dict[str, object] = {}

    def log_message(self, *args):
        """Say nothing."""

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": self.base,
                "authorization_endpoint": f"{self.base}/authorize",
                "token_endpoint": f"{self.base}/token",
                "userinfo_endpoint": f"{self.base}/userinfo",
                "jwks_uri": f"{self.base}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one"}]},
            "/userinfo": self.claims if self.headers.get("Authorization") == "Bearer an-access-token" else {},
        }
        self.answer(answers[urlsplit(self.path).path])

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert form["code"] == ["a-code"]
        assert form["client_secret"] == ["a-secret"]
        token = jwt.encode(
            {**self.claims, "iss": self.base, "aud": "azymut", "exp": 4102444800}, KEY, "RS256", headers={"kid": "one"}
        )
        self.answer({"access_token": "an-access-token", "token_type": "Bearer", "id_token": token})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def office(settings):
    server = HTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "office",
                    "name": "Urząd",
                    "client_id": "azymut",
                    "secret": "a-secret",
                    "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
                }
            ]
        }
    }
    yield Office
    server.shutdown()
    server.server_close()
    thread.join()


def come_back(client, office, **claims):
    """Press the button, be sent to the office, come back with its code."""
    office.claims = {"sub": "u-17", **claims}
    start = reverse("openid_connect_login", args=["office"])
    sent = client.post(start)
    query = parse_qs(urlsplit(sent["Location"]).query)
    assert urlsplit(sent["Location"]).path == "/authorize"
    assert "openid" in query["scope"][0]
    back = reverse("openid_connect_callback", args=["office"])
    return client.get(back, {"code": "a-code", "state": query["state"][0]})


def test_sign_in_page_offers_the_office(client, office):
    html = client.get(reverse("account_login")).content.decode()
    assert "Urząd" in html
    assert reverse("openid_connect_login", args=["office"]) in html


def test_known_person_with_a_verified_address_comes_in(client, office):
    account = AccountFactory(email="kinga@urzad.example")
    response = come_back(client, office, email="Kinga@urzad.example", email_verified=True)
    assert response["Location"] == reverse("portal:desk")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_unverified_address_of_the_office_opens_nothing(client, office):
    AccountFactory(email="kinga@urzad.example")
    come_back(client, office, email="kinga@urzad.example", email_verified=False)
    assert "_auth_user_id" not in client.session


def test_unknown_person_gets_no_account(client, office):
    response = come_back(client, office, email="obca@urzad.example", email_verified=True)
    assert "_auth_user_id" not in client.session
    assert not Account.objects.filter(email="obca@urzad.example").exists()
    assert response.status_code in {200, 302}


def test_person_with_a_second_factor_is_still_asked_for_it(client, office):
    from allauth.mfa.totp.internal import auth as totp  # noqa: PLC0415

    account = AccountFactory(email="kinga@urzad.example")
    totp.TOTP.activate(account, totp.generate_totp_secret())
    response = come_back(client, office, email="kinga@urzad.example", email_verified=True)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_forged_state_is_refused(client, office):
    AccountFactory(email="kinga@urzad.example")
    office.claims = {"sub": "u-17", "email": "kinga@urzad.example", "email_verified": True}
    client.get(reverse("openid_connect_callback", args=["office"]), {"code": "a-code", "state": "forged"})
    assert "_auth_user_id" not in client.session


def test_without_an_office_nothing_is_offered(client):
    assert "openid" not in client.get(reverse("account_login")).content.decode()
