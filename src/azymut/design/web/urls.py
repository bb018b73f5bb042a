"""Addresses of the design system: its gallery."""

from __future__ import annotations

from django.urls import path

from azymut.design.web import views

app_name = "design"
urlpatterns = [path("wzornik/", views.gallery, name="gallery")]
