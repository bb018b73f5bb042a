"""The index: refreshing what changed. The engine behind it is nobody else's business; finding is in `finding`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import translation

from azymut.kernel.collation import fold
from azymut.search.lexicon import lemmas_of, lexicon
from azymut.search.models import Entry
from azymut.search.registry import Document, kind_named, kinds
from azymut.search.vocabulary import LONGEST, learn, recount
from azymut.search.words import LONGEST_WORD, STOP_WORDS, flat, tokens

CHUNK = 200
_CHANGING = (
    "public", "sample", "digest", "title", "title_flat", "note", "url",
    "title_terms", "more_terms", "body_terms", "body", "flat",
)  # fmt: skip


@transaction.atomic
def refresh(kind: str, keys: Sequence[str] | None = None) -> int:
    """Bring the index up to date for these documents of a kind, or for all of it. Call within the changing action.

    Documents that the room no longer gives are taken out. Returns how many entries changed; unchanged ones cost no
    write. Rooms describe their things in the site's own language, whoever acts. LookupError for a kind that nobody
    registered.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _refresh(kind, keys)


def _refresh(kind: str, keys: Sequence[str] | None) -> int:
    source = kind_named(kind)
    wanted = None if keys is None else [str(key) for key in keys]
    if wanted is not None and not wanted:
        return 0
    standing = Entry.objects.filter(kind=kind)
    if wanted is not None:
        standing = standing.filter(key__in=wanted)
    digests = dict(standing.values_list("key", "digest"))
    seen: set[str] = set()
    touched = 0
    for part in _parts(source.documents(wanted)):
        seen.update(document.key for document in part)
        changed = {
            document.key: (document, digest)
            for document in part
            if digests.get(document.key) != (digest := _digest(document))
        }
        touched += len(changed)
        _store(kind, list(changed.values()))
    gone = [key for key in digests if key not in seen]
    for start in range(0, len(gone), CHUNK):
        Entry.objects.filter(kind=kind, key__in=gone[start : start + CHUNK]).delete()
    if keys is None and (touched or gone):
        recount()
    return touched + len(gone)


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Refresh every registered kind and take out kinds that are registered no more. Returns entries by kind."""
    known = [kind.key for kind in kinds()]
    Entry.objects.exclude(kind__in=known).delete()
    for key in known:
        refresh(key)
    return {key: Entry.objects.filter(kind=key).count() for key in known}


def _store(kind: str, changed: Sequence[tuple[Document, str]]) -> None:
    if not changed:
        return
    surfaces: dict[str, str] = {}
    entries = [_entry(kind, document, digest, surfaces) for document, digest in changed]
    learn(surfaces)
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["kind", "key"], update_fields=list(_CHANGING)
    )


def _entry(kind: str, document: Document, digest: str, surfaces: dict[str, str]) -> Entry:
    more = f"{document.note} {document.keywords}"
    return Entry(
        kind=kind,
        key=document.key,
        public=document.public,
        sample=document.sample,
        digest=digest,
        title=document.title[:500],
        title_flat=flat(document.title).strip()[:520],
        note=document.note[:500],
        url=document.url,
        title_terms=_terms(document.title, surfaces),
        more_terms=_terms(more, surfaces),
        body_terms=_terms(document.body, surfaces),
        body=document.body,
        flat=flat(f"{document.title} | {more} | {document.body}"),
    )


def _terms(text: str, surfaces: dict[str, str]) -> str:
    """Folded lemmas in the text's order; codes and numbers as they are. Fills the spellings met."""
    terms: list[str] = []
    for token in tokens(text):
        if token.plain in STOP_WORDS or len(token.plain) > LONGEST_WORD:
            continue
        if token.is_code:
            terms.append(token.plain)
            continue
        surfaces.setdefault(token.plain, token.text)
        terms.extend(dict.fromkeys(fold(lemma)[:LONGEST] for lemma in lemmas_of(token.text)))
    return " ".join(terms)


def _digest(document: Document) -> str:
    return hashlib.sha256(f"{lexicon().name} {document!r}".encode()).hexdigest()


def _parts(documents: Iterable[Document]) -> Iterator[list[Document]]:
    pending = iter(documents)
    while part := list(islice(pending, CHUNK)):
        yield part
