"""Register numbers: REGON and NIP by their checksums, RSPO by its form. Empty is a matter of the caller."""

from __future__ import annotations

import re

REGON_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)
REGON_LOCAL_WEIGHTS = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_SEPARATORS = re.compile(r"[\s\-]")
_RSPO = re.compile(r"[1-9][0-9]{0,6}")
_DIGITS = re.compile(r"[0-9]+")


def tidy(number: str) -> str:
    """The number without the spaces and dashes that people and registers put in."""
    return _SEPARATORS.sub("", number)


def is_regon(number: str) -> bool:
    """Nine digits, or fourteen for a local unit whose first nine are its parent's (Dz.U. 1999 nr 69 poz. 763).

    The last digit is the weighted sum modulo 11, where 10 counts as 0.
    """
    if not _DIGITS.fullmatch(number) or not number.isascii():
        return False
    if len(number) == len(REGON_WEIGHTS) + 1:
        return _control(number, REGON_WEIGHTS) % 10 == int(number[-1])
    if len(number) == len(REGON_LOCAL_WEIGHTS) + 1:
        return is_regon(number[:9]) and _control(number, REGON_LOCAL_WEIGHTS) % 10 == int(number[-1])
    return False


def is_nip(number: str) -> bool:
    """Ten digits; the last is the weighted sum modulo 11, and numbers where that is 10 are never given out."""
    if not _DIGITS.fullmatch(number) or not number.isascii() or len(number) != len(NIP_WEIGHTS) + 1:
        return False
    return _control(number, NIP_WEIGHTS) == int(number[-1])


def is_rspo(number: str) -> bool:
    """One to seven digits that do not start with zero; the register has no checksum."""
    return bool(_RSPO.fullmatch(number))


def _control(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
