"""Kinds of documents, as rooms above register them: what they are called, what they look like, who may read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from azymut.documents.blocks import Content
from azymut.documents.models import Document
from azymut.kernel.registries import Text

Reader = Callable[[Any, Document], bool]


def nobody(_account: Any, _document: Document) -> bool:
    """Documents that are not public stay closed until their room says who may read them."""
    return False


@dataclass(frozen=True)
class Kind:
    """`example` gives a freeze on which a new template is tried while no document of the kind exists yet.

    `may_read(account, document)` answers for documents that are not public; `may_sign` for handing in signed copies.
    The account is None for a visitor.
    """

    key: str
    label: Text
    example: Callable[[], Content]
    may_read: Reader = nobody
    may_sign: Reader = nobody


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called from a room's AppConfig.ready()."""
    _kinds[kind.key] = kind


def known() -> tuple[Kind, ...]:
    return tuple(_kinds[key] for key in sorted(_kinds))


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)


def may_read(account: Any, document: Document) -> bool:
    """Public documents are open to all; of the others their kind decides."""
    if document.is_public:
        return True
    kind = kind_of(document.kind)
    return kind is not None and kind.may_read(account, document)


def may_sign(account: Any, document: Document) -> bool:
    kind = kind_of(document.kind)
    return kind is not None and kind.may_sign(account, document)
