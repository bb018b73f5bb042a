"""The catalogue: every indicator with the region's latest figure, narrowed and ordered as a reader asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from azymut.indicators.enums import Figures, Order
from azymut.indicators.models import Dataset, Indicator, Source
from azymut.indicators.queries.releases import datasets_by_indicator
from azymut.indicators.queries.values import Value, coverage, indicators, values_of_territories
from azymut.indicators.rules.ages import Age, age
from azymut.kernel.collation import sort_key
from azymut.search import finding

FOUND_AT_MOST = 500
_DIRECTORY = "indicator"


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the catalogue; what is empty does not narrow."""

    text: str = ""
    theme: str = ""
    level: str = ""
    source: str = ""
    kind: str = ""
    direction: str = ""
    figures: str = ""
    order: str = Order.THEME


@dataclass(frozen=True)
class Entry:
    """`value` is the region's latest figure; `period` the newest of any place, empty while nothing is loaded."""

    indicator: Indicator
    value: Value | None
    period: str
    age: Age | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Catalogue:
    """`entries` are those asked for, of `total`; `themes` counts by theme what the other filters leave.

    `corrected` is the text as it was understood when typos were mended; `partial`: no indicator has all the words.
    """

    entries: tuple[Entry, ...]
    total: int
    themes: dict[str, int]
    corrected: str
    partial: bool


def catalogue(region: str, wanted: Wanted, *, today: date) -> Catalogue:
    """The same number of queries whatever there is; a text to look for takes a fixed number more."""
    entries = _entries(region, today=today)
    total, corrected, partial = len(entries), "", False
    if wanted.text.strip():
        found = finding.find(wanted.text, kind=_DIRECTORY, limit=FOUND_AT_MOST)
        by_key = {one.indicator.key: one for one in entries}
        entries = [by_key[hit.key] for hit in found.hits if hit.key in by_key]
        corrected, partial = found.corrected, found.partial
    left = [one for one in entries if _fits(one, replace(wanted, theme=""))]
    shown = [one for one in left if _fits(one, wanted)]
    themes = dict(Counter(one.indicator.theme for one in left))
    return Catalogue(_ordered(shown, wanted.order), total, themes, corrected, partial)


def publishers() -> tuple[Source, ...]:
    """Those who publish a dataset that is known here, in the order of their keys."""
    return tuple(Source.objects.filter(datasets__isnull=False).distinct())


def _entries(region: str, *, today: date) -> list[Entry]:
    known = indicators()
    reads = datasets_by_indicator(known)
    datasets = {row.code: row for row in Dataset.objects.select_related("source")}
    latest = values_of_territories(list(known), [region])
    covered = coverage()
    return [
        _entry(
            one,
            latest.get((key, region)),
            max((period for _level, period, _count in covered.get(key, ())), default=""),
            [datasets[code] for code in sorted(reads[key]) if code in datasets],
            today=today,
        )
        for key, one in known.items()
    ]


def _entry(one: Indicator, value: Value | None, newest: str, read: Sequence[Dataset], *, today: date) -> Entry:
    period = value.period if value else newest
    delay = max((row.delay for row in read if row.delay is not None), default=None)
    return Entry(
        indicator=one,
        value=value,
        period=period,
        age=age(period, today=today, delay=delay) if period else None,
        sources=tuple({row.source.key: row.source for row in read}.values()),
    )


def _fits(one: Entry, wanted: Wanted) -> bool:
    of = one.indicator
    return (
        wanted.theme in {"", of.theme}
        and wanted.kind in {"", of.kind}
        and wanted.direction in {"", of.direction}
        and (not wanted.level or wanted.level in of.level_list)
        and (not wanted.source or wanted.source in {source.key for source in one.sources})
        and wanted.figures in {"", Figures.SOME if one.period else Figures.NONE}
    )


def _ordered(entries: list[Entry], order: str) -> tuple[Entry, ...]:
    """By name, by period (newest first), or as they come: in their own order, or the best finds first."""
    if order == Order.NAME:
        return tuple(sorted(entries, key=lambda one: sort_key(one.indicator.name)))
    if order == Order.PERIOD:
        return tuple(sorted(entries, key=lambda one: one.period, reverse=True))
    return tuple(entries)
