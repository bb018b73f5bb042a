"""The region in the report: its office, its key figures with rank and period, and the releases behind them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.documents.blocks import Block, Cell, Column, Heading, Paragraph, Table
from azymut.indicators import queries as observatory
from azymut.indicators.models import Release
from azymut.indicators.rules.reading import Rank
from azymut.places import queries as places
from azymut.reports.queries.gathering import ReportData


def office() -> str:
    """Who issues the report, by the region that the installation serves."""
    return _("Marshal's Office, %(region)s") % {"region": places.region().name}


def blocks() -> list[Block]:
    """The region's profile as a table: value, period, change and rank of each figure."""
    region = places.region()
    rows = []
    for figure in observatory.profile(region.code):
        value = figure.latest
        if value is None:
            continue
        raw = float(value.value) if value.value is not None else None
        rows.append(
            (
                Cell(figure.indicator.name),
                Cell(value.text, raw=raw),
                Cell(value.when),
                Cell(_rank(value.rank)),
                Cell("; ".join(value.notes)),
            )
        )
    if not rows:
        return []
    columns = (
        Column(_("Indicator"), 2.6),
        Column(_("Value"), 1.1, numeric=True),
        Column(_("Period"), 0.8),
        Column(_("Rank among voivodeships"), 1.5),
        Column(_("What the source says"), 1.2),
    )
    return [
        Heading(_("The region's figures")),
        Paragraph(
            _("Real figures of official sources, as published on the day of the report. Missing values are left out.")
        ),
        Table(_("Key figures of %(region)s") % {"region": region.name}, columns, tuple(rows)),
    ]


def _rank(rank: Rank | None) -> str:
    if rank is None or rank.of == 1:
        return ""
    words = {"place": rank.place, "of": rank.of}
    if rank.from_lowest:
        return _("%(place)d. of %(of)d, from the lowest") % words
    return _("%(place)d. of %(of)d, from the highest") % words


def sources(data: ReportData) -> list[Block]:
    """Every release in force on the day: dataset, source, file, checksum, moment of loading."""
    releases = Release.objects.published().select_related("dataset__source").order_by("dataset__code", "pk")
    rows = tuple(
        (
            Cell(release.dataset.code),
            Cell(release.dataset.source.name),
            Cell(release.file_name),
            Cell(formats.day(release.loaded_at)),
            Cell(release.sha256[:16]),
        )
        for release in releases
    )
    columns = (
        Column(_("Dataset"), 1.2),
        Column(_("Source"), 1.6),
        Column(_("File"), 2.2),
        Column(_("Loaded"), 0.9),
        Column(_("SHA-256, first 16 signs"), 1.4),
    )
    told = _(
        "Statuses are worked out from the programme's records of %(day)s. "
        "Figures of the region come from these releases."
    )
    return [Paragraph(told % {"day": formats.day(data.on)}), Table(_("Releases"), columns, rows)]
