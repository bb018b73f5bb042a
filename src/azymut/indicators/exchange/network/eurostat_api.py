"""Eurostat over its API: one answer a collection, as SDMX-CSV or as JSON-stat 2.0."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import eurostat_csv, jsonstat
from azymut.indicators.exchange.network.collections import Collection
from azymut.indicators.exchange.network.protocol import Fetched, Say
from azymut.indicators.exchange.parsed import Parsed
from azymut.kernel.network.asking import Shelf
from azymut.kernel.network.budgets import Limit
from azymut.kernel.network.client import Client, InconsistentError, go_on

LIMITS = (Limit(1, 2), Limit(3600, 500))
"""Eurostat states none; this is what we hold ourselves to."""


class EurostatApi:
    """The statistical office of the European Union."""

    key = "eurostat"

    def client(self, shelf: Shelf, check: Callable[[], None] = go_on) -> Client:
        return Client(self.key, settings.EUROSTAT_URL, shelf=shelf, limits=LIMITS, check=check)

    def fetch(self, collection: Collection, client: Client, say: Say) -> Fetched:
        say(0, 1, collection.code)
        path, parameters, ending = _address(collection)
        content = client.get(path, parameters, lambda content: self._checked(content, collection))
        say(1, 1, collection.code)
        return Fetched(
            content=content,
            name=f"{collection.code}.{ending}",
            origin=f"{settings.EUROSTAT_URL}/{path}",
            made_on=timezone.localdate(),
        )

    def read(self, fetched: Fetched, collection: Collection) -> Parsed:
        parsed = _read(fetched.content, collection)
        parsed.vintage_on = parsed.vintage_on or fetched.made_on
        return parsed

    def _checked(self, content: bytes, collection: Collection) -> bytes:
        """The answer, once it could be read whole; one of another dataset or shape is not kept."""
        parsed = _read(content, collection)
        if parsed.code.lower() != collection.code.lower():
            raise InconsistentError(
                _("The source answered with the dataset %(other)s instead of %(code)s.")
                % {"other": parsed.code, "code": collection.code}
            )
        return content


def _address(collection: Collection) -> tuple[str, list[tuple[str, str]], str]:
    if collection.file_format == FileFormat.EUROSTAT_CSV:
        since = [("startPeriod", str(collection.since))] if collection.since else []
        return f"sdmx/2.1/data/{collection.code}", [("format", "SDMX-CSV"), *since], "csv"
    since = [("sinceTimePeriod", str(collection.since))] if collection.since else []
    named = [(name, value) for name, values in collection.filters.items() for value in values]
    return f"statistics/1.0/data/{collection.code}", [("format", "JSON"), ("lang", "EN"), *named, *since], "json"


def _read(content: bytes, collection: Collection) -> Parsed:
    if collection.file_format == FileFormat.EUROSTAT_CSV:
        return eurostat_csv.read(content, collection.code, dimensions=collection.dimensions, filters=collection.filters)
    return jsonstat.read(content, collection.code, dimensions=collection.dimensions)
