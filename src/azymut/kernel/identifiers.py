"""Public identifiers: short, random, and silent about how many records there are."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def public_id() -> str:
    """Twelve letters and digits without look-alikes: 59 bits, so a clash is not to be expected in any register."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
