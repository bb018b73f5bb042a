"""The catalogue of indicators: filters that live in the address, and a line for each indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators.enums import Order, Theme
from azymut.indicators.queries import Catalogue, Entry, Wanted
from azymut.indicators.web.pages.ages import age_mark
from azymut.indicators.web.pages.figures import detail_url
from azymut.kernel.registries import Mark
from azymut.places.enums import Level
from azymut.places.models import Territory
from azymut.places.rules import name_of


@dataclass(frozen=True)
class ListRow:
    """`value` is empty where the region has no figure; `period` then tells of other places, or that there is none."""

    name: str
    url: str
    unit: str
    value: str
    period: str
    age: Mark | None
    levels: str
    sources: str
    origin_url: str
    sample: bool


@dataclass(frozen=True)
class ListGroup:
    title: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True)
class ThemeTab:
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class ListPage:
    region: str
    groups: tuple[ListGroup, ...]
    found: str
    note: str
    tabs: tuple[ThemeTab, ...]
    loaded: bool
    narrowed: bool
    clear_url: str
    reset_url: str
    sources_url: str


def list_page(region: Territory, found: Catalogue, wanted: Wanted, asked: QueryDict) -> ListPage:
    """What was found, by theme where the order is by theme and no text is looked for, else in one row."""
    clear = reverse("indicators:list")
    return ListPage(
        region=name_of(region),
        groups=tuple(_groups(found.entries, by_theme=wanted.order == Order.THEME and not wanted.text.strip())),
        found=_count(len(found.entries), found.total),
        note=_note(found),
        tabs=tuple(_tabs(found, wanted, asked)),
        loaded=found.total > 0,
        narrowed=replace(wanted, text="", theme="") != Wanted(),
        clear_url=clear,
        reset_url=clear if wanted != Wanted() else "",
        sources_url=reverse("indicators:sources"),
    )


def _count(shown: int, total: int) -> str:
    if shown == total:
        return ngettext("%(n)d indicator", "%(n)d indicators", total) % {"n": total}
    return ngettext("%(shown)d of %(n)d indicator", "%(shown)d of %(n)d indicators", total) % {
        "shown": shown,
        "n": total,
    }


def _note(found: Catalogue) -> str:
    """How the text was understood, where not as it was typed."""
    if found.corrected:
        return _("Shown is what fits “%(text)s”.") % {"text": found.corrected}
    return _("No indicator has all the words; shown are those with some of them.") if found.partial else ""


def _tabs(found: Catalogue, wanted: Wanted, asked: QueryDict) -> Iterable[ThemeTab]:
    def at(theme: str) -> str:
        query = asked.copy()
        query.pop("temat", None)
        if theme:
            query["temat"] = theme
        tail = query.urlencode()
        return f"{reverse('indicators:list')}?{tail}" if tail else reverse("indicators:list")

    yield ThemeTab(_("All themes"), at(""), sum(found.themes.values()), not wanted.theme)
    for theme in Theme:
        count = found.themes.get(theme, 0)
        if count or theme == wanted.theme:
            yield ThemeTab(str(theme.label), at(theme), count, theme == wanted.theme)


def _groups(entries: Iterable[Entry], *, by_theme: bool) -> Iterable[ListGroup]:
    rows = [(one.indicator.theme, _row(one)) for one in entries]
    if not by_theme:
        if rows:
            yield ListGroup("", tuple(row for _theme, row in rows))
        return
    for theme in Theme:
        if chosen := tuple(row for own, row in rows if own == theme):
            yield ListGroup(str(theme.label), chosen)


def _row(one: Entry) -> ListRow:
    value = one.value
    period = formats.period(one.period) if one.period else _("no data yet")
    return ListRow(
        name=one.indicator.name,
        url=detail_url(one.indicator),
        unit=one.indicator.unit,
        value=value.text if value else "",
        period=period,
        age=age_mark(one.age) if one.age else None,
        levels=", ".join(str(Level(level).label) for level in one.indicator.level_list),
        sources=", ".join(source.name for source in one.sources),
        origin_url=value.origin_url if value else "",
        sample=bool(value and value.sample),
    )
