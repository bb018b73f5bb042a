"""Import one classification of occupations: KZiS, school occupations or ISCO-08."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.utils import timezone

from azymut.kernel.importing import ImportCommand, ImportReport
from azymut.occupations.exchange import isco, kzis, school

IMPORTERS = {"kzis": kzis.run, "school": school.run, "isco": isco.run}
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text[:20]} is not a year from {FIRST_YEAR} to {LAST_YEAR}")
    return int(text)


class Command(ImportCommand):
    help = "Import a classification of occupations from a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--scheme", required=True, choices=sorted(IMPORTERS))
        parser.add_argument("--year", type=_year, help="the edition, when the file's name does not tell it")

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        importer = IMPORTERS[options["scheme"]]
        return importer(path, year=options["year"], by=None, at=timezone.now(), dry_run=dry_run)
