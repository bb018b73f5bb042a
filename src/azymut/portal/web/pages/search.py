"""The search page: what was asked, what was found, by kind, and what helps when nothing fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from azymut.design import formats
from azymut.search.finding import Facet, Hit, Results

PAGE_SIZE = 20
EXAMPLES = ("technik mechatronik", "opiekunka dziecięca", "szkoła w Zgierzu", "bezrobocie")


@dataclass(frozen=True)
class FoundItem:
    kind: str
    title: SafeString
    note: SafeString
    fragment: SafeString
    url: str
    sample: bool
    private: bool


@dataclass(frozen=True)
class KindTab:
    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True)
class Example:
    text: str
    url: str


@dataclass(frozen=True)
class SearchPage:
    """`summary` states the result in one sentence; it is announced to screen readers as results change."""

    query: str
    kind: str
    summary: str
    items: tuple[FoundItem, ...]
    tabs: tuple[KindTab, ...]
    examples: tuple[Example, ...]
    holdings: tuple[KindTab, ...]
    pagination: Page[Any]
    pagination_address: str
    asked: bool
    corrected: str
    corrected_url: str
    instead: str
    """What is shown in place of the word that nobody knows here."""
    partial: bool
    unknown: str
    demo: bool


def search_page(results: Results, *, query: str, kind: str, number: int, holdings: tuple[Facet, ...]) -> SearchPage:
    pagination = Paginator(range(results.total), PAGE_SIZE).get_page(number)
    return SearchPage(
        query=query,
        kind=kind,
        summary=_summary(results, kind),
        items=tuple(_item(hit) for hit in results.hits),
        tabs=_tabs(results, query=query, kind=kind),
        examples=examples(),
        holdings=tuple(KindTab(str(one.label), formats.number(one.count), "", current=False) for one in holdings),
        pagination=pagination,
        pagination_address=f"?{urlencode({'q': query, **({'kind': kind} if kind else {})})}&",
        asked=bool(results.question),
        corrected=results.corrected,
        corrected_url=address(results.corrected),
        instead=_count(results, kind, results.corrected) if results.corrected else "",
        partial=results.partial,
        unknown=", ".join(results.unknown),
        demo=settings.DEMO,
    )


def address(query: str = "", kind: str = "") -> str:
    """The search page's address with this question."""
    asked = {key: value for key, value in (("q", query), ("kind", kind)) if value}
    return f"{reverse('portal:search')}{'?' + urlencode(asked) if asked else ''}"


def examples() -> tuple[Example, ...]:
    """Questions that people really have; they stay Polish in every language, as the names in the registers are."""
    return tuple(Example(text, address(text)) for text in EXAMPLES)


def _summary(results: Results, kind: str) -> str:
    if not results.question:
        return ""
    if not results.total or results.corrected:
        return gettext("Nothing was found for “%(query)s”.") % {"query": results.question}
    return _count(results, kind, results.question)


def _count(results: Results, kind: str, query: str) -> str:
    count = ngettext("%(n)s result", "%(n)s results", results.total) % {"n": formats.number(results.total)}
    label = next((str(facet.label) for facet in results.facets if facet.kind == kind), "")
    if label:
        return gettext("%(count)s for “%(query)s” in: %(kind)s") % {"count": count, "query": query, "kind": label}
    return gettext("%(count)s for “%(query)s”") % {"count": count, "query": query}


def _item(hit: Hit) -> FoundItem:
    return FoundItem(
        kind=str(hit.kind_label),
        title=hit.title,
        note=hit.note,
        fragment=hit.fragment,
        url=_in_language(hit.url),
        sample=hit.sample,
        private=not hit.public,
    )


def _in_language(url: str) -> str:
    """The index keeps addresses in the site's own language."""
    language = get_language() or settings.LANGUAGE_CODE
    return url if language == settings.LANGUAGE_CODE else translate_url(url, language)


def _tabs(results: Results, *, query: str, kind: str) -> tuple[KindTab, ...]:
    """All kinds together, then each kind that has something; a lone kind needs no tabs."""
    if len(results.facets) + bool(kind) <= 1:
        return ()
    everything = KindTab(
        gettext("Everything"),
        formats.number(sum(facet.count for facet in results.facets)),
        address(query),
        current=not kind,
    )
    return (
        everything,
        *(
            KindTab(str(facet.label), formats.number(facet.count), address(query, facet.kind), current=facet.chosen)
            for facet in results.facets
        ),
    )
