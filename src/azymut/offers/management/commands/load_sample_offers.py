"""`load_sample_offers`: invented schools of the demonstration and what they teach."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from azymut.kernel.errors import DomainError
from azymut.offers.exchange import samples


class Command(BaseCommand):
    help = "Load the demonstration's invented schools and what they teach. A second run changes nothing."

    def handle(self, **_options: Any) -> None:
        try:
            report = samples.load(at=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        for rejection in report.rejected:
            self.stderr.write(f"row {rejection.row}, {rejection.column}: {rejection.reason}")
        self.stdout.write(f"created {report.created}, changed {report.changed}, ended {report.removed}")
