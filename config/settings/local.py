"""The demo on one's own machine: secrets and data lie in var/, mail is written to files."""

from __future__ import annotations

import os

from config.settings.base import *

DEMO = True
SECRET_FILE = DATA_DIR.parent / "secret"
SECRET_KEY = SECRET_FILE.read_text(encoding="utf-8").strip() if SECRET_FILE.exists() else ""
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECOND_FACTOR_DEMANDED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SMTP_URL = os.environ.get("AZYMUT_SMTP", f"file://{DATA_DIR / 'mail'}")
# A demo asks nobody by itself; "fetch now" on the page of sources and `bin/azymut fetch` still do.
FETCH_EVERY_DAYS = dict.fromkeys(FETCH_EVERY_DAYS, 0)
