"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.offers.web import views

app_name = "offers"
urlpatterns = [
    path("szkoly-i-zawody/", views.offers, name="list"),
    path("szkoly-i-zawody/szkoly-i-zawody.<slug:kind>", views.export, name="export"),
    path("szkoly-i-zawody/zawody/<slug:code>/", views.occupation, name="occupation"),
    path("szkoly-i-zawody/odczyty/", views.readings, name="readings"),
    path("szkoly-i-zawody/odczyty/<slug:public_id>/", views.reading, name="reading"),
    path("szkoly-i-zawody/odczyty/<slug:public_id>/wczytaj/", views.apply, name="apply"),
    path("szkoly-i-zawody/nazwy/", views.names, name="names"),
]
