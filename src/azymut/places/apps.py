"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "azymut.places"
    label = "places"

    def ready(self) -> None:
        from azymut.places import api  # noqa: PLC0415  # models are ready only now

        api.register()
