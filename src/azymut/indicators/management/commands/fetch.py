"""bin/azymut fetch gus-bdl|eurostat [--collection CODE …] [--publish] [--dry-run] [--json]"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.indicators import actions, queries
from azymut.indicators.exchange import fetching
from azymut.indicators.exchange.network.collections import Collection
from azymut.kernel.errors import DomainError
from azymut.kernel.importing import EXIT_CLEAN, EXIT_REFUSED, EXIT_SOME_REJECTED
from azymut.kernel.registries import impact_of

COUNTS = ("created", "changed", "unchanged", "removed", "rejected")


class Command(BaseCommand):
    help = (
        "Fetches figures from a source over the network. New releases wait to be published on screen; with --publish "
        "those in which the checks find nothing serious are. An interrupted fetch goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(fetching.SOURCES))
        parser.add_argument("--collection", action="append", default=[], metavar="CODE", help="default: all of them")
        parser.add_argument("--publish", action="store_true", help="publish what the checks find nothing serious in")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, **options: Any) -> None:
        fault = ""
        results: list[dict[str, Any]] = []
        try:
            wanted = fetching.chosen(options["source"], options["collection"])
            run = self._rehearse if options["dry_run"] else self._fetch
            results, fault = run(wanted, options)
        except DomainError as error:
            fault = str(error)
        self._tell(results, fault, as_json=options["json"], dry_run=options["dry_run"])
        status = EXIT_SOME_REJECTED if any(one["rejected"] for one in results) else EXIT_CLEAN
        if fault or any(one["error"] for one in results):
            status = EXIT_REFUSED
        if status:
            raise SystemExit(status)

    def _rehearse(self, wanted: tuple[Collection, ...], options: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
        results = []
        with fetching.alone(options["source"]):
            for collection in wanted:
                try:
                    outcome, tally = fetching.bring(collection, by=None, at=timezone.now(), dry_run=True)
                except DomainError as error:
                    results.append(fetching.result_of(collection.code, error=str(error)))
                else:
                    results.append(fetching.result_of(collection.code, outcome=outcome, tally=tally))
        return results, ""

    def _fetch(self, wanted: tuple[Collection, ...], options: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
        source = queries.source_by_key(options["source"])
        if source is None:
            raise DomainError(_("The sources are not set up yet: run load_indicators first."))
        now = timezone.now()
        with fetching.alone(source.key):
            fetching.clear_way(source.key, by=None, at=now)
        codes = [collection.code for collection in wanted]
        fetch = actions.ask_fetch(source=source, collections=codes, publishes=options["publish"], by=None, at=now)
        ended = fetching.carry_out(fetch)
        if ended.is_open:
            until = timezone.localtime(ended.resumes_at)
            paused = _("The source takes no more requests before %(moment)s. Run the command again then; it goes on.")
            return ended.results, paused % {"moment": f"{until:%Y-%m-%d %H:%M}"}
        return ended.results, ""

    def _tell(self, results: list[dict[str, Any]], fault: str, *, as_json: bool, dry_run: bool) -> None:
        if as_json:
            totals = {name: sum(one[name] for one in results) for name in COUNTS}
            self.stdout.write(json.dumps({**totals, "collections": results, "error": fault}, ensure_ascii=False))
        else:
            for one in results:
                self._tell_one(one, dry_run=dry_run)
        for one in results:
            if one["error"]:
                self.stderr.write(f"{one['collection']}: {one['error']}")
        if fault:
            self.stderr.write(fault)

    def _tell_one(self, result: dict[str, Any], *, dry_run: bool) -> None:
        if result["error"]:
            return
        verb = "would be " if dry_run else ""
        self.stdout.write(
            f"{result['collection']}: {verb}created {result['created']}, {verb}changed {result['changed']}, unchanged "
            f"{result['unchanged']}, {verb}removed {result['removed']}, rejected {result['rejected']} "
            f"(asked {result['asked']} times, {result['at_hand']} answers at hand)"
        )
        if result["findings"]:
            serious = ", some of them serious" if result["serious"] else ""
            self.stdout.write(f"  checks: {result['findings']} findings{serious}")
        release = queries.release_by_id(result["release"])
        if release is not None:
            self.stdout.write(f"  release {release.public_id}: {release.state}")
            for impact in impact_of(release):
                self.stdout.write(f"  impact: {impact.label}: {impact.before} → {impact.after}")
