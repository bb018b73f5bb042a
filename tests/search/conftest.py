"""A small index of real names, and the other lexicon for machines without morfeusz2."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from azymut.search import index, lexicon, registry
from azymut.search.registry import Document, Kind
from tests.search.corpus import INSTITUTIONS, OCCUPATIONS


class Shelf:
    """What the rooms of a test have to be found; documents may be put in and taken out."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Document]] = {}

    def put(self, kind: str, *documents: Document) -> None:
        self.documents.setdefault(kind, {}).update({document.key: document for document in documents})
        registry.register(Kind(kind, kind.capitalize(), lambda keys, kind=kind: self.of(kind, keys)))

    def of(self, kind: str, keys) -> list[Document]:
        return [one for key, one in self.documents[kind].items() if keys is None or key in keys]


@pytest.fixture
def shelf(monkeypatch) -> Shelf:
    """An empty registry of kinds for this test."""
    monkeypatch.setattr(registry, "_kinds", {})
    return Shelf()


@pytest.fixture
def region(db, shelf) -> Shelf:
    """The corpus of real names, indexed."""
    fill(shelf)
    index.rebuild()
    return shelf


def fill(shelf: Shelf) -> None:
    shelf.put(
        "occupation",
        *(
            Document(key=code, title=name, url=f"/zawody/{code}/", note=f"{code} · {note}", keywords=code)
            for code, name, note in OCCUPATIONS
        ),
    )
    shelf.put(
        "organisation",
        *(
            Document(key=rspo, title=name, url=f"/organizacje/{rspo}/", note=town, keywords=rspo)
            for rspo, name, town in INSTITUTIONS
        ),
    )


@pytest.fixture
def stemmer_only(monkeypatch) -> Iterator[None]:
    """A machine for which morfeusz2 has no wheel."""
    monkeypatch.setattr(lexicon.importlib.util, "find_spec", lambda _: None)
    lexicon.forget()
    yield
    lexicon.forget()
