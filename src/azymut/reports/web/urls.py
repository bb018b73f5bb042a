"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.reports.web import views

app_name = "reports"
urlpatterns = [
    path("raporty/", views.report_list, name="list"),
    path("raporty/nowy/", views.ask, name="ask"),
    path("raporty/<str:public_id>/", views.detail, name="detail"),
    path("raporty/<str:public_id>/opublikuj/", views.publish, name="publish"),
    path("raporty/<str:public_id>/wycofaj/", views.withdraw, name="withdraw"),
]
