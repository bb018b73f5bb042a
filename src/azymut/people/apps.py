"""Django's entry for people."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_save


class PeopleConfig(AppConfig):
    name = "azymut.people"
    label = "people"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator  # noqa: PLC0415  # models exist only now

        from azymut.people import adapters, providers, tasks  # noqa: PLC0415

        pre_save.connect(adapters.note_codes_as_seen, sender=Authenticator)
        providers.register()
        tasks.register()
