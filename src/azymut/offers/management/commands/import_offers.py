"""Import an office's own table of provision."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.offers.exchange import table


class Command(ImportCommand):
    help = "Import a table (CSV, XLSX) of schools, occupations, school years and pupils."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--accept-closures", action="store_true", help="end many offers that the table leaves out")

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        return table.run(path, by=None, at=timezone.now(), dry_run=dry_run, accept_closures=options["accept_closures"])
