"""What a release that waits would change in the indicators that read it, worked out before it is published."""

from __future__ import annotations

from dataclasses import dataclass

from azymut.indicators import store
from azymut.indicators.models import Indicator, Release
from azymut.indicators.queries.releases import readers_of
from azymut.indicators.queries.values import Value, as_value, current_releases
from azymut.indicators.store import Figure, Snapshot


@dataclass(frozen=True)
class Turn:
    """An indicator whose latest figures would differ: the region's, and in how many territories of how many."""

    indicator: Indicator
    before: Value | None
    after: Value | None
    changed: int
    of: int


def turns(release: Release, territory: str) -> tuple[Turn, ...]:
    """Indicators whose latest value or rank would differ anywhere, with those of the territory."""
    readers = {one.key: one for one in readers_of(release.dataset.code)}
    now, then = store.current(), store.as_of((*current_releases(), release.public_id))
    before, after = _latest(now, readers), _latest(then, readers)
    found = []
    for key, indicator in readers.items():
        places = {place for one, place in (*before, *after) if one == key}
        changed = [place for place in places if _says(before.get((key, place))) != _says(after.get((key, place)))]
        if changed:
            old, new = before.get((key, territory)), after.get((key, territory))
            found.append(
                Turn(
                    indicator=indicator,
                    before=as_value(old, indicator) if old else None,
                    after=as_value(new, indicator) if new else None,
                    changed=len(changed),
                    of=len(places),
                )
            )
    return tuple(found)


def _latest(snapshot: Snapshot, readers: dict[str, Indicator]) -> dict[tuple[str, str], Figure]:
    return {(one.indicator, one.territory): one for one in snapshot.figures(indicators=list(readers), latest=True)}


def _says(figure: Figure | None) -> tuple[object, ...] | None:
    return None if figure is None else (figure.period, figure.value, figure.flags, figure.rank)
