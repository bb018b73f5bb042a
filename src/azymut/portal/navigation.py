"""What frames every page: links by role, languages, appearance. Addresses are asked for by name; none is dead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from azymut.kernel.registries import duties_of
from azymut.people.models import Account
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest

TRACES = frozenset({"fbclid", "gclid", "msclkid"})
THEMES = ("auto", "light", "dark", "contrast")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Group:
    label: str
    links: tuple[Link, ...]


# Address name, label, and the right that shows it (None: everyone who is signed in).
PUBLIC = (
    ("indicators:region", _("Region")),
    ("programmes:list", _("Programmes")),
    ("indicators:list", _("Indicators")),
    ("occupations:list", _("Occupations")),
    ("offers:list", _("Schools")),
    ("indicators:demand-list", _("Demand")),
    ("people:organisations", _("Organisations")),
    ("portal:search", _("Search")),
)
FOOTER = (
    ("portal:help", _("Help")),
    ("portal:accessibility", _("Accessibility statement")),
    ("portal:privacy", _("Privacy")),
    ("indicators:sources", _("Sources of figures")),
    ("indicators:open-data", _("Open data")),
)
# For those who work on the site; a visitor has no use for it.
FOOTER_INSIDE = (("design:gallery", _("Gallery of parts")),)
RAIL: tuple[tuple[str | Promise, tuple[tuple[str, str | Promise, Right | None], ...]], ...] = (
    ("", (("portal:desk", _("Desk"), None),)),
    (
        _("Programme"),
        (
            ("programmes:manage", _("Actions and milestones"), Right.UPDATE_ACTION),
            ("monitoring:board", _("Course of the programme"), Right.SEE_WORKSPACE),
            ("reports:list", _("Monitoring reports"), Right.SEE_WORKSPACE),
        ),
    ),
    (
        _("Figures"),
        (
            ("indicators:sources", _("Sources of figures"), Right.LOAD_STATISTICS),
            ("indicators:releases", _("Releases"), Right.LOAD_STATISTICS),
            ("indicators:import", _("Load a file"), Right.LOAD_STATISTICS),
            ("indicators:alerts", _("Alerts"), Right.DEFINE_INDICATORS),
            ("indicators:workbench", _("Definitions of indicators"), Right.DEFINE_INDICATORS),
            ("indicators:mappings", _("Tables and mappings"), Right.LOAD_STATISTICS),
            ("indicators:forecasts", _("Forecast of demand"), Right.LOAD_STATISTICS),
        ),
    ),
    (
        _("People"),
        (
            ("people:manage", _("Organisations"), Right.EDIT_ORGANISATION),
            ("people:import", _("Import from RSPO"), Right.IMPORT_REGISTERS),
            ("offers:readings", _("Provision of schools"), Right.IMPORT_REGISTERS),
            ("people:accounts", _("Accounts and roles"), Right.MANAGE_ACCOUNTS),
            ("people:invitations", _("Invitations"), Right.INVITE),
        ),
    ),
    (
        _("System"),
        (
            ("documents:templates", _("Document templates"), Right.REPLACE_TEMPLATES),
            ("kernel:audit", _("Audit trail"), Right.SEE_AUDIT),
            ("kernel:outbox", _("Outgoing mail and tasks"), Right.SEE_OUTBOX),
            ("people:retention", _("Retention"), Right.RUN_RETENTION),
        ),
    ),
    (
        _("My account"),
        (
            ("people:me", _("My data"), None),
            ("kernel:notifications", _("Notifications"), None),
            ("account_change_password", _("Password"), None),
            ("mfa_index", _("Second factor"), None),
            ("usersessions_list", _("Signed-in devices"), None),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for the layouts, worked out only when a layout asks."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    account = _account(request)
    theme = request.COOKIES.get("look", "auto")
    theme = theme if theme in THEMES else "auto"
    return {
        "demo": settings.DEMO,
        "home": reverse("portal:home"),
        "desk": reverse("portal:desk"),
        "sign_in": reverse("account_login"),
        "sign_out": reverse("account_logout"),
        "looks": reverse("portal:look"),
        "account": str(account) if account else "",
        "links": links(PUBLIC, request),
        "footer": links(FOOTER + FOOTER_INSIDE if account else FOOTER, request),
        "rail": SimpleLazyObject(lambda: rail(request, account) if account else ()),
        "theme": theme if theme in {"light", "dark"} else "",
        "contrast": theme == "contrast",
        "look_choices": [
            (key, label, key == theme)
            for key, label in (
                ("auto", gettext("as on the device")),
                ("light", gettext("light")),
                ("dark", gettext("dark")),
                ("contrast", gettext("high contrast")),
            )
        ],
        **_addresses(request),
        "languages": [
            {"code": code, "label": label, "url": in_language(request, code)}
            for code, label in settings.LANGUAGES
            if code != get_language()
        ],
        "funding": gettext(
            "Financed by the European Union, NextGenerationEU: National Recovery Plan of Poland, investment A3.1.1."
        ),
    }


def _addresses(request: HttpRequest) -> dict[str, Any]:
    """The one address of a public page for search engines, and the page in each language; Polish for all others."""
    match = request.resolver_match
    if match is None or getattr(match.func, "access", "") != "public":
        return {"canonical": "", "alternates": ()}
    here = _without_traces(request)
    there = {code: f"{settings.SITE_ADDRESS}{translate_url(here, code)}" for code, _label in settings.LANGUAGES}
    alternates = [{"code": code, "url": url} for code, url in there.items()]
    alternates.append({"code": "x-default", "url": there[settings.LANGUAGE_CODE]})
    return {"canonical": f"{settings.SITE_ADDRESS}{here}", "alternates": tuple(alternates)}


def _without_traces(request: HttpRequest) -> str:
    """The address without what campaigns and networks hang on it, in one order; the rest says what the page shows."""
    asked = sorted(
        (key, value)
        for key, values in request.GET.lists()
        for value in values
        if value and not key.startswith("utm_") and key not in TRACES
    )
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def in_language(request: HttpRequest, code: str) -> str:
    """This page with its query in the other language; a page that does not exist leads to that language's home."""
    here = request.get_full_path()
    there = translate_url(here, code)
    return there if there != here else translate_url(reverse("portal:home"), code)


