"""Fetches from sources over the network, for those who start them and for the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from azymut.indicators.enums import OPEN_FETCHES, FetchState, ReleaseState
from azymut.indicators.models import Fetch, Release, Source


@dataclass(frozen=True)
class SourceState:
    """How it stands with a source: its last fetch that went well, the one that is open or ended last, what waits."""

    source: Source
    done: Fetch | None
    latest: Fetch | None
    last_tried_at: datetime | None
    waiting: int
    """Releases of its datasets that wait to be published."""

    @property
    def open(self) -> Fetch | None:
        return self.latest if self.latest is not None and self.latest.is_open else None

    @property
    def failed(self) -> Fetch | None:
        """The last fetch, when it did not end well."""
        ended_badly = self.latest is not None and self.latest.state in {FetchState.FAILED, FetchState.CANCELLED}
        return self.latest if ended_badly else None


def source_states(keys: Sequence[str]) -> tuple[SourceState, ...]:
    """The sources in the order of the keys; those that are not set up are left out. Four queries."""
    latest = Fetch.objects.filter(source=OuterRef("pk")).order_by("-asked_at", "-pk").values("pk")[:1]
    done = (
        Fetch.objects.filter(source=OuterRef("pk"), state=FetchState.DONE).order_by("-ended_at", "-pk").values("pk")[:1]
    )
    sources = Source.objects.filter(key__in=keys).annotate(
        latest_fetch=Subquery(latest), done_fetch=Subquery(done), tried_at=Max("fetches__asked_at")
    )
    rows = {source.key: source for source in sources}
    fetches: Mapping[int, Fetch] = Fetch.objects.select_related("source", "asked_by").in_bulk(
        [pk for source in rows.values() for pk in (source.latest_fetch, source.done_fetch) if pk]
    )
    staged = Q(datasets__releases__state=ReleaseState.STAGED)
    waiting = dict(
        Source.objects.filter(key__in=keys)
        .annotate(number=Count("datasets__releases", filter=staged))
        .values_list("key", "number")
    )
    return tuple(
        SourceState(
            source=rows[key],
            done=fetches.get(rows[key].done_fetch),
            latest=fetches.get(rows[key].latest_fetch),
            last_tried_at=rows[key].tried_at,
            waiting=waiting.get(key, 0),
        )
        for key in keys
        if key in rows
    )


def source_by_key(key: str) -> Source | None:
    return Source.objects.filter(key=key).first()


def fetch_by_id(public_id: str) -> Fetch | None:
    return Fetch.objects.select_related("source", "asked_by").filter(public_id=public_id).first()


def fetch_by_pk(pk: int) -> Fetch:
    """For background work, which knows numbers. Raises Fetch.DoesNotExist."""
    return Fetch.objects.select_related("source", "asked_by").get(pk=pk)


def open_fetch(source_key: str) -> Fetch | None:
    """The one fetch of a source that is not over."""
    return Fetch.objects.select_related("source").filter(source__key=source_key, state__in=OPEN_FETCHES).first()


def overdue_fetches(at: datetime) -> QuerySet[Fetch]:
    """Paused fetches whose moment to go on has come."""
    return Fetch.objects.filter(state=FetchState.PAUSED, resumes_at__lte=at).order_by("pk")


def abandoned_fetches(before: datetime) -> QuerySet[Fetch]:
    """Fetches that should be under way and of which nothing was heard since the moment given."""
    left = Fetch.objects.filter(state__in=(FetchState.WAITING, FetchState.RUNNING), changed_at__lt=before)
    return left.select_related("source").order_by("pk")


def is_stopped(fetch: Fetch) -> bool:
    """Whether somebody wants the fetch stopped, as of now."""
    return Fetch.objects.filter(pk=fetch.pk, stop_asked=True).exists()


def releases_of_fetch(fetch: Fetch) -> dict[str, Release]:
    """The releases that the fetch's results name, by public id; those taken away since are absent."""
    named = [one["release"] for one in fetch.results if one["release"]]
    return {one.public_id: one for one in Release.objects.filter(public_id__in=named)}


def waiting_release(dataset_code: str, sha256: str) -> Release | None:
    """The staged release of this very file, when what it was compared with still stands."""
    last = Release.objects.published().filter(dataset__code=dataset_code).aggregate(last=Max("sequence"))["last"]
    staged = Release.objects.staged().select_related("dataset__source", "loaded_by")
    return staged.filter(dataset__code=dataset_code, sha256=sha256, checked_after=last or 0).first()
