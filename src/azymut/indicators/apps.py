"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "azymut.indicators"
    label = "indicators"

    def ready(self) -> None:
        from azymut.indicators import api, providers, tasks  # noqa: PLC0415  # models are ready only now

        providers.register()
        tasks.register()
        api.register()
