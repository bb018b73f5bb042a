"""Full text of the two databases behind one small protocol; a search server would be a third class here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import Q, QuerySet

from azymut.search.models import Entry


@dataclass(frozen=True)
class Group:
    """Alternatives for one word of the question: any of the terms, or anything that starts with the prefix.

    `weight` says how much meeting this word tells: rare words tell more.
    """

    terms: tuple[str, ...]
    prefix: str = ""
    weight: float = 1.0


class Engine(Protocol):
    """Terms hold only letters and digits, so they can stand in either query language without escaping."""

    def matching(self, groups: Sequence[Group], *, every: bool, also: Sequence[Group] = ()) -> QuerySet[Entry]:
        """Entries that meet every group, or at least one; meeting one of `also` only moves an entry up."""

    def ranked(self, entries: QuerySet[Entry], groups: Sequence[Group], *, title: str) -> QuerySet[Entry]:
        """The same entries, best first: an exact title, then title before note before body."""

    def forms_from(self, prefix: str) -> Q:
        """Vocabulary that starts with the prefix, in the way that this database's index understands."""


class SqliteEngine:
    """The contentless FTS5 table; bm25 with the title counting ten times, note and keywords three times."""

    def matching(self, groups: Sequence[Group], *, every: bool, also: Sequence[Group] = ()) -> QuerySet[Entry]:
        match = (" AND " if every else " OR ").join(self._alternatives(group) for group in groups)
        if also:
            extra = " OR ".join(self._alternatives(group) for group in (*groups, *also))
            match = f"({match}) AND ({extra})"
        return Entry.objects.extra(
            tables=["search_terms"],
            where=["search_terms.rowid = search_entry.id", "search_terms MATCH %s"],
            params=[match],
        )

    def ranked(self, entries: QuerySet[Entry], groups: Sequence[Group], *, title: str) -> QuerySet[Entry]:  # noqa: ARG002
        return entries.extra(
            select={"exact": "search_entry.title_flat = %s", "score": "bm25(search_terms, 10.0, 3.0, 1.0)"},
            select_params=[title],
        ).extra(order_by=["-exact", "score", "title_flat", "id"])

    def forms_from(self, prefix: str) -> Q:
        return Q(form__gte=prefix, form__lt=prefix + "\U0010ffff")

    @staticmethod
    def _alternatives(group: Group) -> str:
        terms = [f'"{term}"' for term in group.terms]
        if group.prefix:
            terms.append(f'"{group.prefix}"*')
        return f"({' OR '.join(terms)})"


class PostgresEngine:
    """The generated tsvector with weights A to D; rarity comes from the vocabulary, since ts_rank knows none."""

    def matching(self, groups: Sequence[Group], *, every: bool, also: Sequence[Group] = ()) -> QuerySet[Entry]:  # noqa: ARG002  # ranking alone uses it
        match = (" & " if every else " | ").join(self._alternatives(group) for group in groups)
        return Entry.objects.extra(where=["search_entry.vector @@ to_tsquery('simple', %s)"], params=[match])

    def ranked(self, entries: QuerySet[Entry], groups: Sequence[Group], *, title: str) -> QuerySet[Entry]:
        one = "%s::float8 * ts_rank('{0.1, 0.1, 0.3, 1.0}', search_entry.vector, to_tsquery('simple', %s), 1)"
        params: list[object] = [title]
        for group in groups:
            params += [group.weight, self._alternatives(group)]
        return entries.extra(  # noqa: S610  # one constant repeated; every value goes as a parameter
            select={"exact": "search_entry.title_flat = %s", "score": " + ".join([one] * len(groups))},
            select_params=params,
        ).extra(order_by=["-exact", "-score", "title_flat", "id"])

    def forms_from(self, prefix: str) -> Q:
        return Q(form__startswith=prefix)

    @staticmethod
    def _alternatives(group: Group) -> str:
        terms = list(group.terms)
        if group.prefix:
            terms.append(f"{group.prefix}:*")
        return f"({' | '.join(terms)})"


def engine() -> Engine:
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()


def rarity(documents: int) -> float:
    """A word's weight by the number of documents that hold it; one that is met once counts about 1."""
    return 1.0 / (1.0 + math.log1p(max(documents - 1, 0)))
