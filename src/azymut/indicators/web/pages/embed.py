"""A chart by itself, for other sites: what it shows, from whom, as of when, with what caveat, and the way to us."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.charts import Chart
from azymut.indicators import queries
from azymut.indicators.models import Indicator
from azymut.indicators.web.pages.figures import detail_url
from azymut.indicators.web.pages.indicator import series_chart, source_of
from azymut.places.models import Territory
from azymut.places.rules import name_of


@dataclass(frozen=True)
class EmbedPage:
    title: str
    chart: Chart | None
    value: str
    caveats: tuple[str, ...]
    sample: bool
    source: str
    updated: str
    url: str
    site: str


def embed_page(indicator: Indicator, place: Territory) -> EmbedPage:
    """The place's series. Links lead out of the frame, to the page of the indicator."""
    series = queries.series_of(indicator.key, place.code)
    known = [one for one in series if one.value is not None]
    source = source_of(indicator)
    chart = series_chart(indicator, place, series, source)
    url = detail_url(indicator, place.code)
    newest = max((one.published_on for one in queries.describe([indicator])[0].releases), default=None)
    return EmbedPage(
        title=f"{indicator.name}, {name_of(place)}",
        chart=replace(chart, download_url="") if chart else None,
        value=f"{known[-1].text} ({known[-1].when})" if known else "",
        caveats=indicator.caveats,
        sample=any(one.sample for one in series),
        source=source,
        updated=_("Figures published on %(day)s") % {"day": formats.day(newest)} if newest else "",
        url=url,
        site=settings.SITE_NAME,
    )
