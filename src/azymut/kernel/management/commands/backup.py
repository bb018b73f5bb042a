"""`backup FILE`: database, files and statistics in one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from azymut.kernel import backup


class Command(BaseCommand):
    help = "Write database, files and statistics into one archive with checksums. The site may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="for example azymut-2026-11-22.tar.gz")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            manifest = backup.backup(path, at=timezone.now())
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        size = path.stat().st_size / 1e6
        self.stdout.write(f"{path}: {len(manifest.members)} members of a {manifest.engine} installation, {size:.1f} MB")