def _account(request: HttpRequest) -> Account | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def links(entries: tuple[tuple[str, str | Promise], ...], request: HttpRequest) -> list[Link]:
    """Links with the one being read marked. A name that leads nowhere is a mistake that a test finds."""
    found = [(str(label), reverse(name)) for name, label in entries]
    here = nearest([url for _, url in found], request.path)
    return [Link(label=label, url=url, current=url == here) for label, url in found]


def nearest(urls: Iterable[str], path: str) -> str:
    """The address among these that the page being read stands under: the longest, since /a/b/ also starts with /a/.

    The home page is above everything and so marks nothing but itself.
    """
    homes = {reverse("portal:home")}
    under = [url for url in urls if path == url or (url not in homes and path.startswith(f"{url.rstrip('/')}/"))]
    return max(under, key=len, default="")


def rail(request: HttpRequest, account: Account) -> tuple[Group, ...]:
    """The workspace rail of this person: only what the person may open, with the number of duties at the desk."""
    allowed = [
        (
            str(label),
            [(name, str(text), reverse(name)) for name, text, right in entries if right is None or account.may(right)],
        )
        for label, entries in RAIL
    ]
    here = nearest([url for _, entries in allowed for _, _, url in entries], request.path)
    waiting = len(duties_of(account, timezone.now()))
    return tuple(
        Group(
            label,
            tuple(
                Link(text, url, current=url == here, count=waiting if name == "portal:desk" else 0)
                for name, text, url in entries
            ),
        )
        for label, entries in allowed
        if entries
    )
