"""Finding: from what a person typed to marked results, counts by kind and a helping word when nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from azymut.search.engines import Group, engine, rarity
from azymut.search.fragments import fragment, marked
from azymut.search.lexicon import lexicon
from azymut.search.models import Entry
from azymut.search.registry import kinds
from azymut.search.vocabulary import Known, forms_of, look_up, nearest, starting_with
from azymut.search.words import STOP_WORDS, Question, Token, flat, read_question

SHORTEST_PREFIX = 2
SHORTEST_OPEN_END = 3


@dataclass(frozen=True)
class Hit:
    """A result: where it leads, and why it was found."""

    kind: str
    kind_label: str | Promise
    key: str
    title: SafeString
    plain_title: str
    note: SafeString
    fragment: SafeString
    url: str
    sample: bool
    public: bool


@dataclass(frozen=True)
class Facet:
    kind: str
    label: str | Promise
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Results:
    """`corrected` is the question as it was understood when typos were mended; `partial` says that no entry has all
    the words, so those with some are shown; `unknown` are words that nothing in the index resembles."""

    question: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
    corrected: str = ""
    partial: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Understood:
    groups: tuple[Group, ...]
    also: tuple[Group, ...]
    forms: frozenset[str]
    prefix: str
    corrected: str
    unknown: tuple[str, ...]


def find(
    text: str,
    *,
    kind: str = "",
    offset: int = 0,
    limit: int = 20,
    typing: bool = False,
    with_private: bool = False,
    with_sample: bool = False,
) -> Results:
    """Search the index; a fixed number of database queries whatever is found.

    Strangers see public entries only, and samples only where the caller asks for them (the demonstration does).
    `typing` lets the last word be unfinished. An entry must hold every word and phrase; when none does, entries with
    some of the words are returned and the result says so. An offset beyond the end shows the last page.
    """
    question = read_question(text)
    if question.is_empty:
        return Results(question=question.text)
    meant = _understand(question, typing=typing)
    if not meant.groups:
        return Results(question=question.text, unknown=meant.unknown)
    seen = _Seen(with_private=with_private, with_sample=with_sample, phrases=question.phrases)
    partial = bool(meant.unknown)
    entries = seen.narrow(engine().matching(meant.groups, every=True, also=meant.also))
    facets = _facets(entries, kind)
    if not facets and len(meant.groups) > 1:
        partial = True
        entries = seen.narrow(engine().matching(meant.groups, every=False, also=meant.also))
        facets = _facets(entries, kind)
    if kind:
        entries = entries.filter(kind=kind)
    total = sum(facet.count for facet in facets if not kind or facet.kind == kind)
    offset = min(offset, max(total - 1, 0) // limit * limit)
    rows = engine().ranked(entries, (*meant.groups, *meant.also), title=flat(question.text).strip())[
        offset : offset + limit
    ]
    return Results(
        question=question.text,
        hits=_hits(rows, meant) if total else (),
        total=total,
        facets=facets,
        corrected=meant.corrected,
        partial=partial and total > 0,
        unknown=meant.unknown,
    )


def holdings(*, with_private: bool = False, with_sample: bool = False) -> tuple[Facet, ...]:
    """What can be found at all, by kind."""
    seen = _Seen(with_private=with_private, with_sample=with_sample, phrases=())
    return _facets(seen.narrow(Entry.objects.all()), "")


def public_addresses(limit: int) -> list[str]:
    """Where all that is public and real can be read, for the map of the site."""
    return list(
        Entry.objects.filter(public=True, sample=False).order_by("kind", "key").values_list("url", flat=True)[:limit]
    )


@dataclass(frozen=True)
class _Seen:
    """What this reader may see of the index."""

    with_private: bool
    with_sample: bool
    phrases: tuple[str, ...]

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        if not self.with_private:
            entries = entries.filter(public=True)
        if not self.with_sample:
            entries = entries.filter(sample=False)
        for phrase in self.phrases:
            entries = entries.filter(flat__contains=phrase)
        return entries


def _understand(question: Question, *, typing: bool) -> _Understood:
    """Each word as alternatives in the index: its lemmas, an open end, or the nearest word that exists."""
    words = _telling(question.words)
    last = question.words[-1]
    known = look_up(guess for word in words if not word.is_code for guess in _guesses(word))
    groups: list[tuple[Group, bool]] = []
    corrections: dict[Token, str] = {}
    unknown: list[str] = []
    lemmas: set[str] = set()
    codes: set[str] = set()
    prefix = ""
    for word in words:
        if word.is_code:
            codes.add(word.plain)
            groups.append((Group((word.plain,), weight=1.0), False))
            continue
        found = [entry for guess in _guesses(word) for entry in known.get(guess, [])]
        open_end = ""
        if (typing and word == last and len(word.plain) >= SHORTEST_PREFIX) or (
            not found and len(word.plain) >= SHORTEST_OPEN_END
        ):
            longer = starting_with(word.plain)
            if longer:
                found, open_end = [*found, *longer], word.plain
                prefix = word.plain
        if not found and not lexicon().knows(word.text) and (mended := nearest(word.plain)):
            form, corrections[word] = mended
            found = look_up([form])[form]
        if not found:
            unknown.append(word.text)
            continue
        lemmas.update(entry.text for entry in found)
        groups.append((_group(found, open_end), all(entry.frequent for entry in found)))
    telling = _without_frequent(groups)
    return _Understood(
        groups=telling,
        also=tuple(group for group, _ in groups if group not in telling),
        forms=frozenset(forms_of(lemmas) | codes) if lemmas else frozenset(codes),
        prefix=prefix,
        corrected=_corrected(question, corrections),
        unknown=tuple(unknown),
    )


def _guesses(word: Token) -> tuple[str, ...]:
    return (word.plain, *lexicon().guesses(word.text))


def _telling(words: Sequence[Token]) -> tuple[Token, ...]:
    """Without function words, unless there is nothing else."""
    return tuple(word for word in words if word.plain not in STOP_WORDS) or tuple(words)


def _group(found: Sequence[Known], prefix: str) -> Group:
    terms = tuple(dict.fromkeys(entry.text for entry in found))
    return Group(terms, prefix=prefix, weight=rarity(min(entry.documents for entry in found)))


def _without_frequent(groups: Sequence[tuple[Group, bool]]) -> tuple[Group, ...]:
    """Words that stand almost everywhere are not asked for when another word tells more; they only move hits up."""
    return tuple(group for group, frequent in groups if not frequent) or tuple(group for group, _ in groups)


def _corrected(question: Question, corrections: dict[Token, str]) -> str:
    text = question.text
    for word in sorted(corrections, key=lambda token: -token.start):
        text = f"{text[: word.start]}{corrections[word]}{text[word.end :]}"
    return text if corrections else ""


def _facets(entries: QuerySet[Entry], chosen: str) -> tuple[Facet, ...]:
    counts = dict(entries.order_by().values_list("kind").annotate(found=Count("pk")))
    return tuple(
        Facet(kind.key, kind.label, counts[kind.key], chosen=kind.key == chosen)
        for kind in kinds()
        if counts.get(kind.key)
    )


def _hits(rows: QuerySet[Entry], meant: _Understood) -> tuple[Hit, ...]:
    labels = {kind.key: kind.label for kind in kinds()}
    return tuple(
        Hit(
            kind=row.kind,
            kind_label=labels.get(row.kind, row.kind),
            key=row.key,
            title=marked(row.title, meant.forms, meant.prefix),
            plain_title=row.title,
            note=marked(row.note, meant.forms, meant.prefix),
            fragment=fragment(row.body, meant.forms, meant.prefix),
            url=row.url,
            sample=row.sample,
            public=row.public,
        )
        for row in rows
    )
