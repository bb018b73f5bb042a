"""Words and codes in a text, and what a person typed into the search field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from azymut.kernel.collation import fold

_TOKEN = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'["„”“]([^"„”“]+)["„”“]')
MOST_WORDS = 12
LONGEST_WORD = 60

# Function words stand in almost every Polish text and say nothing about what is looked for.
_FUNCTION_WORDS = """
    a aby albo ale ani bez by byc czy dla do gdzie i ich iz ja jak jaka jaki jakie jako je jego jej jest juz ktora
    ktore ktory lub ma mnie moze na nad nie niz o od oraz po pod przed przez przy sa sie ta tak takze tam te tego tej
    ten to tu tym u w we z za ze the of and in for
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True)
class Token:
    """A word or a code where it stands; `plain` is the folded form, without the dots and dashes of a code."""

    text: str
    plain: str
    start: int
    end: int

    @property
    def is_code(self) -> bool:
        """Anything with a digit is matched exactly: it has no inflection and no typo worth guessing."""
        return any(char.isdigit() for char in self.plain)


def tokens(text: str) -> Iterator[Token]:
    """Words singly; a code such as INF.03 both whole ("inf03") and in parts, the whole first."""
    for found in _TOKEN.finditer(text):
        whole = found.group()
        parts = list(_PART.finditer(whole))
        if len(parts) > 1 and any(char.isdigit() for char in whole):
            yield from _token(whole, found.start())
        for part in parts:
            yield from _token(part.group(), found.start() + part.start())


def _token(text: str, start: int) -> Iterator[Token]:
    if plain := _plain(text):
        yield Token(text, plain, start, start + len(text))


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Folding can leave signs behind ("¼" becomes "1⁄4"); only letters and digits go on. The same words come often."""
    return "".join(char for char in fold(text) if char.isalnum())


def flat(text: str) -> str:
    """The folded words with single spaces around each, for finding phrases."""
    words = " ".join(fold(part.group()) for part in _PART.finditer(text))
    return f" {words} " if words else ""


@dataclass(frozen=True)
class Question:
    """What was typed: words and codes to be met, and phrases that must stand as they are."""

    text: str
    words: tuple[Token, ...]
    phrases: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.words


def read_question(text: str) -> Question:
    """Take the search field apart. Of a code only the whole is asked for, so that INF.03 does not find every 03."""
    text = " ".join(text.split())[:400]
    phrases = tuple(flat(found) for found in _PHRASE.findall(text) if flat(found))
    words: list[Token] = []
    covered = -1
    for token in tokens(text):
        if token.end <= covered or len(token.plain) > LONGEST_WORD:
            continue
        covered = token.end
        if all(token.plain != word.plain for word in words):
            words.append(token)
    return Question(text=text, words=tuple(words[:MOST_WORDS]), phrases=phrases)
