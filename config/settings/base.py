"""What every installation shares; the environment supplies what differs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "azymut"
DATA_DIR = Path(os.environ.get("AZYMUT_DATA_DIR", ROOT / "var" / "data"))

REGION_TERYT = os.environ.get("AZYMUT_REGION", "10")
"""The voivodeship that this installation serves; everything regional is data below this code."""

DEMO = False
DEBUG = False
SECRET_KEY = os.environ.get("AZYMUT_SECRET_KEY", "")
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("AZYMUT_HOSTS", "").split(",") if host.strip()]
SITE_ADDRESS = os.environ.get("AZYMUT_ADDRESS", "http://localhost:8000").rstrip("/")
SITE_NAME = "Azymut"
OFFICE = {
    key: os.environ.get(f"AZYMUT_OFFICE_{key.upper()}", "")
    for key in ("name", "address", "email", "phone", "accessibility_person", "data_protection_email", "building")
}
"""Who answers for this installation: shown in the accessibility statement and on the privacy page."""
STATEMENT_PUBLISHED_ON = os.environ.get("AZYMUT_STATEMENT_PUBLISHED_ON", "2026-11-22")
STATEMENT_REVIEWED_ON = os.environ.get("AZYMUT_STATEMENT_REVIEWED_ON", "2026-11-22")

ROOMS = [
    "portal", "reports", "monitoring", "programmes", "indicators", "offers", "occupations",
    "people", "places", "documents", "search", "design", "kernel",
]  # fmt: skip

INSTALLED_APPS = [
    *[f"azymut.{room}" for room in ROOMS],
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "azymut.kernel.readonly.ReadOnlyGetMiddleware",
    "azymut.kernel.nul.RefuseNulMiddleware",
    "azymut.kernel.public_pages.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "azymut.people.middleware.SecondFactorMiddleware",
    "azymut.portal.web.errors.OnlyFormsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "design" / "templates", *sorted(SOURCE.glob("*/web/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "azymut.portal.navigation.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "azymut.design.templatetags.listings",
                "azymut.design.templatetags.parts",
            ],
        },
    }
]
FORM_RENDERER = "azymut.design.forms.Renderer"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR / 'azymut.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000"
    ),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "azymut_cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
    # Drawn pages of visitors, compressed, in each web process: see azymut.kernel.public_pages.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# NIST SP 800-63B-4 (3.1.1.2) and OWASP ASVS 5: 15 characters where a password may stand alone, no composition rules,
# common, guessable and site-related passwords refused, no forced change.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "azymut.people.rules.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "azymut.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_FORMS = {
    "login": "azymut.people.web.sign_in.LoginForm",
    "change_password": "azymut.people.web.sign_in.ChangePasswordForm",
    "reset_password": "azymut.people.web.sign_in.ResetPasswordForm",
    "reset_password_from_key": "azymut.people.web.sign_in.ResetPasswordKeyForm",
    "add_email": "azymut.people.web.sign_in.AddEmailForm",
    "reauthenticate": "azymut.people.web.sign_in.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = True  # one address an account, changed only once the new one is verified
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Azymut] "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail because somebody typed their address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "azymut.people.web.sign_in.CodeForm",
    "reauthenticate": "azymut.people.web.sign_in.CodeAgainForm",
    "activate_totp": "azymut.people.web.sign_in.ApplicationForm",
    "add_webauthn": "azymut.people.web.sign_in.AddKeyForm",
    "edit_webauthn": "azymut.people.web.sign_in.RenameKeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_DEMANDED = True
# Proving again who one is, signing out, and what a page needs to be seen; besides the pages that set the factor up.
OPEN_WITHOUT_SECOND_FACTOR = frozenset({"account_logout", "account_reauthenticate", "portal:look", "healthz"})
SOCIALACCOUNT_ADAPTER = "azymut.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {}
if os.environ.get("AZYMUT_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "office",
                "name": os.environ.get("AZYMUT_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ["AZYMUT_OIDC_CLIENT"],
                "secret": os.environ["AZYMUT_OIDC_SECRET"],
                "settings": {"server_url": os.environ["AZYMUT_OIDC_SERVER"]},
            }
        ]
    }

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "azymut.portal.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

if os.environ.get("AZYMUT_OIDC_SERVER"):
    # Signing in is a form that is answered with a redirect to the office's identity provider.
    _provider = urlsplit(os.environ.get("AZYMUT_OIDC_AUTHORIZE", os.environ["AZYMUT_OIDC_SERVER"]))
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_provider.scheme}://{_provider.netloc}")

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"
FORMAT_MODULE_PATH = ["azymut.design.locale_formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("AZYMUT_STATIC_DIR", DATA_DIR.parent / "static"))
# Uploaded files lie outside the web root and are only ever served by views of ours, with safe headers.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
# Files that a command reads row by row, such as the graduates' programmes with their 200 MB.
LARGE_FILE_LIMIT_BYTES = 512 * 1024 * 1024
ATTACHMENT_SCANNER = os.environ.get("AZYMUT_SCANNER", "azymut.kernel.attachments.no_scanner")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

EMAIL_BACKEND = "azymut.kernel.outbox.OutboxEmailBackend"
SMTP_URL = os.environ.get("AZYMUT_SMTP", "smtp://localhost:25")
DEFAULT_FROM_EMAIL = os.environ.get("AZYMUT_MAIL_FROM", "azymut@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The read API: see docs/operations.md.
API_PER_MINUTE = int(os.environ.get("AZYMUT_API_PER_MINUTE", "120"))
"""Requests that one address may make in a minute; 0 is no limit."""
PROXIES = int(os.environ.get("AZYMUT_PROXIES", "0"))
"""How many proxies of ours stand before the server and write X-Forwarded-For; 0 believes nobody."""

STATISTICS_DIR = DATA_DIR / "statistics"

# Sources that are asked over the network: see docs/operations.md.
BDL_URL = os.environ.get("AZYMUT_BDL_URL", "https://bdl.stat.gov.pl/api/v1").rstrip("/")
BDL_CLIENT_ID = os.environ.get("AZYMUT_BDL_CLIENT_ID", "")
RSPO_URL = os.environ.get("AZYMUT_RSPO_URL", "https://api.rspo.gov.pl").rstrip("/")
RSPO_USER, RSPO_PASSWORD = os.environ.get("AZYMUT_RSPO_USER", ""), os.environ.get("AZYMUT_RSPO_PASSWORD", "")
RSPO_FIRST_PAGE = int(os.environ.get("AZYMUT_RSPO_FIRST_PAGE", "0"))
"""The number that the register's API gives its first page."""
EUROSTAT_URL = os.environ.get("AZYMUT_EUROSTAT_URL", "https://ec.europa.eu/eurostat/api/dissemination").rstrip("/")
FETCH_USER_AGENT = os.environ.get("AZYMUT_FETCH_USER_AGENT", f"Azymut/1 (+{SITE_ADDRESS})")
FETCH_EVERY_DAYS = {
    "gus-bdl": int(os.environ.get("AZYMUT_BDL_EVERY_DAYS", "7")),
    "eurostat": int(os.environ.get("AZYMUT_EUROSTAT_EVERY_DAYS", "7")),
}
"""How often the worker asks a source for what is new; 0 is never."""
FETCH_ATTEMPTS = 4
FETCH_CONNECT_SECONDS, FETCH_READ_SECONDS, FETCH_ANSWER_SECONDS = 10.0, 60.0, 600.0
FETCH_PATIENCE_SECONDS = int(os.environ.get("AZYMUT_FETCH_PATIENCE", "60"))
"""How long a fetch waits for its turn before it pauses and goes on later."""
FETCH_LIMIT_BYTES = 200 * 1024 * 1024
CHARTS_DIR = Path(os.environ.get("AZYMUT_CHARTS_DIR", DATA_DIR.parent / "charts"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"refusals": {"()": "azymut.kernel.logs.RefusalsInOneLine"}},
    "loggers": {
        "django.request": {"filters": ["refusals"]},
        "django.security.DisallowedHost": {"filters": ["refusals"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
