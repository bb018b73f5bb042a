"""Names of places in sentences, in Polish cases and in English, and where a long name may break on a tile."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol

from django.utils.translation import get_language

from azymut.places.enums import Level


class Named(Protocol):
    """What these functions need of a territory."""

    level: str
    name: str
    name_en: str
    name_genitive: str
    name_locative: str


def name_of(place: Named) -> str:
    """The full name in the active language: "powiat łaski", "Łaski County"."""
    return place.name_en if _english() and place.name_en else place.name


def in_place(place: Named) -> str:
    """ "w powiecie łódzkim wschodnim", "we Wrocławiu", "in Łódź". Without a known form the kind of unit carries it."""
    if _english():
        return f"in {place.name_en or place.name}"
    locative = place.name_locative or f"jednostce {place.name}"
    return f"{_in(locative)} {locative}"


def of_place(place: Named) -> str:
    """ "powiatu łódzkiego wschodniego", "Łodzi"; in English with "of"."""
    if _english():
        return f"of {place.name_en or place.name}"
    return place.name_genitive or f"jednostki {place.name}"


def register_name(level: str, name: str) -> str:
    """The name as TERC writes it in its NAZWA column, for comparing: voivodeships in capitals, counties bare."""
    prefixes = {Level.VOIVODESHIP: "województwo ", Level.COUNTY: "powiat ", Level.COMMUNE: "gmina "}
    bare = name.removeprefix(prefixes.get(Level(level), "")).removeprefix("miasto ")
    return bare.upper() if level == Level.VOIVODESHIP else bare


def county_forms(adjective: str) -> tuple[str, str]:
    """Genitive and locative of a county's name: ("powiatu łódzkiego wschodniego", "powiecie łódzkim wschodnim")."""
    words = adjective.split()
    genitive = " ".join(f"{word if word.endswith('i') else word[:-1]}ego" for word in words)
    locative = " ".join(f"{word}m" for word in words)
    return f"powiatu {genitive}", f"powiecie {locative}"


def soft_hyphens(name: str, *, longer_than: int = 9) -> str:
    """Long words with soft hyphens between syllables, so that they break rightly on a narrow tile."""
    return " ".join(
        "-".join(_syllables(part) if len(part) > longer_than else part for part in word.split("-"))
        for word in name.split(" ")
    )


def _english() -> bool:
    return (get_language() or "pl").startswith("en")


def _in(word: str) -> str:
    """ "we" stands before w or f followed by another consonant: we Wrocławiu, we Włocławku."""
    return "we" if re.match(r"(?i)[wf][^aeiouyąęó\W\d]", word) else "w"


_VOWELS = "aąeęioóuy"
_INSEPARABLE = ("sz", "cz", "rz", "dz", "dź", "dż", "ch")
_ONSETS = (
    "bl",
    "br",
    "chr",
    "dr",
    "gr",
    "kl",
    "kr",
    "kw",
    "pr",
    "ski",
    "sk",
    "sł",
    "sm",
    "sn",
    "sp",
    "st",
    "szcz",
    "tr",
    "zd",
)


def _syllables(word: str) -> str:
    """Cut between syllables, never so that fewer than three letters stand alone."""
    sounds = _sounds(word)
    vowels = [index for index, sound in enumerate(sounds) if sound[0].lower() in _VOWELS]
    cuts: list[int] = []
    for left, right in pairwise(vowels):
        between = right - left - 1
        if between < 1:
            continue
        cut = right - 1 if between == 1 or "".join(sounds[right - 2 : right]).lower() not in _ONSETS else right - 2
        cuts.append(max(cut, left + 1))
    parts: list[str] = []
    start = 0
    for cut in cuts:
        piece, rest = "".join(sounds[start:cut]), "".join(sounds[cut:])
        if len(piece) > 2 and len(rest) > 2:  # noqa: PLR2004  # three letters at least on either side
            parts.append(piece)
            start = cut
    return "\u00ad".join([*parts, "".join(sounds[start:])])


def _sounds(word: str) -> list[str]:
    """Letters, with digraphs kept whole and an i that only softens joined to its vowel's syllable."""
    sounds: list[str] = []
    index = 0
    while index < len(word):
        pair = word[index : index + 2].lower()
        if pair in _INSEPARABLE:
            sounds.append(word[index : index + 2])
            index += 2
        elif pair[0] == "i" and len(pair) > 1 and pair[1] in _VOWELS and sounds:
            sounds[-1] += word[index]
            index += 1
        else:
            sounds.append(word[index])
            index += 1
    return sounds
