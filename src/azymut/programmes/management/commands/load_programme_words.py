"""Load the words that actions are sorted by and the sources of funding."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.programmes.exchange.words_table import load_bundled_words


class Command(BaseCommand):
    help = "Load the areas, target groups, specialisations and sources of funding that come with the product."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # Django's own signature
        report = load_bundled_words(by=None, at=timezone.now())
        self.stdout.write(f"words: created {report.created}, changed {report.changed}, unchanged {report.unchanged}")
