"""`messages`: compile, check or complete the Polish texts of the rooms."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from azymut.kernel import catalogues


class Command(BaseCommand):
    help = "Compile, check or complete the Polish texts of the rooms."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile", action="store_true", help="compile what has changed")
        parser.add_argument("--check", action="store_true", help="list missing, empty and wrong texts, fail if any")
        parser.add_argument("--update", action="store_true", help="add missing entries with empty texts")
        parser.add_argument("--prune", action="store_true", help="take out entries that no code asks for")
        parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these rooms (for all but --compile)")

    def handle(self, **options: Any) -> None:
        chosen = [path for path in catalogues.rooms(settings.SOURCE) if path.name in (options["rooms"] or [path.name])]
        if options["update"]:
            for room in chosen:
                self._say(room.name, "added", catalogues.update(room))
        if options["prune"]:
            for room in chosen:
                self._say(room.name, "removed", catalogues.prune(room))
        if options["compile"] or not any(options[key] for key in ("check", "update", "prune")):
            self.stdout.write(f"compiled {len(catalogues.compile_all(settings.SOURCE))} catalogues")
        if options["check"]:
            self._check({room.name for room in chosen})

    def _say(self, room: str, verb: str, count: int) -> None:
        if count:
            self.stdout.write(f"{room}: {verb} {count}")

    def _check(self, chosen: set[str]) -> None:
        total = 0
        for findings in catalogues.check(settings.SOURCE):
            if findings.room not in chosen:
                continue
            total += len(findings.faults)
            for fault in findings.faults:
                self.stderr.write(fault)
            if findings.unused:
                self.stdout.write(f"{findings.room}: {len(findings.unused)} texts that no code asks for (--prune)")
        if total:
            raise CommandError(f"{total} faults in the Polish texts")
        self.stdout.write("the Polish texts are complete")
