"""`copy_database FILE`: a SQLite database into the empty PostgreSQL database that this installation names."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from azymut.kernel import copying


class Command(BaseCommand):
    help = (
        "Copy a SQLite database into this installation's empty PostgreSQL database. Stop web server and worker first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the SQLite database, such as azymut.sqlite3")

    def handle(self, **options: Any) -> None:
        try:
            counts = copying.copy_database(options["file"])
        except copying.CopyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables copied, the audit trail among them")
