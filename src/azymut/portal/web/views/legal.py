"""Pages that the law asks for, help, and what machines read: robots and the map of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape

from azymut.people.access import public
from azymut.portal import queries
from azymut.portal.web.pages.legal import accessibility_page, privacy_page
from azymut.search import finding

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_ADDRESSES = 45_000
ALWAYS_THERE = (
    "portal:home", "portal:search", "portal:help", "portal:accessibility", "portal:privacy", "indicators:open-data",
)  # fmt: skip


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    page = accessibility_page(queries.office())
    return render(request, "portal/accessibility.html", {"page": page})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    page = privacy_page(queries.office(), queries.processings())
    return render(request, "portal/privacy.html", {"page": page})


@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html", {"search": reverse("portal:search")})


@public
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/pulpit/", "/konto/", "/zaplecze/", "/en/pulpit/", "/en/konto/")),
        "Allow: /",
        f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The public pages by name, and everything real that search can find; samples are nobody's facts."""
    addresses = [reverse(name) for name in ALWAYS_THERE] + finding.public_addresses(MOST_ADDRESSES)
    lines = [f"<url><loc>{escape(settings.SITE_ADDRESS + address)}</loc></url>" for address in addresses]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
