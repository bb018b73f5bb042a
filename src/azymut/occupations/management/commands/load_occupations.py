"""Load the bundled classifications: ISCO-08, the groups of KZiS, school occupations."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.occupations.exchange import bundled


class Command(BaseCommand):
    help = "Load the bundled occupations; a second run changes nothing."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # no options of its own
        for key, report in bundled.load(by=None, at=timezone.now()).items():
            self.stdout.write(
                f"{key}: created {report.created}, changed {report.changed}, unchanged {report.unchanged}"
            )
