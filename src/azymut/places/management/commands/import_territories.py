"""Import communes and names of units from a TERC file of eteryt.stat.gov.pl."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.places.exchange import terc


class Command(ImportCommand):
    help = "Import communes and names of units from a TERC file of eteryt.stat.gov.pl."

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:  # noqa: ARG002
        return terc.run(path, by=None, at=timezone.now(), dry_run=dry_run)
