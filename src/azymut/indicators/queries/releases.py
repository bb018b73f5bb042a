"""Datasets and their releases, for those who load them and for those who want to know the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from azymut.indicators.enums import ReleaseState
from azymut.indicators.models import Dataset, Indicator, Release
from azymut.indicators.rules.formula_language import Node, datasets_in, names_in
from azymut.indicators.rules.formulas import formula


@dataclass(frozen=True)
class DatasetState:
    """A dataset with its last publication. `rows` counts the rows of that release, `releases` all published ones."""

    dataset: Dataset
    releases: int
    last: Release | None
    indicators: tuple[Indicator, ...]

    @property
    def published_at(self) -> datetime | None:
        return self.last.published_at if self.last else None


def datasets() -> tuple[DatasetState, ...]:
    """All datasets by source and code, with their last published release and the indicators that read them."""
    shown = (
        Dataset.objects.select_related("source")
        .annotate(
            published=Count("releases", filter=Q(releases__state=ReleaseState.PUBLISHED)),
            newest=Max("releases__sequence"),
        )
        .order_by("source__key", "code")
    )
    rows = list(shown)
    last = Release.objects.select_related("dataset", "loaded_by").in_bulk(
        [row.newest for row in rows if row.newest], field_name="sequence"
    )
    readers: dict[str, list[Indicator]] = {}
    for indicator in Indicator.objects.all():
        for code in datasets_in(formula(indicator.formula)):
            readers.setdefault(code, []).append(indicator)
    return tuple(
        DatasetState(row, row.published, last.get(row.newest), tuple(readers.get(row.code, ()))) for row in rows
    )


def releases() -> QuerySet[Release]:
    """All releases, staged ones first, then the newest; with dataset, source and loader."""
    return Release.objects.select_related("dataset__source", "loaded_by").order_by("-state", "-loaded_at", "-pk")


def sources_of(indicator: Indicator) -> tuple[str, ...]:
    """Names of the sources and datasets that go into an indicator, through all that it builds on."""
    known = {one.key: formula(one.formula) for one in Indicator.objects.all()}
    found = Dataset.objects.filter(code__in=_datasets_of(indicator.key, known)).select_related("source")
    return tuple(dict.fromkeys(f"{dataset.source.name}, {dataset.code}" for dataset in found))


def datasets_of(indicator: Indicator) -> set[str]:
    """Codes of the datasets that an indicator reads, through all that it builds on: one query."""
    return _datasets_of(indicator.key, _formulas())


def readers_of(dataset_code: str) -> list[Indicator]:
    """Indicators that read a dataset, through all that they build on, in their order: one query."""
    every = list(Indicator.objects.all())
    known = {one.key: formula(one.formula) for one in every}
    return [one for one in every if dataset_code in _datasets_of(one.key, known)]


def datasets_by_indicator(known: Mapping[str, Indicator]) -> dict[str, set[str]]:
    """Codes of the datasets that each of all indicators reads, through all that it builds on."""
    made = {key: formula(one.formula) for key, one in known.items()}
    return {key: _datasets_of(key, made) for key in made}


def _formulas() -> dict[str, Node]:
    return {one.key: formula(one.formula) for one in Indicator.objects.all()}


def _datasets_of(key: str, known: Mapping[str, Node]) -> set[str]:
    open_keys: list[str] = [key]
    codes: set[str] = set()
    while open_keys:
        made = known[open_keys.pop()]
        codes |= set(datasets_in(made))
        open_keys += names_in(made)
    return codes


def newest_vintage(dataset: Dataset) -> date | None:
    """The latest day on which the source made a file that is published."""
    found = dataset.releases.filter(state=ReleaseState.PUBLISHED).aggregate(newest=Max("vintage_on"))
    newest: date | None = found["newest"]
    return newest


def newest_published(dataset: Dataset) -> Release | None:
    """The release of a dataset that stands over its others."""
    return Release.objects.published().filter(dataset=dataset).last()


def stood_before(release: Release) -> Release | None:
    """The published release that stands directly below this one."""
    earlier = Release.objects.published().filter(dataset=release.dataset)
    return earlier.filter(sequence__lt=release.sequence).last() if release.sequence else None


def releases_named(public_ids: Sequence[str]) -> list[Release]:
    """The releases with these public ids, in the order of their publication: one query."""
    return list(Release.objects.filter(public_id__in=public_ids).select_related("dataset").order_by("sequence", "pk"))


def release_by_id(public_id: str) -> Release | None:
    return Release.objects.select_related("dataset__source", "loaded_by").filter(public_id=public_id).first()
