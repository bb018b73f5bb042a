"""`restore FILE`: an archive of `backup` back into an installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from azymut.kernel import backup


class Command(BaseCommand):
    help = "Verify an archive and put it into this installation. Stop the web server and the worker first."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="lose what this installation holds now")
        parser.add_argument("--verify", action="store_true", help="only read the archive and compare its checksums")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if options["verify"]:
                manifest, done = backup.verify(path), "whole"
            else:
                manifest, done = backup.restore(path, replace=options["replace"]), "restored"
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {done}, {len(manifest.members)} members, made at {manifest.made_at}")
