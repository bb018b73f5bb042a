"""Open the first pages once, so that their charts are drawn and kept before a visitor asks for them."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse

FIRST_PAGES = ("portal:home", "indicators:region", "indicators:list", "programmes:list", "occupations:list")


class Command(BaseCommand):
    help = "Draw the charts of the first public pages into the cache."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # no options of its own
        host = next((host for host in settings.ALLOWED_HOSTS if "*" not in host), "localhost")
        visitor = Client(headers={"host": host})
        for name in FIRST_PAGES:
            address = reverse(name)
            began = time.monotonic()
            answer = visitor.get(address, follow=True, secure=bool(getattr(settings, "SECURE_SSL_REDIRECT", False)))
            if answer.status_code != 200:  # noqa: PLR2004  # what a page answers with when all is well
                raise CommandError(f"{address} answers {answer.status_code}")
            self.stdout.write(f"  {address} {time.monotonic() - began:.2f} s")
