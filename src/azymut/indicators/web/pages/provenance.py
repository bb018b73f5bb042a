"""Where a figure comes from, the sources, and the pages of those who load releases."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import queries, store
from azymut.indicators.enums import FindingKind, Flag, ReleaseState
from azymut.indicators.models import Indicator, Release
from azymut.indicators.queries import Origin
from azymut.indicators.rules.checks import is_serious
from azymut.indicators.web.pages.figures import detail_url
from azymut.kernel.registries import Impact, TraceStep, impact_of, trace_of
from azymut.places.enums import Level

ROWS_A_PAGE = 50
SHOWN_REJECTIONS = 50
SHOWN_FINDINGS = 50
OPEN_CELLS = 3


@dataclass(frozen=True)
class CellView:
    territory: str
    breakdown: str
    raw: str
    value: str
    row: int
    column: str
    line: str
    dataset: str
    file: str
    sha256: str
    release: str
    loaded: str
    loaded_by: str
    vintage: str
    origin: str
    note: str
    source: str
    licence: str
    sample: bool


@dataclass(frozen=True)
class CellGroup:
    """Cells of one file; the whole row is shown where there is one cell only."""

    cells: tuple[CellView, ...]

    @property
    def first(self) -> CellView:
        return self.cells[0]

    @property
    def file(self) -> str:
        return self.first.file

    @property
    def sample(self) -> bool:
        return self.first.sample

    @property
    def short(self) -> bool:
        """Few enough to stand open; more are folded away, so that the way of the figure can be read on a phone."""
        return len(self.cells) <= OPEN_CELLS

    @property
    def line(self) -> str:
        return self.first.line if len(self.cells) == 1 else ""


@dataclass(frozen=True)
class OriginView:
    name: str
    value: str
    place: str
    period: str
    formula: str
    notes: str
    url: str
    cells: tuple[CellView, ...]
    inputs: tuple[OriginView, ...]
    rolled: bool

    @property
    def groups(self) -> tuple[CellGroup, ...]:
        """Cells by the release that they stand in."""
        releases = dict.fromkeys(cell.release for cell in self.cells)
        return tuple(CellGroup(tuple(cell for cell in self.cells if cell.release == one)) for one in releases)


@dataclass(frozen=True)
class OriginPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    origin: OriginView
    thread: tuple[TraceStep, ...]


def origin_page(origin: Origin, names: dict[str, str]) -> OriginPage:
    """The figure, its formula and all cells that it was made of, down to the row of the file."""
    view = _origin(origin, names, queries.indicators())
    back = detail_url(origin.indicator, origin.value.territory, origin.value.period) if origin.value else ""
    return OriginPage(
        title=_("Where the figure comes from"),
        crumbs=((_("Indicators"), reverse("indicators:list")), (origin.indicator.short, back), (view.period, "")),
        origin=view,
        thread=tuple(trace_of(origin.indicator, label=origin.indicator.short, kind=_("Indicator"))),
    )


def _origin(origin: Origin, names: dict[str, str], known: dict[str, Indicator]) -> OriginView:
    value = origin.value
    return OriginView(
        name=origin.indicator.name,
        value=value.text if value else formats.missing(),
        place=names.get(value.territory, value.territory) if value else "",
        period=value.when if value else "",
        formula=queries.method(origin.indicator, known),
        notes=", ".join(value.notes) if value else "",
        url=value.origin_url if value else "",
        cells=tuple(_cell(cell, names) for cell in origin.cells),
        inputs=tuple(_origin(one, names, known) for one in origin.inputs),
        rolled=origin.rolled,
    )


def _cell(cell: queries.Cell, names: dict[str, str]) -> CellView:
    stored, release = cell.stored, cell.release
    return CellView(
        territory=names.get(stored.territory, stored.territory),
        breakdown=stored.breakdown,
        raw=stored.raw,
        value=_stored_value(stored),
        row=stored.row,
        column=stored.column,
        line=cell.line,
        dataset=str(release.dataset),
        file=release.file_name,
        sha256=release.sha256,
        release=release.public_id,
        loaded=formats.moment(release.loaded_at),
        loaded_by=str(release.loaded_by) if release.loaded_by else _("set up with the product"),
        vintage=formats.day(release.vintage_on),
        origin=release.origin,
        note=release.note,
        source=release.dataset.source.name,
        licence=release.dataset.source.licence,
        sample=release.is_sample,
    )


def _stored_value(stored: store.Stored) -> str:
    number = formats.number(stored.value) if stored.value is not None else formats.missing()
    words = [str(Flag(letter).label) for letter in stored.flags]
    return ", ".join([number, *words])


@dataclass(frozen=True)
class SourceRow:
    code: str
    name: str
    rows: str
    periods: str
    levels: str
    published: str
    vintage: str
    releases: int
    sample: bool
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SourceGroup:
    name: str
    address: str
    licence: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True)
class SourcesPage:
    groups: tuple[SourceGroup, ...]


def sources_page() -> SourcesPage:
    groups: dict[int, list[queries.DatasetState]] = {}
    for state in queries.datasets():
        groups.setdefault(state.dataset.source_id, []).append(state)
    return SourcesPage(
        tuple(
            SourceGroup(
                states[0].dataset.source.name,
                states[0].dataset.source.address,
                states[0].dataset.source.licence,
                tuple(_source_row(state) for state in states),
            )
            for states in groups.values()
        )
    )


def _source_row(state: queries.DatasetState) -> SourceRow:
    last = state.last
    return SourceRow(
        code=state.dataset.code,
        name=state.dataset.name,
        rows=formats.number(last.rows) if last else "",
        periods=last.periods if last else "",
        levels=levels_text(last.levels) if last else "",
        published=formats.day(last.published_at) if last else "",
        vintage=formats.day(last.vintage_on) if last else "",
        releases=state.releases,
        sample=bool(last and last.is_sample),
        indicators=tuple((one.short, detail_url(one)) for one in state.indicators),
    )


def levels_text(levels: str) -> str:
    return ", ".join(str(Level(level).label) for level in levels.split(",") if level)


@dataclass(frozen=True)
class ReleaseRow:
    url: str
    dataset: str
    file: str
    periods: str
    rows: str
    loaded: str
    loaded_by: str
    state: str
    staged: bool
    sample: bool


@dataclass(frozen=True)
class ReleasesPage:
    page: Page[Release]
    rows: tuple[ReleaseRow, ...]
    import_url: str
    rules_url: str


def releases_page(number: str) -> ReleasesPage:
    page = Paginator(queries.releases(), 30).get_page(number)
    return ReleasesPage(
        page, tuple(_release_row(one) for one in page), reverse("indicators:import"), reverse("indicators:validations")
    )


def _release_row(release: Release) -> ReleaseRow:
    return ReleaseRow(
        url=release.get_absolute_url(),
        dataset=str(release.dataset),
        file=release.file_name,
        periods=release.periods,
        rows=formats.number(release.rows),
        loaded=formats.moment(release.loaded_at),
        loaded_by=str(release.loaded_by) if release.loaded_by else _("set up with the product"),
        state=release.get_state_display(),
        staged=release.state == ReleaseState.STAGED,
        sample=release.is_sample,
    )


@dataclass(frozen=True)
class DataRow:
    row: int
    territory: str
    period: str
    breakdown: str
    raw: str
    value: str


@dataclass(frozen=True)
class FindingRow:
    """One thing that the checks found, as a sentence, at its place."""

    kind: str
    place: str
    text: str
    serious: bool


@dataclass(frozen=True)
class ReleasePage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    staged: bool
    seen_at: tuple[tuple[str, str], ...]
    older: str
    findings: tuple[FindingRow, ...]
    findings_more: int
    serious: bool
    rolled_back: str
    roll_back_url: str
    rejected: tuple[dict[str, object], ...]
    rejected_more: int
    impact: tuple[Impact, ...]
    thread: tuple[TraceStep, ...]
    page: Page[int]
    rows: tuple[DataRow, ...]
    publish_url: str
    discard_url: str
    sample: bool


def release_page(release: Release, number: str) -> ReleasePage:
    """A release with its facts, what it changed or would change, and its rows as the file had them."""
    total = release.rows + int(release.counts.get("removed", 0))
    page = Paginator(range(total), ROWS_A_PAGE).get_page(number)
    stored = store.rows_of(release, offset=(page.number - 1) * ROWS_A_PAGE, limit=ROWS_A_PAGE)
    names = queries.names_of({one.territory for one in stored})
    staged = release.state == ReleaseState.STAGED
    return ReleasePage(
        title=release.dataset.code if not release.dataset.name else str(release.dataset),
        crumbs=((_("Releases"), reverse("indicators:releases")), (release.file_name, "")),
        facts=_facts(release),
        counts=_counts(release),
        staged=staged,
        seen_at=_seen_at(release) if release.state == ReleaseState.PUBLISHED else (),
        older=_older(release) if staged else "",
        findings=_findings(release),
        findings_more=max(0, len(release.findings) - SHOWN_FINDINGS),
        serious=is_serious(release.findings),
        rolled_back=_rolled_back(release),
        roll_back_url=_roll_back_url(release),
        rejected=tuple(release.rejections[:SHOWN_REJECTIONS]),
        rejected_more=max(0, len(release.rejections) - SHOWN_REJECTIONS),
        impact=tuple(impact_of(release)) if staged else (),
        thread=tuple(trace_of(release, label=release.file_name, kind=_("Release"))),
        page=page,
        rows=tuple(
            DataRow(
                one.row,
                names.get(one.territory, one.territory),
                formats.period(one.period),
                one.breakdown,
                one.raw,
                _stored_value(one),
            )
            for one in stored
        ),
        publish_url=reverse("indicators:release-publish", args=[release.public_id]),
        discard_url=reverse("indicators:release-discard", args=[release.public_id]),
        sample=release.is_sample,
    )


def _seen_at(release: Release) -> tuple[tuple[str, str], ...]:
    """Where a visitor sees what the release changed: the region's page, then each indicator that reads its dataset."""
    indicators = ((one.short, detail_url(one)) for one in queries.readers_of(release.dataset.code))
    return ((_("The region in figures"), reverse("indicators:region")), *indicators)


