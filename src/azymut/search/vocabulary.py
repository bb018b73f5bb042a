"""From what people type to the lemmas in the index: inflected forms, missing diacritics, typos, unfinished words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from azymut.kernel.collation import fold
from azymut.search.engines import engine
from azymut.search.lexicon import lemmas_of, lexicon
from azymut.search.models import Entry, Form, Lemma

T = TypeVar("T")

CHUNK = 400
LONGEST = 80
SHORTEST_TYPO = 4
TWO_TYPOS_FROM = 9
PREFIX_ALTERNATIVES = 60
FREQUENT_SHARE = 0.25
FREQUENT_FROM = 200


@dataclass(frozen=True)
class Known:
    """A lemma that a typed word leads to."""

    text: str
    documents: int
    frequent: bool


def look_up(forms: Iterable[str]) -> dict[str, list[Known]]:
    """Lemmas by folded form, in one query."""
    found: dict[str, list[Known]] = defaultdict(list)
    rows = Form.objects.filter(form__in=set(forms)).values_list(
        "form", "lemma__text", "lemma__documents", "lemma__frequent"
    )
    for form, text, documents, frequent in rows:
        found[form].append(Known(text, documents, frequent))
    return found


def starting_with(prefix: str) -> list[Known]:
    """Lemmas with a form that starts so, the widest spread first."""
    rows = (
        Lemma.objects.filter(pk__in=Form.objects.filter(engine().forms_from(prefix)).values("lemma_id"))
        .order_by("-documents", "text")
        .values_list("text", "documents", "frequent")[:PREFIX_ALTERNATIVES]
    )
    return [Known(*row) for row in rows]


def nearest(word: str) -> tuple[str, str] | None:
    """The vocabulary's form nearest to a mistyped word, folded and as shown; None when nothing is near enough.

    One slip is forgiven in short words, two in longer ones; a swap of neighbours is one slip. The first letter is
    trusted at first, since few people mistype it, and only then the whole vocabulary is gone through.
    """
    if len(word) < SHORTEST_TYPO:
        return None
    slips = 2 if len(word) >= TWO_TYPOS_FROM else 1
    near = Form.objects.annotate(size=Length("form")).filter(size__gte=len(word) - slips, size__lte=len(word) + slips)
    for candidates in (near.filter(engine().forms_from(word[0])), near):
        documents: dict[str, int] = {}
        shown: dict[str, str] = {}
        for form, spelling, count in candidates.values_list("form", "shown", "lemma__documents"):
            documents[form] = max(documents.get(form, 0), count)
            shown[form] = spelling or form
        best = process.extract(word, documents.keys(), scorer=OSA.distance, score_cutoff=slips, limit=20)
        if best:
            form = min(best, key=lambda match: (match[1], -documents[match[0]], match[0]))[0]
            return form, shown[form]
    return None


def forms_of(lemmas: Iterable[str]) -> set[str]:
    """Every folded form of these lemmas, for marking them in a text."""
    return set(Form.objects.filter(lemma__text__in=set(lemmas)).values_list("form", flat=True))


def learn(surfaces: Mapping[str, str]) -> None:
    """Take in words of new documents: folded form → the spelling met. Known pairs cost one query per few hundred."""
    wanted: dict[tuple[str, str], tuple[str, str]] = {}
    for form, surface in surfaces.items():
        for lemma in lemmas_of(surface):
            wanted[(form, fold(lemma)[:LONGEST])] = (surface, lemma)
    known: set[tuple[str, str]] = set()
    for part in _parts(sorted(surfaces)):
        known.update(Form.objects.filter(form__in=part).values_list("form", "lemma__text"))
    new = {pair: spelled for pair, spelled in wanted.items() if pair not in known}
    if new:
        _add(new)


def _add(new: Mapping[tuple[str, str], tuple[str, str]]) -> None:
    texts = sorted({text for _, text in new})
    Lemma.objects.bulk_create([Lemma(text=text) for text in texts], ignore_conflicts=True, batch_size=CHUNK)
    ids: dict[str, int] = {}
    for part in _parts(texts):
        ids.update(Lemma.objects.filter(text__in=part).values_list("text", "pk"))
    rows: dict[tuple[str, int], str] = {}
    for (form, text), (surface, lemma) in new.items():
        for spelled in (*lexicon().forms(lemma), surface.lower()):
            folded = fold(spelled)[:LONGEST]
            shown = spelled[:LONGEST] if spelled.lower() != folded else ""
            standing = rows.get((folded, ids[text]))
            if standing is None or (standing[:1].isupper() and not spelled[:1].isupper()):
                rows[(folded, ids[text])] = shown
        rows.setdefault((form, ids[text]), "")
        rows.setdefault((text, ids[text]), "")
    Form.objects.bulk_create(
        [Form(form=form, lemma_id=pk, shown=shown) for (form, pk), shown in sorted(rows.items())],
        ignore_conflicts=True,
        batch_size=CHUNK,
    )


def recount() -> None:
    """Count anew in how many documents each lemma stands, name the very frequent ones, drop those nobody needs."""
    counts: Counter[str] = Counter()
    total = 0
    for title, more, body in Entry.objects.values_list("title_terms", "more_terms", "body_terms").iterator(2000):
        total += 1
        counts.update({*title.split(), *more.split(), *body.split()})
    bound = total * FREQUENT_SHARE if total >= FREQUENT_FROM else math.inf
    changed = []
    gone = []
    for lemma in Lemma.objects.all().iterator(2000):
        documents = counts.get(lemma.text, 0)
        if not documents:
            gone.append(lemma.pk)
        elif (lemma.documents, lemma.frequent) != (documents, documents > bound):
            lemma.documents, lemma.frequent = documents, documents > bound
            changed.append(lemma)
    Lemma.objects.bulk_update(changed, ["documents", "frequent"], batch_size=CHUNK)
    for part in _parts(gone):
        Lemma.objects.filter(pk__in=part).delete()


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
