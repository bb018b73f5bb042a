"""Load the sample programme; places and sample organisations must be there before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from azymut.kernel.errors import DomainError
from azymut.programmes.exchange.programme_file import bring_in_programme
from azymut.programmes.exchange.words_table import DATA, load_bundled_words


class Command(BaseCommand):
    help = "Load the invented programme of the demonstration. What is already there is left as people made it."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # Django's own signature
        at = timezone.now()
        load_bundled_words(by=None, at=at)
        try:
            report = bring_in_programme(DATA / "sample_programme.toml", by=None, at=at)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"sample programme: created {report.created} actions, unchanged {report.unchanged}")
