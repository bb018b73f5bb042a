"""bin/azymut load_sample_figures: invented tables of the demonstration, marked as samples."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.indicators.exchange import importer


class Command(BaseCommand):
    help = "Loads the invented figures of the demonstration; never on a site that people rely on."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # Django's own signature
        report = importer.load_samples(by=None, at=timezone.now(), say=lambda name: self.stdout.write(f"  {name}"))
        self.stdout.write(f"sample figures: created {report.created}, changed {report.changed}")
