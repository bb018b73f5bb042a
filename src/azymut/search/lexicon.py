"""Polish inflection: from a word to its lemmas and back to its forms. Loaded once, by whoever fills the index."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from typing import Any, Protocol

from azymut.kernel.collation import fold

# Negated participles and the like would multiply the vocabulary without being searched for.
_SKIPPED_TAGS = ("neg", "aglt", "imps", "impt", "pant", "pcon", "fin:", "praet", "cond", "depr")
_LONGEST_FORM = 60


class Lexicon(Protocol):
    """`lemmas` and `forms` keep diacritics. `guesses` are folded lemmas to try for a word nobody has indexed."""

    name: str

    def lemmas(self, word: str) -> tuple[str, ...]: ...

    def forms(self, lemma: str) -> tuple[str, ...]: ...

    def guesses(self, word: str) -> tuple[str, ...]: ...

    def knows(self, word: str) -> bool:
        """Whether this is a word of the language, and so no typing error."""
        ...


class Morfeusz:
    """The SGJP dictionary through morfeusz2: lemmas and every inflected form, about 13 MB once loaded."""

    name = "morfeusz2"

    def __init__(self) -> None:
        self._engine: Any = None

    @property
    def engine(self) -> Any:
        if self._engine is None:
            import morfeusz2  # noqa: PLC0415  # loaded late: most processes only read the index

            self._engine = morfeusz2.Morfeusz()
        return self._engine

    def lemmas(self, word: str) -> tuple[str, ...]:
        """All readings, since the context is not looked at; an unknown word is its own lemma."""
        return self._readings(word) or (word.lower(),)

    def knows(self, word: str) -> bool:
        return bool(self._readings(word))

    def _readings(self, word: str) -> tuple[str, ...]:
        readings = self.engine.analyse(word.capitalize())
        known = [
            lemma.split(":")[0] for start, _, (_, lemma, tag, *_) in readings if start == 0 and tag != "ign" and lemma
        ]
        return tuple(dict.fromkeys(known))

    def forms(self, lemma: str) -> tuple[str, ...]:
        """Forms worth searching for: nouns, adjectives, infinitives, gerunds and affirmative participles."""
        wanted = [
            form
            for form, _, tag, *_ in self.engine.generate(lemma)
            if len(form) <= _LONGEST_FORM and not any(skipped in tag for skipped in _SKIPPED_TAGS)
        ]
        return tuple(dict.fromkeys([lemma, *wanted]))

    def guesses(self, word: str) -> tuple[str, ...]:  # noqa: ARG002  # the vocabulary already holds every form
        return ()


class Snowball:
    """The Polish stemmer, for machines without a morfeusz2 wheel: stems instead of lemmas, no forms."""

    name = "snowball"

    def __init__(self) -> None:
        import snowballstemmer  # noqa: PLC0415  # loaded late, as above

        self._stemmer = snowballstemmer.stemmer("polish")

    def lemmas(self, word: str) -> tuple[str, ...]:
        """The stem, and the stem of the word without diacritics, so that both spellings meet."""
        lower = word.lower()
        return tuple(dict.fromkeys([self._stemmer.stemWord(lower), self._stemmer.stemWord(fold(lower))]))

    def forms(self, lemma: str) -> tuple[str, ...]:
        return (lemma,)

    def guesses(self, word: str) -> tuple[str, ...]:
        return tuple(fold(stem) for stem in self.lemmas(word))

    def knows(self, word: str) -> bool:  # noqa: ARG002  # a stemmer has no dictionary
        return False


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The best that this machine has."""
    if importlib.util.find_spec("morfeusz2") is None:
        return Snowball()
    return Morfeusz()


@lru_cache(maxsize=50_000)
def _lemmas(word: str) -> tuple[str, ...]:
    return lexicon().lemmas(word)


def lemmas_of(word: str) -> tuple[str, ...]:
    """Lemmas with diacritics; remembered, since the same words come again and again."""
    return _lemmas(word)


def forget() -> None:
    """After the lexicon was swapped (tests do): nothing of the other one stays."""
    lexicon.cache_clear()
    _lemmas.cache_clear()
