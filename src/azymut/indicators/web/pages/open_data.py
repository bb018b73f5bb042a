"""Downloads of what a page shows, and the code by which another site shows a chart of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from azymut.indicators import queries
from azymut.indicators.exchange.open_data import DOWNLOADS, Export, Format, export
from azymut.indicators.models import Indicator
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of

EMBED_HEIGHT = 640


class UnknownLevelError(ValueError):
    """An address asks for a level that there is not."""


@dataclass(frozen=True)
class Narrowing:
    """What an address narrows a download to: `?teren=1061&teren=1062&poziom=county&okres=2022&od=2015&do=2024`."""

    territories: tuple[str, ...]
    levels: tuple[str, ...]
    periods: tuple[str, ...]
    since: str
    until: str

    @classmethod
    def of(cls, query: QueryDict) -> Narrowing:
        """Raises UnknownLevelError."""
        levels = listed(query, "poziom")
        if unknown := set(levels) - set(Level.values):
            raise UnknownLevelError(", ".join(sorted(unknown)))
        return cls(listed(query, "teren"), levels, listed(query, "okres"), query.get("od", ""), query.get("do", ""))


def listed(query: QueryDict, name: str) -> tuple[str, ...]:
    """Values of a parameter, given more than once or with commas."""
    return tuple(part.strip() for given in query.getlist(name) for part in given.split(",") if part.strip())


def downloads(
    name: str, thing: str | None, query: Mapping[str, str | list[str]] | None = None
) -> tuple[tuple[str, str], ...]:
    """A link for each format that pages offer, of a thing or of what the query alone tells."""
    tail = f"?{urlencode(query, doseq=True)}" if query else ""
    before = [thing] if thing else []
    return tuple((label, reverse(name, args=[*before, kind]) + tail) for kind, label in DOWNLOADS.items())


def indicator_export(indicator: Indicator, kind: Format, narrowing: Narrowing, address: str) -> Export:
    """An indicator's figures, all or narrowed."""
    return _export([indicator], kind, narrowing, title=indicator.name, address=address)


def territory_export(place: Territory, kind: Format, narrowing: Narrowing, address: str) -> Export:
    """All indicators of a territory's profile, in all periods."""
    shown = [one for one in queries.indicators(on_profile=True).values() if place.level in one.level_list]
    only = Narrowing((place.code,), (), narrowing.periods, narrowing.since, narrowing.until)
    return _export(shown, kind, only, title=_("%(name)s in figures") % {"name": name_of(place)}, address=address)


def chosen_export(
    chosen: Sequence[Indicator], kind: Format, territories: Sequence[str], *, since: str, until: str, address: str
) -> Export:
    """Several indicators for several places, as the explorer shows them."""
    narrowing = Narrowing(tuple(territories), (), (), since, until)
    return _export(chosen, kind, narrowing, title=_("Figures from the explorer"), address=address)


def _export(shown: Sequence[Indicator], kind: Format, narrowing: Narrowing, *, title: str, address: str) -> Export:
    figures = queries.extract(
        shown,
        territories=narrowing.territories,
        levels=narrowing.levels,
        periods=narrowing.periods,
        since=narrowing.since,
        until=narrowing.until,
    )
    table = address.replace(f"pobierz.{Format.CSVW}", f"pobierz.{Format.CSV}")
    return export(kind, figures, title=title, address=address, table=table)


def embed_code(indicator: Indicator, place: Territory) -> str:
    """What somebody copies into their own page; it needs no script there."""
    address = f"{settings.SITE_ADDRESS}{embed_url(indicator, place)}"
    title = f"{indicator.name}, {name_of(place)}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{EMBED_HEIGHT}"'
        ' loading="lazy"></iframe>'
    )


def embed_url(indicator: Indicator, place: Territory) -> str:
    return f"{reverse('indicators:embed', args=[indicator.slug])}?{urlencode({'teren': place.code})}"
