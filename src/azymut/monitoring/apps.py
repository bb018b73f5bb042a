"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "azymut.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        from azymut.monitoring import providers, tasks  # noqa: PLC0415  # models are ready only now

        providers.register()
        tasks.register()
