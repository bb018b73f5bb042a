"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "azymut.places"
    label = "places"
