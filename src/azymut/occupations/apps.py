"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    name = "azymut.occupations"
    label = "occupations"

    def ready(self) -> None:
        from azymut.occupations import providers  # noqa: PLC0415  # models are loaded only now

        providers.register()
