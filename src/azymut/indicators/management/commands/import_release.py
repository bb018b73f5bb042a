"""bin/azymut import_release --source KIND [--dataset CODE | --mapping NAME] FILE [--dry-run] [--json]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.indicators import queries
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer, mapped
from azymut.indicators.models import TableMapping
from azymut.kernel.errors import DomainError
from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.kernel.intake import read_bytes

TABLE = FileFormat.TABLE.value


class Command(ImportCommand):
    help = "Loads a file of a statistical office as a new release of its dataset and publishes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", required=True, choices=[*(str(key.value) for key in importer.READERS), TABLE])
        parser.add_argument("--dataset", default="", metavar="CODE", help="default: read from the file's name")
        parser.add_argument("--mapping", default="", metavar="NAME", help="with --source table: how to read it")

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        at = timezone.now()
        if options["source"] == TABLE:
            mapping = self._mapping(options["mapping"])
            return mapped.bring_in(read_bytes(path), path.name, mapping, by=None, at=at, dry_run=dry_run).report
        file_format = FileFormat(options["source"])
        with importer.opened(path, file_format) as content:
            outcome = importer.bring_in(
                content,
                path.name,
                file_format=file_format,
                dataset_code=options["dataset"],
                by=None,
                at=at,
                dry_run=dry_run,
            )
        return outcome.report

    def _mapping(self, name: str) -> TableMapping:
        found = queries.mapping_by_name(name)
        if found is None:
            known = ", ".join(one.name for one in queries.mappings()) or "–"
            raise DomainError(
                _("There is no mapping “%(name)s”. There are: %(known)s.") % {"name": name, "known": known}
            )
        return found
