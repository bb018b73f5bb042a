"""bin/azymut load_indicators: definitions and figures that come with the product. A second run changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.indicators.exchange import importer


class Command(BaseCommand):
    help = "Loads the bundled sources, indicators and figures."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # Django's own signature
        report = importer.load_bundled(by=None, at=timezone.now(), say=lambda name: self.stdout.write(f"  {name}"))
        self.stdout.write(f"figures: created {report.created}, changed {report.changed}, removed {report.removed}")
