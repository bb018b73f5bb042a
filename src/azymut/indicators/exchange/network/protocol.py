"""The one shape of all sources: fetch → stage → check → show impact → publish.

A source only fetches and reads. What comes after is the same for all of them, files that people hand in included:
`importer.keep` compares with what stands, checks, and stages a release; the release's page and the command show its
impact from what other rooms registered; `importer.publish` lets it stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from azymut.indicators.exchange.network.collections import Collection
from azymut.indicators.exchange.parsed import Parsed
from azymut.kernel.network.asking import Shelf
from azymut.kernel.network.client import Client, go_on

Say = Callable[[int, int, str], None]
"""Told how far a fetch is: done, of how many, and what is being asked for."""


@dataclass(frozen=True)
class Fetched:
    """A table as the source gave it, in one file that is kept for good. Equal answers make equal bytes."""

    content: bytes
    name: str
    origin: str
    made_on: date | None = None


class Source(Protocol):
    """A publisher of figures that is asked over the network."""

    key: str
    """Of the source in the database."""

    def client(self, shelf: Shelf, check: Callable[[], None] = go_on) -> Client:
        """Who asks: at the address, with the key and within the limits that the settings give."""

    def fetch(self, collection: Collection, client: Client, say: Say) -> Fetched:
        """Ask for the whole collection. Raises AnswerRefusedError, NotNowError or StoppedError."""

    def read(self, fetched: Fetched, collection: Collection) -> Parsed:
        """Observations of what was fetched. Raises FileRefusedError."""
