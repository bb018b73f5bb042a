"""The workbench of tables: what waits, which mappings there are, what a table would bring."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.enums import ColumnRole, Flag
from azymut.indicators.exchange.mapped import Glance, Rehearsal
from azymut.indicators.models import TableMapping, TableUpload
from azymut.indicators.rules.mappings import text_of
from azymut.indicators.rules.observations import Observation
from azymut.kernel.importing import Rejection

SHOWN_OBSERVATIONS = 20
SHOWN_REJECTIONS = 500
SHOWN_LINES = 6
CELL = 60


@dataclass(frozen=True)
class MappingRow:
    url: str
    name: str
    dataset: str
    source: str
    columns: str
    changed: str


@dataclass(frozen=True)
class WaitingRow:
    url: str
    discard_url: str
    file: str
    handed_in: str
    by: str


@dataclass(frozen=True)
class MappingsPage:
    mappings: tuple[MappingRow, ...]
    waiting: tuple[WaitingRow, ...]


def mappings_page() -> MappingsPage:
    return MappingsPage(
        mappings=tuple(_mapping_row(one) for one in queries.mappings()),
        waiting=tuple(_waiting_row(one) for one in queries.waiting_tables()),
    )


def _mapping_row(one: TableMapping) -> MappingRow:
    person = one.changed_by or one.created_by
    return MappingRow(
        url=one.get_absolute_url(),
        name=one.name,
        dataset=f"{one.dataset_code} {one.dataset_title}",
        source=one.source.name,
        columns=", ".join(name for name, role in one.read_by.columns if role != ColumnRole.IGNORED),
        changed=", ".join(filter(None, (formats.moment(one.changed_at), str(person) if person else ""))),
    )


def _waiting_row(one: TableUpload) -> WaitingRow:
    return WaitingRow(
        url=one.get_absolute_url(),
        discard_url=reverse("indicators:table-discard", args=[one.public_id]),
        file=one.attachment.name,
        handed_in=formats.moment(one.uploaded_at),
        by=str(one.created_by or ""),
    )


@dataclass(frozen=True)
class PreviewRow:
    row: str
    place: str
    period: str
    breakdown: str
    raw: str
    value: str
    flags: str


@dataclass(frozen=True)
class Preview:
    """What a table would bring. `rejected` are all rejected rows, up to the number that a release keeps."""

    found: str
    counts: tuple[tuple[str, str], ...]
    rows: tuple[PreviewRow, ...]
    rejected: tuple[Rejection, ...]
    rejected_more: int


@dataclass(frozen=True)
class TablePage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    heading: tuple[str, ...]
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    known: str
    others: tuple[tuple[str, str], ...]
    preview: Preview | None
    discard_url: str


def table_page(
    table: TableUpload, glance: Glance, known: TableMapping | None, rehearsal: Rehearsal | None
) -> TablePage:
    return TablePage(
        title=table.attachment.name,
        crumbs=(_workbench(), (table.attachment.name, "")),
        heading=glance.columns,
        lines=tuple(
            (str(line.number), tuple(zip(glance.columns, (text_of(cell)[:CELL] for cell in line.cells), strict=False)))
            for line in glance.first[:SHOWN_LINES]
        ),
        known=known.name if known else "",
        others=tuple((one.name, f"?mapowanie={one.public_id}") for one in glance.known if one != known),
        preview=_preview(rehearsal) if rehearsal else None,
        discard_url=reverse("indicators:table-discard", args=[table.public_id]),
    )


def _workbench() -> tuple[str, str]:
    return _("Tables and mappings"), reverse("indicators:mappings")


def _preview(rehearsal: Rehearsal) -> Preview:
    shown = tuple(rehearsal.first(SHOWN_OBSERVATIONS))
    names = queries.names_of({one.territory for one in shown})
    report, rejected = rehearsal.outcome.report, rehearsal.parsed.rejected
    count = len(rehearsal.parsed.observations)
    labels = {
        "created": _("new figures"),
        "changed": _("changed figures"),
        "unchanged": _("unchanged figures"),
        "removed": _("withdrawn figures"),
    }
    counts = [(label, formats.number(getattr(report, key))) for key, label in labels.items()]
    return Preview(
        found=ngettext("%(n)s figure would come in", "%(n)s figures would come in", count)
        % {"n": formats.number(count)},
        counts=(*counts, (_("rejected rows"), formats.number(len(rejected)))),
        rows=tuple(_preview_row(one, names) for one in shown),
        rejected=tuple(rejected[:SHOWN_REJECTIONS]),
        rejected_more=max(0, len(rejected) - SHOWN_REJECTIONS),
    )


def _preview_row(one: Observation, names: dict[str, str]) -> PreviewRow:
    shown = formats.missing() if one.value is None else formats.with_unit(one.value, one.unit, _places(one))
    return PreviewRow(
        row=f"{one.row}, {one.column}",
        place=f"{names.get(one.territory, one.territory)} ({one.territory})",
        period=formats.period(one.period),
        breakdown=one.breakdown,
        raw=one.raw,
        value=formats.suppressed() if Flag.SUPPRESSED in one.flags else shown,
        flags=", ".join(str(Flag(letter).label) for letter in one.flags),
    )


def _places(one: Observation) -> int:
    """Decimal places that the value really has."""
    return max(0, -int(one.value.normalize().as_tuple().exponent)) if one.value is not None else 0


@dataclass(frozen=True)
class MappingPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    remove_url: str


def mapping_page(mapping: TableMapping) -> MappingPage:
    layout = mapping.read_by
    return MappingPage(
        title=mapping.name,
        crumbs=(_workbench(), (mapping.name, "")),
        facts=(
            (_("Sheet"), layout.sheet or _("the first")),
            (_("Row with the headings"), str(layout.heading_row)),
            (_("Last changed"), _mapping_row(mapping).changed),
        ),
        remove_url=reverse("indicators:mapping-remove", args=[mapping.public_id]),
    )
