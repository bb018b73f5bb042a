"""The county cartogram as a value: equal tiles laid out like the region's map, each with name, value and shade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CLASSES = 5
SOFT_HYPHEN = "\u00ad"
LONG_WORD = 8
SHORTEST_PART = 3
_ONSET = re.compile(
    r"(?:szcz|str|ch|cz|ck|dz|dź|dż|rz|sz|sk|st|[bcćdfghjklłmnńprsśtwzźż])(?:i(?=[aeouyąęó]))?[aeiouyąęó]",
    re.IGNORECASE,
)
"""What a syllable may begin with: one consonant, or letters that Polish keeps together, and its vowel."""


@dataclass(frozen=True)
class Tile:
    """`shade` 0 to 4 from pale to dark, None for no data; `value` is text for people ("6,1", "b.d.")."""

    label: str
    value: str
    shade: int | None
    column: int
    row: int
    city: bool = False
    url: str = ""
    here: bool = False
    """The place that the page speaks of."""

    @property
    def syllables(self) -> str:
        """The name with soft hyphens where a long Polish name may break; browsers know few Polish rules themselves."""
        return hyphenated(self.label)


@dataclass(frozen=True)
class LegendEntry:
    shade: int | None
    label: str


@dataclass(frozen=True)
class Cartogram:
    title: str
    note: str
    tiles: tuple[Tile, ...]
    legend: tuple[LegendEntry, ...]
    columns: int
    source_url: str = ""
    table_url: str = ""
    map_url: str = ""
    sample: bool = False

    @property
    def has_cities(self) -> bool:
        return any(tile.city for tile in self.tiles)

    @property
    def here(self) -> str:
        """The name of the place that the page speaks of, for the legend; empty when it is none of the tiles."""
        return next((tile.label.replace(SOFT_HYPHEN, "") for tile in self.tiles if tile.here), "")


def hyphenated(text: str) -> str:
    """Soft hyphens in words longer than a tile: between syllables, with at least three letters on either side.

    >>> hyphenated("bełchatowski").split(SOFT_HYPHEN)
    ['beł', 'cha', 'tow', 'ski']
    """
    return " ".join(_hyphenated(word) for word in text.split(" "))


def _hyphenated(word: str) -> str:
    if len(word) < LONG_WORD:
        return word
    parts, start = [], 0
    for cut in (match.start() for match in _ONSET.finditer(word)):
        if cut - start >= SHORTEST_PART and len(word) - cut >= SHORTEST_PART:
            parts.append(word[start:cut])
            start = cut
    return SOFT_HYPHEN.join([*parts, word[start:]])


def shades(values: Sequence[float | None], classes: int = CLASSES) -> list[int | None]:
    """Quantile classes from 0: equal values share a class, and no data has none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return [None for _ in values]
    bounds = [known[(len(known) * step) // classes] for step in range(1, classes)]
    return [
        None if value is None else sum(value >= bound for bound in dict.fromkeys(bounds) if bound > known[0])
        for value in values
    ]
