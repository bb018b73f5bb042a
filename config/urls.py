"""Root addresses: each room's own file under one Polish word; English lives under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from azymut.kernel.read_api import api
from azymut.portal.web.errors import bad_request, forbidden, not_found, server_error
from azymut.portal.web.health import healthz
from azymut.portal.web.views.legal import robots, sitemap

handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("api/v1/", api.urls),
    path("zaplecze/", admin.site.urls),
    *i18n_patterns(
        path("konto/", include("allauth.urls")),
        path("", include("azymut.people.web.urls")),
        path("", include("azymut.documents.web.urls")),
        path("", include("azymut.design.web.urls")),
        path("", include("azymut.places.web.urls")),
        path("", include("azymut.occupations.web.urls")),
        path("", include("azymut.offers.web.urls")),
        path("", include("azymut.indicators.web.urls")),
        path("", include("azymut.programmes.web.urls")),
        path("", include("azymut.monitoring.web.urls")),
        path("", include("azymut.reports.web.urls")),
        path("", include("azymut.kernel.web.urls")),
        path("", include("azymut.portal.web.urls")),
        prefix_default_language=False,
    ),
]
