"""What lists have in common: filters that live in the address, pages, downloads, columns that order them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for, without the number of its page."""

    query: str

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        rest = query.copy()
        rest.pop("page", None)
        return cls(rest.urlencode())

    @property
    def address(self) -> str:
        """The list's own address, ready for `page=`."""
        return f"?{self.query}&" if self.query else "?"

    def at(self, url: str) -> str:
        """Another address that is asked the same: a download of what the list shows."""
        return f"{url}?{self.query}" if self.query else url


def sort_key(asked: str, allowed: Sequence[str], default: str) -> str:
    """What `?sort=` asks for if it may be asked, else the default; a leading minus turns the order."""
    return asked if asked.removeprefix("-") in allowed else default
