"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from azymut.portal.web.views import desk, home, legal, look, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("pulpit/", desk.desk, name="desk"),
    path("pulpit/widziane/", desk.mark_seen, name="desk-seen"),
    path("szukaj/", search.search, name="search"),
    path("wyglad/", look.look, name="look"),
    path("pomoc/", legal.help_page, name="help"),
    path("dostepnosc/", legal.accessibility, name="accessibility"),
    path("prywatnosc/", legal.privacy, name="privacy"),
]
