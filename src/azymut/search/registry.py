"""Rooms say here what of theirs can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """One findable thing. `key` is unique within its kind; `note` stands under the title in a result."""

    key: str
    title: str
    url: str
    note: str = ""
    body: str = ""
    keywords: str = ""
    public: bool = True
    sample: bool = False


@dataclass(frozen=True)
class Kind:
    """`documents(None)` yields all documents; with keys, those that (still) exist among them."""

    key: str
    label: str | Promise
    documents: Callable[[Sequence[str] | None], Iterable[Document]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called once from a room's AppConfig.ready()."""
    _kinds[kind.key] = kind


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds[key] for key in sorted(_kinds))


def kind_named(key: str) -> Kind:
    """LookupError when nobody registered it."""
    try:
        return _kinds[key]
    except KeyError:
        raise LookupError(f"no room registered the search kind {key!r}") from None
