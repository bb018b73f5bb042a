"""Polish sorting without ICU: a stored key that both databases sort alike, and a folded form for comparing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: chr(ord("A") + index) for index, letter in enumerate(_LETTERS)}
_FOLD = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})


def sort_key(text: str) -> str:
    """A plain-ASCII key in the order of the Polish alphabet (PN-N-01202): ą after a, ł after l, ż last.

    Digits stand before letters and sort by value; spaces and punctuation separate words. Foreign accents count as
    their base letter.
    """
    out: list[str] = []
    digits = ""
    for char in text.casefold():
        if char.isdigit() and char.isascii():
            digits += char
            continue
        if digits:
            out.append(f"{int(digits):010d}")
            digits = ""
        out.append(_RANK.get(char) or _RANK.get(fold(char)[:1], " "))
    if digits:
        out.append(f"{int(digits):010d}")
    return " ".join("".join(out).split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without diacritics, Polish ł included, for comparing what people type."""
    # Taking compatibility letters apart (a bold A, a ligature) can bring capitals to light, so case is folded after.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_FOLD)
    return "".join(char for char in plain if not unicodedata.combining(char))
