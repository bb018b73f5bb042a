"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "azymut.documents"
    label = "documents"

    def ready(self) -> None:
        from azymut.documents import providers  # noqa: PLC0415  # models must be ready first

        providers.register()
