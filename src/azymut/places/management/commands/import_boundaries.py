"""Import outlines of territories from GeoJSON with a TERYT code in each feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.places.exchange import boundaries


class Command(ImportCommand):
    help = "Import outlines of territories from GeoJSON with a TERYT code in each feature."

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:  # noqa: ARG002
        return boundaries.run(path, by=None, at=timezone.now(), dry_run=dry_run)
