"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.occupations.web import views

app_name = "occupations"
urlpatterns = [
    path("zawody/", views.occupations, name="list"),
    path("zawody/zawody.csv", views.export_csv, name="export-csv"),
    path("zawody/zawody.xlsx", views.export_xlsx, name="export-xlsx"),
    path("zawody/grupy/<slug:code>/", views.group, name="group"),
    path("zawody/<slug:code>/", views.occupation, name="detail"),
]
