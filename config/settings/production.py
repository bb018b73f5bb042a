"""An office's installation. It refuses to start with unsafe values."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.safety import faults

if _faults := faults(os.environ):
    raise ImproperlyConfigured("; ".join(_faults))

# Both can be made again at any time, so they stay out of backups; here they lie where the service may write.
STATIC_ROOT = Path(os.environ.get("AZYMUT_STATIC_DIR", DATA_DIR / "static"))
CHARTS_DIR = Path(os.environ.get("AZYMUT_CHARTS_DIR", DATA_DIR / "charts"))

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The proxy alone connects to the service and says for whom: limits on signing in count visitors, not the proxy.
PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("AZYMUT_PROXIES", "1"))
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Being listed in browsers' preload lists binds a whole domain for years; that is for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
