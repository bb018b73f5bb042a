"""`fetch_offers`: what the region's schools declare to teach, from the API of the school register."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.kernel.errors import DomainError
from azymut.kernel.importing import EXIT_REFUSED, EXIT_SOME_REJECTED
from azymut.offers.exchange import rspo_api
from azymut.places import queries as places


class Command(BaseCommand):
    help = "Fetch from the school register which school of the region declares to teach which occupation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="ask, compare, say what would change")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        parser.add_argument("--accept-closures", action="store_true", help="end many offers that are left out")

    def handle(self, **options: Any) -> None:
        try:
            report, tally = rspo_api.bring(
                places.region(), by=None, at=timezone.now(), dry_run=options["dry_run"],
                accept_closures=options["accept_closures"],
            )  # fmt: skip
        except DomainError as error:
            place = getattr(error, "place", "")
            self.stderr.write(f"{place}: {error}" if place else str(error))
            raise SystemExit(EXIT_REFUSED) from error
        if options["json"]:
            self.stdout.write(json.dumps({**report.as_dict(), "asked": tally.asked}, ensure_ascii=False))
        else:
            self._tell(report.counts(), report.as_dict()["rejected"])
        if report.rejected:
            raise SystemExit(EXIT_SOME_REJECTED)

    def _tell(self, counts: dict[str, int], rejected: list[dict[str, Any]]) -> None:
        for one in rejected:
            self.stderr.write(f"row {one['row']}, {one['column']}: {one['reason']}")
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
