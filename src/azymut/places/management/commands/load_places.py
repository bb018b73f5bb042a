"""Load the bundled places: country, voivodeships, subregions, counties, neighbours, cartogram positions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.places.exchange import bundled


class Command(BaseCommand):
    help = "Load the bundled territories; a second run changes nothing."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # no options of its own
        report = bundled.load(by=None, at=timezone.now())
        self.stdout.write(f"places: created {report.created}, changed {report.changed}, unchanged {report.unchanged}")
