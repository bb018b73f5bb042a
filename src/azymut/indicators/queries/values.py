"""Values of indicators: one, a series, a level, a rank. With `as_of` (ids of releases), as they were then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import store
from azymut.indicators.enums import Flag
from azymut.indicators.models import Indicator, Release
from azymut.indicators.rules.observations import level_of
from azymut.indicators.rules.reading import Rank
from azymut.indicators.store import Figure, Snapshot


@dataclass(frozen=True)
class Value:
    """An indicator's value for a territory and period, with all that must be said beside it.

    `value` None means no value, and `flags` say why; it never means zero. `releases` are the public ids that make the
    value again (`as_of=value.releases`). `rolled`: a sum over counties.
    """

    key: str
    slug: str
    territory: str
    period: str
    value: Decimal | None
    flags: tuple[Flag, ...]
    unit: str
    decimals: int
    releases: tuple[str, ...]
    sample: bool
    rolled: bool
    rank: Rank | None

    @property
    def number(self) -> str:
        """The value for people, without its unit; in words when there is none."""
        if self.value is not None:
            return formats.number(self.value, self.decimals)
        return formats.suppressed() if Flag.SUPPRESSED in self.flags else formats.missing()

    @property
    def text(self) -> str:
        """The value and its unit for people."""
        return formats.with_unit(self.value, self.unit, self.decimals) if self.value is not None else self.number

    @property
    def when(self) -> str:
        """The period for people."""
        return formats.period(self.period)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the source says about it, in words; that there is no value is said by `number` already."""
        return tuple(str(flag.label) for flag in self.flags if flag not in {Flag.MISSING, Flag.SUPPRESSED})

    @property
    def breaks(self) -> bool:
        return Flag.BREAK in self.flags

    @property
    def origin_url(self) -> str:
        """Where the figure comes from."""
        query = urlencode({"teren": self.territory, "okres": self.period})
        return f"{reverse('indicators:origin', args=[self.slug])}?{query}"


def indicators(*, on_profile: bool = False) -> dict[str, Indicator]:
    """All indicators by key, in their order."""
    rows = Indicator.objects.filter(on_profile=True) if on_profile else Indicator.objects.all()
    return {row.key: row for row in rows}


def indicators_at(keys: Sequence[str] | None) -> list[Indicator]:
    """The indicators with these keys, or all: for the search index."""
    return list(Indicator.objects.all() if keys is None else Indicator.objects.filter(key__in=keys))


def indicator_by_slug(slug: str) -> Indicator | None:
    return Indicator.objects.filter(slug=slug).first()


def current_releases() -> tuple[str, ...]:
    """Public ids of all releases that are published now: what a report freezes to print the same next year."""
    return tuple(Release.objects.published().values_list("public_id", flat=True))


def value_of(
    indicator_key: str, territory_code: str, period: str | None = None, *, as_of: Sequence[str] | None = None
) -> Value | None:
    """The value for a period, or the latest one; None when the indicator or the period has nothing for the territory.

    Raises LookupError when `as_of` names what is not a published release.
    """
    indicator = Indicator.objects.filter(key=indicator_key).first()
    if indicator is None:
        return None
    found = snapshot(as_of).figures(
        indicators=[indicator_key],
        territories=[territory_code],
        periods=None if period is None else [period],
        latest=period is None,
    )
    return as_value(found[0], indicator) if found else None


def series_of(indicator_key: str, territory_code: str, *, as_of: Sequence[str] | None = None) -> tuple[Value, ...]:
    """All periods that the source gives for the territory, oldest first, those without a value included."""
    indicator = Indicator.objects.filter(key=indicator_key).first()
    if indicator is None:
        return ()
    found = snapshot(as_of).figures(indicators=[indicator_key], territories=[territory_code])
    return tuple(as_value(figure, indicator) for figure in found)


def values_for_level(
    indicator_key: str,
    level: str,
    within: str = "",
    period: str | None = None,
    *,
    as_of: Sequence[str] | None = None,
) -> dict[str, Value]:
    """Values by territory code for a level: counties of a voivodeship (`within`), or all voivodeships or subregions.

    Without a period, the last one for which any of them has a value.
    """
    indicator = Indicator.objects.filter(key=indicator_key).first()
    if indicator is None:
        return {}
    now = snapshot(as_of)
    group = store.peers_of(within or "PL", level)
    if period is None:
        periods = now.periods(indicator_key, group)
        if not periods:
            return {}
        period = periods[0]
    found = now.figures(indicators=[indicator_key], peers=group, periods=[period])
    return {figure.territory: as_value(figure, indicator) for figure in found}


def values_of_territories(
    keys: Iterable[str], territories: Iterable[str], *, as_of: Sequence[str] | None = None
) -> dict[tuple[str, str], Value]:
    """The latest value of each indicator for each territory, by (key, code); pairs without one are absent."""
    known = indicators()
    wanted = [key for key in keys if key in known]
    found = snapshot(as_of).figures(indicators=wanted, territories=list(territories), latest=True)
    return {(figure.indicator, figure.territory): as_value(figure, known[figure.indicator]) for figure in found}


def rank_of(
    indicator_key: str, territory_code: str, period: str | None = None, *, as_of: Sequence[str] | None = None
) -> Rank | None:
    """Where the territory stands among its peers that have a value: counties of its voivodeship, all voivodeships."""
    value = value_of(indicator_key, territory_code, period, as_of=as_of)
    return value.rank if value else None


def periods_of(indicator_key: str, territory_code: str) -> tuple[str, ...]:
    """Periods for which the territory or one of its peers has a value, newest first."""
    return store.current().periods(indicator_key, store.peers_of(territory_code, level_of(territory_code)))


def coverage() -> dict[str, list[tuple[str, str, int]]]:
    """For each indicator the levels that have values, with the last period and the number of territories."""
    return store.current().levels()


def snapshot(as_of: Sequence[str] | None) -> Snapshot:
    return store.current() if as_of is None else store.as_of(as_of)


def as_value(figure: Figure, indicator: Indicator) -> Value:
    """A figure of the store with what its indicator says of unit and decimals."""
    return Value(
        key=figure.indicator,
        slug=indicator.slug,
        territory=figure.territory,
        period=figure.period,
        value=figure.value,
        flags=tuple(Flag(letter) for letter in figure.flags),
        unit=indicator.unit,
        decimals=indicator.decimals,
        releases=figure.releases,
        sample=figure.sample,
        rolled=figure.rolled,
        rank=figure.rank,
    )


def rank_text(rank: Rank | None) -> str:
    """The rank as a sentence part, saying which end it counts from; empty without peers to be ranked among."""
    if rank is None or rank.of < 2:  # noqa: PLR2004  # alone there is no rank
        return ""
    words = {"place": rank.place, "of": rank.of}
    if rank.from_lowest:
        return _("%(place)d. of %(of)d, from the lowest") % words
    return _("%(place)d. of %(of)d, from the highest") % words
