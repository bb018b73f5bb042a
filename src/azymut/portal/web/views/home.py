"""The public face of the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from azymut.people.access import public
from azymut.portal import queries
from azymut.portal.web.pages.home import HomePage, home_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


KEPT_SECONDS = 60


@public
def home(request: HttpRequest) -> HttpResponse:
    """Nothing in it depends on the reader, so it is kept drawn: for a minute, so that statuses follow, and worked out
    anew as soon as figures or plans change."""
    key = f"portal:home-drawn:{get_language()}:{settings.DEMO}:{queries.data_stamp()}"
    kept = cache.get(key)
    if kept is None:
        page = _work_out()
        kept = (page.question, render_to_string("portal/home_body.html", {"page": page}))
        cache.set(key, kept, KEPT_SECONDS)
    title, body = kept
    return render(request, "portal/home.html", {"title": title, "body": body})


def _work_out() -> HomePage:
    """Figures are real; the sample programme is told only in the demonstration, and marked."""
    region = queries.served_region()
    return home_page(
        region,
        course=queries.course(with_sample=settings.DEMO),
        figures=queries.key_figures(region) if region else (),
        counties=queries.county_figures(region) if region else None,
    )
