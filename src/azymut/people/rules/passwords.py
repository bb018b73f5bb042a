"""Passwords that a guesser tries first: this site's own words, one repeated piece, a run of the keyboard.

NIST SP 800-63B-4 section 3.1.1.2 asks for a list of refused values with context-specific words; length itself is
checked by Django's validator (15 characters, since a password may be an account's only factor).
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from azymut.kernel.collation import fold

OWN_WORDS = ("azymut", "koordynator", "administrator", "wzk", "lodzkie", "haslo", "password", "qwerty", "zaq12wsx")
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
LEAST_OF_OWN = 6
SHORTEST_RUN = 4
_PIECE = re.compile(r"(.{1,5}?)\1+")


def weakness(password: str) -> str:
    """What makes the password easy to guess, in a word for the code; empty when nothing was found.

    A password is judged by what is left of it after the pieces that guessers know are taken away.
    """
    plain = re.sub(r"[^a-z0-9]", "", fold(password)) or password
    if _PIECE.fullmatch(plain):
        return "repeated"
    left = _without_runs(plain)
    if len(left) < LEAST_OF_OWN and len(left) < len(plain):
        return "run"
    for word in OWN_WORDS:
        left = left.replace(word, "")
    return "own" if len(left) < LEAST_OF_OWN else ""


def _without_runs(plain: str) -> str:
    for run in (*RUNS, *(known[::-1] for known in RUNS)):
        for start in range(len(run)):
            for end in range(len(run), start + SHORTEST_RUN - 1, -1):
                plain = plain.replace(run[start:end], "")
    return plain


class GuessableValidator:
    """Django's password validator over `weakness`."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002  # Django's signature
        fault = weakness(password)
        if fault == "repeated":
            raise ValidationError(_("The password repeats one short piece; it is easy to guess."), code=fault)
        if fault == "run":
            raise ValidationError(_("The password is a run of neighbouring keys or digits."), code=fault)
        if fault == "own":
            raise ValidationError(_("The password is made of words that anyone would try on this site."), code=fault)

    def get_help_text(self) -> str:
        return _("A sentence that only you would say is a good password. Spaces and Polish letters are welcome.")
