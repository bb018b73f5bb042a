"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "azymut.reports"
    label = "reports"

    def ready(self) -> None:
        from azymut.reports import providers  # noqa: PLC0415  # models are ready only now

        providers.register()