def _findings(release: Release) -> tuple[FindingRow, ...]:
    shown = release.findings[:SHOWN_FINDINGS]
    names = queries.names_of({one["territory"] for one in shown})
    return tuple(
        FindingRow(
            kind=str(FindingKind(one["kind"]).label),
            place=" · ".join(
                part
                for part in (names.get(one["territory"], one["territory"]), one["period"], one["breakdown"])
                if part
            ),
            text=_sentence(one),
            serious=one["serious"],
        )
        for one in shown
    )


def _sentence(finding: dict[str, str]) -> str:
    """What a finding says to a person; `before` and `after` as rules/checks.py gives them for each kind."""
    kind, before, after = finding["kind"], finding["before"], finding["after"]
    if kind == FindingKind.UNIT:
        return _("the unit was %(before)s and is now %(after)s") % {"before": before or "–", "after": after or "–"}
    if kind == FindingKind.LOST:
        return _("had a value for %(before)s and is not in the file") % {"before": before}
    if kind == FindingKind.REVISED and not finding["period"]:
        words = {"before": formats.number(Decimal(before)), "after": formats.number(Decimal(after))}
        return (
            _("of %(before)s figures that stand already, %(after)s would be changed without a word of the source")
            % words
        )
    words = {"before": formats.number(Decimal(before)), "after": formats.number(Decimal(after))}
    if kind == FindingKind.RULE:
        said = (f"{finding['rule']}: {words['before']} {finding['operator']} {words['after']}?", finding["message"])
        return " ".join(part for part in said if part)
    if kind == FindingKind.REVISED:
        return _("stands as %(before)s, the file says %(after)s") % words
    return _("last %(before)s, now %(after)s: an unusual step for this series") % words


