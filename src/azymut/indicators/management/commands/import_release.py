"""bin/azymut import_release --source bdl-ctab|eurostat-tsv|ela-country|… [--dataset CODE] FILE [--dry-run] [--json]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.kernel.importing import ImportCommand, ImportReport


class Command(ImportCommand):
    help = "Loads a file of a statistical office as a new release of its dataset and publishes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", required=True, choices=[str(key.value) for key in importer.READERS])
        parser.add_argument("--dataset", default="", metavar="CODE", help="default: read from the file's name")

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        file_format = FileFormat(options["source"])
        with importer.opened(path, file_format) as content:
            outcome = importer.bring_in(
                content,
                path.name,
                file_format=file_format,
                dataset_code=options["dataset"],
                by=None,
                at=timezone.now(),
                dry_run=dry_run,
            )
        return outcome.report
