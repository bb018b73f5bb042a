"""Everything that the demonstration needs, in order, each step saying what it does and how long it took."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError


@dataclass(frozen=True)
class Step:
    """A command by name, and what a person should read while it runs."""

    command: str
    says: str
    takes_passwords: bool = False


STEPS = (
    Step("load_places", "country, voivodeships, counties, their neighbours and cartogram tiles"),
    Step("load_occupations", "occupations taught in schools and groups of the classification"),
    Step("load_indicators", "real figures of official sources and the indicators made of them"),
    Step("load_sample_figures", "invented lists of demand for occupations in the region, marked as samples"),
    Step("load_sample_people", "invented organisations and one sample account per role", takes_passwords=True),
    Step("load_sample_offers", "invented schools and the occupations that they teach"),
    Step("load_sample_programme", "the invented programme: actions, milestones, money, targets"),
    Step("refresh_statuses", "the status of every action with its reasons"),
    Step("rebuild_search", "the search index"),
    Step("warm_charts", "pictures of the charts on the first pages"),
)


class Command(BaseCommand):
    help = "Load reference data and the sample region, then make ready what the first pages show. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--passwords-file",
            type=Path,
            metavar="FILE",
            help="JSON with the sample sign-ins that the caller made; handed on to load_sample_people",
        )

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("this is not a demonstration: sample people and a sample programme do not belong here")
        known = get_commands()
        began = time.monotonic()
        for number, step in enumerate(STEPS, start=1):
            if step.command not in known:
                self.stdout.write(f"[{number}/{len(STEPS)}] {step.says}: not part of this installation")
                continue
            self._run(number, step, options["passwords_file"])
        self.stdout.write(f"ready after {time.monotonic() - began:.1f} s")

    def _run(self, number: int, step: Step, passwords: Path | None) -> None:
        self.stdout.write(f"[{number}/{len(STEPS)}] {step.says} …")
        self.stdout.flush()
        began = time.monotonic()
        extra = {"passwords_file": passwords} if step.takes_passwords and passwords else {}
        call_command(step.command, stdout=self.stdout, stderr=self.stderr, **extra)
        self.stdout.write(f"      {time.monotonic() - began:.1f} s")
