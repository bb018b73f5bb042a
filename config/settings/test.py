"""For the test suite: nothing leaves the process, both databases are real."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import dj_database_url

from config.settings.base import *

# What only building needs: one line of migrations, and no migration that locks or loses.
INSTALLED_APPS += ["django_linear_migrations", "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ROOMS,
    "ignore_initial_migrations": True,  # nothing stands yet that they could lock or lose
    # Made before the first release: no installation has rows that they could lock or refuse.
    "ignore_name": [
        "0002_order_of_publication",
        "0009_definitions",
        "0002_invitations_consents_imports",
        "0002_start_known",
        "0002_guard_dates",
        "0003_roll_back_and_findings",
        "0002_workbooks_have_templates",
    ],
    "no_cache": True,
}
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATA_DIR = Path(tempfile.mkdtemp(prefix="azymut-test-"))
STATISTICS_DIR = DATA_DIR / "statistics"
CHARTS_DIR = DATA_DIR / "charts"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test's transaction is undone, so numbers come again; tests of what is kept use the real cache.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

_engine = os.environ.get("AZYMUT_TEST_ENGINE", "sqlite")
if _engine == "postgres":
    _url = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    DATABASES = {"default": dj_database_url.parse(_url)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "test.sqlite3"),
            "OPTIONS": SQLITE_OPTIONS,
        }
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test-run.sqlite3")}
LOGGING["root"]["level"] = "ERROR"  # type: ignore[index]  # a nested dict of settings
