"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "azymut.search"
    label = "search"

    def ready(self) -> None:
        from azymut.search import tasks  # noqa: PLC0415  # models are ready only now

        tasks.register()
