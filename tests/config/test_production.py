"""An office's settings refuse to start with unsafe values, and pass Django's own deployment checks with safe ones."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azymut.places.enums import Level
from azymut.places.rules.codes import readings
from config.settings.safety import VOIVODESHIPS, faults

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "AZYMUT_SECRET_KEY": "k3v9-Qw7_zLr2Xn8-Tb5mYc4pHs6Jd1gFa0Ue-RiVoKtMxNqPwZy",
    "AZYMUT_HOSTS": "azymut.example.org",
    "AZYMUT_ADDRESS": "https://azymut.example.org",
    "DATABASE_URL": "postgres://azymut@127.0.0.1/azymut",
}


def started(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """`check --deploy` as an office would run it; None takes a variable out."""
    values = {**SAFE, "AZYMUT_DATA_DIR": str(tmp_path), **changes}
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        **{name: value for name, value in values.items() if value is not None},
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


def test_safe_values_start_without_a_warning(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert done.returncode == 0, done.stderr


KEY = "AZYMUT_SECRET_KEY must be a random text"
SHORT = f"{KEY} of at least 50 characters; it has"
GUESSED = f"{KEY}; this one repeats itself or counts up, so it can be guessed"
HOSTS = "AZYMUT_HOSTS must name the site's host names"
ADDRESS = "AZYMUT_ADDRESS must be the site's https address without a path, such as https://azymut.example.org"
DIRECTORY = "AZYMUT_DATA_DIR must name the directory that keeps the data, from the root"
REGION = "AZYMUT_REGION must be the TERYT code of a voivodeship, an even number from 02 to 32"
PROXIES = "AZYMUT_PROXIES must be the number of proxies in a row before the service, from 1 to 9"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("AZYMUT_SECRET_KEY", None, f"{SHORT} 0"),
        ("AZYMUT_SECRET_KEY", "short", f"{SHORT} 5"),
        ("AZYMUT_SECRET_KEY", SAFE["AZYMUT_SECRET_KEY"][:49], f"{SHORT} 49"),
        ("AZYMUT_SECRET_KEY", "x" * 60, GUESSED),
        ("AZYMUT_SECRET_KEY", "1234567890" * 6, GUESSED),
        ("AZYMUT_SECRET_KEY", f"{LETTERS}{LETTERS.upper()}", GUESSED),
        (
            "AZYMUT_SECRET_KEY",
            f"django-insecure-{SAFE['AZYMUT_SECRET_KEY']}",
            f"{KEY} of your own; one that starts with 'django-insecure-' is an example",
        ),
        ("AZYMUT_HOSTS", None, f"{HOSTS}, separated by commas; it is empty"),
        ("AZYMUT_HOSTS", " ", f"{HOSTS}, separated by commas; it is empty"),
        ("AZYMUT_HOSTS", "*", f"{HOSTS}; '*' is none (no '*', no protocol, port or path)"),
        ("AZYMUT_HOSTS", " * ", f"{HOSTS}; '*' is none (no '*', no protocol, port or path)"),
        ("AZYMUT_HOSTS", ".", f"{HOSTS}; '.' is none (no '*', no protocol, port or path)"),
        ("AZYMUT_HOSTS", ".pl", f"{HOSTS}; '.pl' is none (no '*', no protocol, port or path)"),
        ("AZYMUT_HOSTS", "a.pl:80", f"{HOSTS}; 'a.pl:80' is none (no '*', no protocol, port or path)"),
        ("AZYMUT_HOSTS", "a.pl,,b.pl", f"{HOSTS}, separated by commas; one between two commas is empty"),
        ("AZYMUT_HOSTS", "a.pl,", f"{HOSTS}, separated by commas; one between two commas is empty"),
        ("AZYMUT_ADDRESS", None, f"{ADDRESS}; '' does not start with https://"),
        ("AZYMUT_ADDRESS", "http://a.pl", f"{ADDRESS}; 'http://a.pl' does not start with https://"),
        ("AZYMUT_ADDRESS", "a.pl", f"{ADDRESS}; 'a.pl' does not start with https://"),
        ("AZYMUT_ADDRESS", "https://", f"{ADDRESS}; 'https://' names no host"),
        ("AZYMUT_ADDRESS", "https:///a", f"{ADDRESS}; 'https:///a' names no host"),
        ("AZYMUT_ADDRESS", "https://.a.pl", f"{ADDRESS}; 'https://.a.pl' names no host"),
        ("AZYMUT_ADDRESS", "https://a b.pl", f"{ADDRESS}; 'https://a b.pl' names no host"),
        ("AZYMUT_ADDRESS", "https://a.pl/site", f"{ADDRESS}; 'https://a.pl/site' has more than a host"),
        ("AZYMUT_ADDRESS", "https://a.pl?b=1", f"{ADDRESS}; 'https://a.pl?b=1' has more than a host"),
        ("AZYMUT_ADDRESS", "https://me@a.pl", f"{ADDRESS}; 'https://me@a.pl' has more than a host"),
        ("AZYMUT_ADDRESS", "https://a.pl:x", f"{ADDRESS}; 'https://a.pl:x' cannot be read"),
        ("AZYMUT_DATA_DIR", None, f"{DIRECTORY}; it is empty"),
        ("AZYMUT_DATA_DIR", "", f"{DIRECTORY}; it is empty"),
        ("AZYMUT_DATA_DIR", "var/data", f"{DIRECTORY}; 'var/data' would depend on where the service is started"),
        ("AZYMUT_PROXIES", "0", f"{PROXIES}; '0' is none"),
        ("AZYMUT_PROXIES", "x", f"{PROXIES}; 'x' is none"),
        ("AZYMUT_PROXIES", "", f"{PROXIES}; '' is none"),
        ("AZYMUT_REGION", "zz", f"{REGION}; 'zz' is none"),
        ("AZYMUT_REGION", "99", f"{REGION}; '99' is none"),
        ("AZYMUT_REGION", "", f"{REGION}; '' is none"),
        ("AZYMUT_REGION", "11", f"{REGION}; '11' is none"),
    ],
)
def test_an_unsafe_value_is_told_with_its_name_and_reason(name: str, value: str | None, fault: str) -> None:
    values = {**SAFE, "AZYMUT_DATA_DIR": "/srv/azymut/var", name: value}
    assert faults({key: text for key, text in values.items() if text is not None}) == [fault]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AZYMUT_HOSTS", "azymut.example.org, .example.org,127.0.0.1,[::1],localhost"),
        ("AZYMUT_ADDRESS", "https://azymut.example.org:8443/"),
        ("AZYMUT_ADDRESS", "https://[2001:db8::1]"),
        ("AZYMUT_PROXIES", "2"),
        *(("AZYMUT_REGION", code) for code in ("02", "10", "32")),
    ],
)
def test_a_safe_value_has_no_fault(name: str, value: str) -> None:
    assert faults({**SAFE, "AZYMUT_DATA_DIR": "/srv/azymut/var", name: value}) == []


def test_a_region_that_is_not_given_is_the_default_one() -> None:
    assert faults({**SAFE, "AZYMUT_DATA_DIR": "/srv/azymut/var"}) == []


def test_voivodeships_are_those_of_the_places() -> None:
    codes = [f"{number:02d}" for number in range(100)]
    known = {code for code in codes if _is_voivodeship(code)}
    assert known == VOIVODESHIPS


def _is_voivodeship(code: str) -> bool:
    return any(reading.level is Level.VOIVODESHIP and not reading.padded for reading in readings(code))


def test_the_service_does_not_start_and_tells_all_faults_at_once(tmp_path: Path) -> None:
    done = started(
        tmp_path,
        AZYMUT_SECRET_KEY="django-insecure-" + "x" * 50,
        AZYMUT_HOSTS=" * ",
        AZYMUT_ADDRESS="https://",
        AZYMUT_DATA_DIR="",
        AZYMUT_REGION="zz",
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ").split("; AZ") == [
        f"{KEY} of your own; one that starts with 'django-insecure-' is an example",
        f"{HOSTS}; '*' is none (no '*', no protocol, port or path)".removeprefix("AZ"),
        f"{ADDRESS}; 'https://' names no host".removeprefix("AZ"),
        f"{DIRECTORY}; it is empty".removeprefix("AZ"),
        f"{REGION}; 'zz' is none".removeprefix("AZ"),
    ]


@pytest.mark.parametrize(("variables", "count"), [({}, "1"), ({"AZYMUT_PROXIES": "2"}, "2")])
def test_limits_count_the_visitor_that_the_proxy_names(tmp_path: Path, variables: dict[str, str], count: str) -> None:
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **SAFE, "AZYMUT_DATA_DIR": str(tmp_path), **variables}
    asked = "from config.settings import production; print(production.ALLAUTH_TRUSTED_PROXY_COUNT)"
    done = subprocess.run([sys.executable, "-c", asked], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [count]


@pytest.mark.parametrize("make", [lambda: secrets.token_urlsafe(64), lambda: secrets.token_hex(32)])
def test_a_random_key_is_never_taken_for_a_guessable_one(make: Callable[[], str]) -> None:
    safe = {**SAFE, "AZYMUT_DATA_DIR": "/srv/azymut/var"}
    keys = [make() for _ in range(300)]
    assert [key for key in keys if faults({**safe, "AZYMUT_SECRET_KEY": key})] == []
