"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "azymut.offers"
    label = "offers"

    def ready(self) -> None:
        from azymut.offers import providers  # noqa: PLC0415  # models are loaded only now

        providers.register()
