"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "azymut.programmes"
    label = "programmes"

    def ready(self) -> None:
        from azymut.programmes import providers  # noqa: PLC0415  # models are ready only now

        providers.register()
