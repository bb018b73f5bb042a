"""An office's settings refuse to start with unsafe values, and pass Django's own deployment checks with safe ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("AZYMUT_SECRET_KEY", None, "AZYMUT_SECRET_KEY must be a random text"),
        ("AZYMUT_SECRET_KEY", "short", "AZYMUT_SECRET_KEY must be a random text"),
        ("AZYMUT_SECRET_KEY", "x" * 60, "AZYMUT_SECRET_KEY must be a random text"),
        ("AZYMUT_HOSTS", None, "AZYMUT_HOSTS must name"),
        ("AZYMUT_HOSTS", "*", "AZYMUT_HOSTS must name"),
        ("AZYMUT_ADDRESS", "http://azymut.example.org", "AZYMUT_ADDRESS must be the site's https address"),
        ("AZYMUT_DATA_DIR", None, "AZYMUT_DATA_DIR must name the directory"),
    ],
)
def test_an_unsafe_value_stops_the_start(tmp_path: Path, name: str, value: str | None, fault: str) -> None:
    done = started(tmp_path, **{name: value})
    assert done.returncode != 0
    assert fault in done.stderr


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    done = started(tmp_path, AZYMUT_SECRET_KEY=None, AZYMUT_HOSTS=None)
    assert "AZYMUT_SECRET_KEY" in done.stderr
    assert "AZYMUT_HOSTS" in done.stderr
