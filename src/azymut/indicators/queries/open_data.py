"""What leaves the house: which figures, and all that must be said about them. Nothing that rests on a sample leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from azymut.indicators import store
from azymut.indicators.enums import Flag
from azymut.indicators.models import Dataset, Indicator, Release
from azymut.indicators.queries.origins import names_of
from azymut.indicators.queries.releases import datasets_by_indicator
from azymut.indicators.queries.values import indicators
from azymut.indicators.rules.formula_language import in_words
from azymut.indicators.rules.formulas import formula
from azymut.indicators.store import Cut, OpenFigure, open_data
from azymut.places.models import Territory


@dataclass(frozen=True)
class SourceNote:
    """A dataset that goes in, and who publishes it on which terms."""

    dataset: str
    dataset_name: str
    source: str
    licence: str
    address: str


@dataclass(frozen=True)
class ReleaseNote:
    """A published release that goes in: what made these figures what they are."""

    id: str
    dataset: str
    file: str
    sha256: str
    made_on: date | None
    published_on: date
    periods: str
    licence: str


@dataclass(frozen=True)
class Description:
    """What must be said of an indicator wherever its figures go."""

    key: str
    slug: str
    name: str
    description: str
    unit: str
    decimals: int
    theme: str
    kind: str
    direction: str
    levels: tuple[str, ...]
    method: str
    caveats: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    releases: tuple[ReleaseNote, ...]

    @property
    def source(self) -> str:
        return "; ".join(f"{one.source}, {one.dataset}" for one in self.sources)

    @property
    def licence(self) -> str:
        return "; ".join(dict.fromkeys(one.licence for one in self.sources))


class Extract:
    """Figures cut out of what stands now, with descriptions and names; figures are read only as they are asked for."""

    def __init__(self, wanted: Iterable[Indicator], cut: Cut) -> None:
        self._now = store.current()
        self.cut = cut
        self.descriptions = {one.key: one for one in describe(wanted)}
        self.indicators, self.territories, self.periods = open_data.axes(self._now, cut)
        self.names = names_of(self.territories)

    def __len__(self) -> int:
        return open_data.count(self._now, self.cut)

    def rows(self, *, limit: int | None = None, offset: int = 0) -> Iterator[OpenFigure]:
        return open_data.rows(self._now, self.cut, limit=limit, offset=offset)

    def write_parquet(self, path: Path, metadata: str) -> None:
        labels = {key: (one.name, one.unit) for key, one in self.descriptions.items()}
        open_data.write_parquet(self._now, self.cut, path, names=self.names, labels=labels, metadata=metadata)

    @property
    def updated(self) -> date | None:
        """When the newest of the releases that go in was published."""
        return max((one.published_on for each in self.descriptions.values() for one in each.releases), default=None)


def extract(
    wanted: Sequence[Indicator],
    *,
    territories: Sequence[str] = (),
    levels: Sequence[str] = (),
    periods: Sequence[str] = (),
    since: str = "",
    until: str = "",
) -> Extract:
    """Figures of indicators, narrowed by what is given: a constant number of queries, whatever the size."""
    keys = tuple(one.key for one in wanted)
    return Extract(wanted, Cut(keys, tuple(territories), tuple(levels), tuple(periods), since, until))


def describe(wanted: Iterable[Indicator]) -> tuple[Description, ...]:
    """Descriptions of indicators: three queries, whatever their number."""
    known = indicators()
    reads = datasets_by_indicator(known)
    chosen = list(wanted)
    codes = {code for one in chosen for code in reads[one.key]}
    sources = {row.code: _source_note(row) for row in Dataset.objects.filter(code__in=codes).select_related("source")}
    releases: dict[str, list[ReleaseNote]] = {}
    published = Release.objects.published().filter(dataset__code__in=codes, is_sample=False).select_related("dataset")
    for release in published:
        releases.setdefault(release.dataset.code, []).append(_release_note(release))
    return tuple(
        _description(
            one,
            method=method(one, known),
            sources=tuple(sources[code] for code in sorted(reads[one.key]) if code in sources),
            releases=tuple(note for code in sorted(reads[one.key]) for note in releases.get(code, ())),
        )
        for one in chosen
    )


def published_releases(dataset: str = "") -> tuple[ReleaseNote, ...]:
    """Releases that stand and are no sample, newest first: one query."""
    rows = Release.objects.published().filter(is_sample=False).select_related("dataset").reverse()
    return tuple(_release_note(row) for row in (rows.filter(dataset__code=dataset) if dataset else rows))


def edition(*also: str) -> str:
    """A short name of all that an answer may depend on: published figures, definitions, places, the language."""
    places = Territory.objects.aggregate(newest=Max("pk"), changed=Max("valid_from"))
    parts = (store.edition(), str(sorted(places.items())), get_language() or "", *also)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def flag_meanings() -> dict[str, str]:
    """Every letter that may stand beside a value, with its meaning."""
    return {flag.value: str(flag.label) for flag in Flag if flag != Flag.WITHDRAWN}


def method(indicator: Indicator, known: Mapping[str, Indicator]) -> str:
    """How the value comes about, in a sentence; `known` are the indicators that it may build on, by key."""
    return in_words(formula(indicator.formula), {key: one.name for key, one in known.items()})


def _description(
    one: Indicator, *, method: str, sources: tuple[SourceNote, ...], releases: tuple[ReleaseNote, ...]
) -> Description:
    return Description(
        key=one.key,
        slug=one.slug,
        name=one.name,
        description=one.description,
        unit=one.unit,
        decimals=one.decimals,
        theme=one.theme,
        kind=one.kind,
        direction=one.direction,
        levels=one.level_list,
        method=method,
        caveats=one.caveats,
        sources=sources,
        releases=releases,
    )


def _source_note(row: Dataset) -> SourceNote:
    return SourceNote(row.code, row.name, row.source.name, row.source.licence, row.source.address)


def _release_note(row: Release) -> ReleaseNote:
    assert row.published_at  # noqa: S101  # the database keeps it for every published release
    return ReleaseNote(
        id=row.public_id,
        dataset=row.dataset.code,
        file=row.file_name,
        sha256=row.sha256,
        made_on=row.vintage_on,
        published_on=timezone.localdate(row.published_at),
        periods=row.periods,
        licence=row.licence,
    )
