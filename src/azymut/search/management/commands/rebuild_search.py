"""Bring the whole search index up to date; unchanged documents cost no write, so a second run is quick."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from azymut.search import index
from azymut.search.models import Entry, Lemma


class Command(BaseCommand):
    help = "Refresh the search index of every room."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="throw the index away first, vocabulary included")

    def handle(self, **options: Any) -> None:
        if options["empty"]:
            Entry.objects.all().delete()
            Lemma.objects.all().delete()
        counts = index.rebuild()
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")
        self.stdout.write(f"{sum(counts.values())} documents can be found")
