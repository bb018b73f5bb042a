"""The monitoring report as a document: cover, summary with figures, each priority and action, annexes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.documents.blocks import (
    Annex,
    Block,
    Bullets,
    Content,
    Contents,
    Cover,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from azymut.programmes.models import Version
from azymut.reports.queries import one_action, region, summary
from azymut.reports.queries.gathering import ReportData, gather
from azymut.reports.queries.sheets import sheets


def monitoring_report(version: Version, *, at: datetime, language: str) -> Content:
    """The report of a version as things stand, in one language. `at` is the only moment that it carries."""
    on = timezone.localtime(at).date()
    with translation.override(language):
        data = gather(version, on)
        opening = [*summary.blocks(data), *region.blocks()]
        sources = region.sources(data)
        title = _("Monitoring report: %(programme)s") % {"programme": version.strategy.short_name}
        return Content(
            title=title,
            language=language,
            moment=timezone.localtime(at).isoformat(timespec="seconds"),
            author=settings.SITE_NAME,
            cover=_cover(data),
            blocks=tuple(_blocks(data, opening, sources)),
            sheets=sheets(data, opening=opening, actions=all_actions(data), closing=sources),
            footer=f"{title} · {formats.day(on)}",
            sample=version.strategy.is_sample,
        )


def _cover(data: ReportData) -> Cover:
    version = data.version
    note = _("Version %(number)d") % {"number": version.number}
    if version.resolution_number:
        note = _("Version %(number)d, adopted by resolution %(resolution)s of %(day)s") % {
            "number": version.number,
            "resolution": version.resolution_number,
            "day": formats.day(version.adopted_on),
        }
    if version.strategy.is_sample:
        note = f"{note}. " + _("SAMPLE DATA: the programme and its organisations are invented.")
    return Cover(
        title=_("Monitoring report"),
        subtitle=version.strategy.name,
        issuer=region.office(),
        date=_("As of %(day)s") % {"day": formats.day(data.on)},
        note=note,
    )


def _blocks(data: ReportData, opening: list[Block], sources: list[Block]) -> list[Block]:
    blocks: list[Block] = [Contents(_("Contents")), PageBreak()]
    blocks += opening
    for chapter in data.chapters:
        blocks += [
            PageBreak(),
            Heading(_("Priority %(number)s. %(title)s") % {"number": chapter.number, "title": chapter.title}),
        ]
        if chapter.text:
            blocks.append(Paragraph(chapter.text))
        blocks.append(summary.chapter_table(data, chapter))
        for action in chapter.actions:
            blocks += one_action.blocks(data, action)
    return [*blocks, *_annexes(data, sources)]


def _annexes(data: ReportData, sources: list[Block]) -> list[Block]:
    return [
        Annex(_("All actions")),
        all_actions(data),
        Annex(_("How the status is worked out")),
        Paragraph(
            _(
                "The status of an action follows from its milestones and indicators by stated rules; a person may "
                "override it only with a reason, which is then shown beside it. The worst finding decides."
            )
        ),
        Bullets(
            (
                _("Off course: a milestone very late, several late together, or an indicator far below its plan."),
                _("At risk: a milestone late or an indicator below its plan."),
                _("On course: nothing is late and no indicator is below its plan."),
                _("No data: nothing to judge by. A missing value is never taken for zero."),
            )
        ),
        Annex(_("Where the figures come from")),
        *sources,
    ]


def all_actions(data: ReportData) -> Table:
    """One row an action: the table that the workbook holds as well."""
    return summary.action_table(_("All actions of the programme"), data, data.actions, full=True)
