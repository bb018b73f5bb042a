"""`import_organisations FILE`: organisations from an export of the school register RSPO."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.people.exchange import rspo


class Command(ImportCommand):
    help = "Import organisations from a CSV export of the school register RSPO (rspo.gov.pl)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--confirm-closures",
            action="store_true",
            help="close organisations that are absent from the file, instead of listing them for a person",
        )

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        report = rspo.bring_in(
            path, by=None, at=timezone.now(), dry_run=dry_run, confirm_closures=options["confirm_closures"]
        )
        if report.absent and not options["confirm_closures"]:
            self.stderr.write(
                f"{report.absent} organisations are absent from the file and stay open until a person confirms "
                "that they closed"
            )
        return report
