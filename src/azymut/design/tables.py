"""What lists have in common that are ordered by a column: the word of the address that says by which."""

from __future__ import annotations

from collections.abc import Sequence


def sort_key(asked: str, allowed: Sequence[str], default: str) -> str:
    """What `?sort=` asks for if it may be asked, else the default; a leading minus turns the order."""
    return asked if asked.removeprefix("-") in allowed else default