def _rolled_back(release: Release) -> str:
    if release.rolled_back_at is None:
        return ""
    return _("Rolled back on %(day)s: %(reason)s") % {
        "day": formats.day(release.rolled_back_at),
        "reason": release.rolled_back_reason,
    }


def _roll_back_url(release: Release) -> str:
    """Only the newest published release of a dataset can be rolled back."""
    newest = queries.newest_published(release.dataset)
    return reverse("indicators:release-roll-back", args=[release.public_id]) if newest == release else ""


@dataclass(frozen=True)
class RollBackPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    release: str
    stands: str


def roll_back_page(release: Release) -> RollBackPage:
    """What would be taken out of force, and what would stand again."""
    earlier = queries.stood_before(release)
    return RollBackPage(
        title=_("Roll the release back"),
        crumbs=(
            (_("Releases"), reverse("indicators:releases")),
            (release.file_name, release.get_absolute_url()),
            (_("Roll back"), ""),
        ),
        release=f"{release.dataset}, {release.file_name}",
        stands=f"{earlier.file_name} ({formats.day(earlier.published_at)})" if earlier else "",
    )


def _facts(release: Release) -> tuple[tuple[str, str], ...]:
    loader = str(release.loaded_by or _("set up with the product"))
    return (
        (_("File"), release.file_name),
        ("SHA-256", release.sha256),
        (_("Kind of file"), release.get_file_format_display()),
        (_("Source"), release.dataset.source.name),
        (_("Licence"), release.licence),
        (_("Made by the source on"), formats.day(release.vintage_on)),
        (_("Loaded"), f"{formats.moment(release.loaded_at)}, {loader}"),
        (_("Published"), formats.moment(release.published_at) if release.published_at else _("not yet")),
        (_("Periods"), release.periods),
        (_("Territories"), f"{formats.number(release.territories)} ({levels_text(release.levels)})"),
        (_("Rows"), formats.number(release.rows)),
        *(((_("Origin of the file"), release.origin),) if release.origin else ()),
        *(((_("Note"), release.note),) if release.note else ()),
    )


def _counts(release: Release) -> tuple[tuple[str, str], ...]:
    labels = {
        "created": _("new figures"),
        "changed": _("changed figures"),
        "unchanged": _("unchanged figures"),
        "removed": _("withdrawn figures"),
    }
    counted = [(label, formats.number(release.counts.get(key, 0))) for key, label in labels.items()]
    return (*counted, (_("rejected rows"), formats.number(len(release.rejections))))


def _older(release: Release) -> str:
    """A warning when what stands was made by the source after this file was."""
    newest = queries.newest_vintage(release.dataset)
    if newest is None or release.vintage_on is None or release.vintage_on >= newest:
        return ""
    return _("This file is older (%(day)s) than what stands now (%(newest)s).") % {
        "day": formats.day(release.vintage_on),
        "newest": formats.day(newest),
    }
