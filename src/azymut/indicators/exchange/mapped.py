"""Any table through a mapping: rows become observations, and from there on it is the importer's ordinary way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from azymut.indicators import actions, queries
from azymut.indicators.enums import Across, ColumnRole, FileFormat
from azymut.indicators.exchange import importer, tables
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places
from azymut.indicators.exchange.tables import Line, Sheet
from azymut.indicators.models import TableMapping, TableUpload
from azymut.indicators.rules.mappings import (
    Cell,
    Layout,
    Words,
    columns_of,
    digest_of,
    fault_of,
    is_formula,
    read_flags,
    read_period,
    read_value,
    text_of,
    with_flags,
)
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation
from azymut.kernel.collation import fold
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.people.models import Account
from azymut.places import queries as places
from azymut.places.enums import Level

LOOKED_AT = 15
"""Rows from the top in which a heading that is known already is looked for."""
LONGEST_UNIT = 60
LONGEST_BREAKDOWN = 300
_KINDS = ("wojewodztwo ", "powiat ", "miasto ", "m. st. ", "m.st. ", "m. ", "m.")


@dataclass(frozen=True)
class Glance:
    """The top of a table: its sheets, the columns under the heading, and the mappings that know this shape."""

    sheet: str
    sheets: tuple[str, ...]
    heading_row: int
    columns: tuple[str, ...]
    first: tuple[Line, ...]
    known: tuple[TableMapping, ...]

    def best(self, wanted: str = "") -> TableMapping | None:
        """The mapping that was asked for by its public id, else the last changed of those that fit."""
        return next((one for one in self.known if one.public_id == wanted), next(iter(self.known), None))


def glance(content: bytes, name: str, *, sheet: str = "", heading_row: int = 0) -> Glance:
    """Look at a table. Without a heading row, the one of a known mapping, else the first row that is not lonely."""
    found = tables.read(content, name, sheet=sheet, rows=max(heading_row, 1) + LOOKED_AT * 2)
    marks = {one.number: digest_of(columns_of(one.cells)) for one in found.lines if one.number <= LOOKED_AT}
    row = heading_row
    if not row:
        known = {one.heading for one in queries.mappings_for(list(marks.values()))}
        row = next((number for number, mark in marks.items() if mark in known), 0) or _likely_heading(found)
    heading = found.line(row)
    columns = columns_of(heading.cells) if heading else ()
    return Glance(
        sheet=found.name,
        sheets=found.names,
        heading_row=row,
        columns=columns,
        first=tuple(found.below(row))[:LOOKED_AT],
        known=tuple(queries.mappings_for([digest_of(columns)])) if columns else (),
    )


def _likely_heading(sheet: Sheet) -> int:
    """Titles stand above headings in a cell of their own; a heading fills most of the table's width."""
    width = max(sum(cell != "" for cell in line.cells) for line in sheet.lines)
    filled = (line.number for line in sheet.lines if 2 * sum(cell != "" for cell in line.cells) > width)
    return next(filled, sheet.lines[0].number)


def read(content: bytes, name: str, layout: Layout, *, title: str = "") -> Parsed:
    """The observations of a table and its rows that cannot be taken, with row, column and reason.

    Raises FileRefusedError when the table does not have the columns that the layout speaks of.
    """
    fault = fault_of(layout)
    if fault is not None:
        raise DomainError(fault.reason, field=fault.part)
    sheet = tables.read(content, name, sheet=layout.sheet)
    heading = sheet.line(layout.heading_row)
    columns = columns_of(heading.cells) if heading else ()
    missing = [one for one in layout.names if one not in columns]
    if missing:
        raise FileRefusedError(
            _("Missing columns: %(names)s.") % {"names": ", ".join(missing)[:300]},
            place=_("row %(line)d") % {"line": layout.heading_row},
        )
    return _Reading(layout, columns, title).of(sheet)


class _Reading:
    """One table being read: where the layout's columns stand in this file, places, words, what came out so far."""

    def __init__(self, layout: Layout, columns: tuple[str, ...], title: str) -> None:
        self.layout, self.columns = layout, columns
        self.words, self.places = Words.of(layout), _NamedPlaces()
        self.at = {role: tuple(columns.index(layout.name(one)) for one in layout.of(role)) for role in ColumnRole}
        self.used = [one for role, found in self.at.items() if role != ColumnRole.IGNORED for one in found]
        breakdowns = [columns[index] for index in self.at[ColumnRole.BREAKDOWN]]
        self.several = len(self.at[ColumnRole.VALUE]) > 1 and layout.across == Across.BREAKDOWN
        self.parsed = Parsed(title=title, unit=layout.unit, dimensions=BREAKDOWN_SIGN.join(breakdowns)[:300])

    def of(self, sheet: Sheet) -> Parsed:
        for line in sheet.below(self.layout.heading_row):
            self._take(line)
        return self.parsed

    def _take(self, line: Line) -> None:
        formula = next((index for index in self.used if is_formula(_at(line, index))), None)
        if formula is not None:
            self.parsed.reject(line.number, self.columns[formula], _("The cell holds a formula."))
            return
        for index in self.at[ColumnRole.VALUE]:
            if not self._take_cell(line, index):
                return

    def _take_cell(self, line: Line, index: int) -> bool:
        """Take one value; False when the whole row is of no use."""
        period, period_column, told = self._period(line, index)
        if not period:
            self.parsed.reject(line.number, period_column, _("“%(text)s” is not a period.") % {"text": told[:40]})
            return False
        place, place_column, told = self._place(line, period)
        if not place:
            self.parsed.reject(line.number, place_column, self.places.why_not(told))
            return False
        raw = text_of(_at(line, index))
        found = read_value(_at(line, index), self.layout, self.words)
        if found is None:
            reason = _("“%(text)s” is not a number.") % {"text": raw[:40]}
            self.parsed.reject(line.number, self.columns[index], reason)
            return True
        value, flags = with_flags(*found, self._flags(line))
        self.parsed.take(
            Observation(
                place, period, self._breakdown(line, index), value, self._unit(line), flags,
                line.number, self.columns[index], raw[:MAX_CELL],
            )
        )  # fmt: skip
        return True

    def _period(self, line: Line, index: int) -> tuple[str, str, str]:
        """The period, the column that gives it, and what stands there."""
        if self.layout.across == Across.PERIOD:
            return read_period(self.columns[index]), self.columns[index], self.columns[index]
        cell, column = self._one(line, ColumnRole.PERIOD, self.layout.period)
        return read_period(cell), column, text_of(cell)

    def _place(self, line: Line, period: str) -> tuple[str, str, str]:
        cell, column = self._one(line, ColumnRole.TERRITORY, self.layout.territory)
        text = text_of(cell)
        return self.places.code_or_name(text, period), column, text

    def _one(self, line: Line, role: ColumnRole, fixed: str) -> tuple[Cell, str]:
        if not self.at[role]:
            return fixed, ""
        index = self.at[role][0]
        return _at(line, index), self.columns[index]

    def _flags(self, line: Line) -> str:
        return read_flags(self._one(line, ColumnRole.FLAG, "")[0])

    def _unit(self, line: Line) -> str:
        return text_of(self._one(line, ColumnRole.UNIT, self.layout.unit)[0])[:LONGEST_UNIT]

    def _breakdown(self, line: Line, index: int) -> str:
        parts = [text_of(_at(line, one)) for one in self.at[ColumnRole.BREAKDOWN]]
        if self.several:
            parts.append(self.columns[index])
        return BREAKDOWN_SIGN.join(parts)[:LONGEST_BREAKDOWN]


def _at(line: Line, index: int) -> Cell:
    """A cell, empty where the row ends before it."""
    return line.cells[index] if index < len(line.cells) else ""


class _NamedPlaces(Places):
    """Places by code, else by the name of the country, a voivodeship or a county that no other has."""

    def code_or_name(self, text: str, period: str) -> str:
        return (self.code(text, period) or self._named(text)) if text else ""

    def why_not(self, text: str) -> str:
        if not text:
            return _("There is no territory in this row.")
        if len(self._names.get(_bare(text), ())) > 1:
            return _("More than one territory is called “%(text)s”: use its code.") % {"text": text[:60]}
        return super().why_not(text[:60])

    def _named(self, text: str) -> str:
        found = self._names.get(_bare(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = defaultdict(set)
        for level in (Level.COUNTRY, Level.VOIVODESHIP, Level.COUNTY):
            for place in places.standing(level=level):
                names[_bare(place.name)].add(place.code)
        return dict(names)


def _bare(name: str) -> str:
    plain = " ".join(fold(name).split())
    return next((plain.removeprefix(kind) for kind in _KINDS if plain.startswith(kind)), plain)


@dataclass(frozen=True)
class Rehearsal:
    """What a table would bring: all observations and rejected rows, and what of them would be new or changed."""

    parsed: Parsed
    outcome: importer.Outcome

    def first(self, number: int) -> Iterator[Observation]:
        return (one for one, _index in zip(self.parsed.observations.values(), range(number), strict=False))


def rehearse(content: bytes, name: str, layout: Layout, *, code: str, title: str, at: datetime) -> Rehearsal:
    """Read a table and compare it with what stands; nothing is kept."""
    parsed = read(content, name, layout, title=title)
    outcome = importer.keep(
        content, name, parsed, code=code, source_key="", file_format=FileFormat.TABLE, by=None, at=at, dry_run=True
    )
    return Rehearsal(parsed, outcome)


def bring_in(
    content: bytes,
    name: str,
    mapping: TableMapping,
    *,
    by: Account | None,
    at: datetime,
    dry_run: bool = False,
    publish: bool = True,
    vintage_on: date | None = None,
) -> importer.Outcome:
    """Read a table by a mapping and keep it as a release of the mapping's dataset."""
    parsed = read(content, name, mapping.read_by, title=mapping.dataset_title)
    parsed.vintage_on = vintage_on
    return importer.keep(
        content, name, parsed, code=mapping.dataset_code, source_key=mapping.source.key, file_format=FileFormat.TABLE,
        by=by, at=at, dry_run=dry_run, publish=publish,
        note=_("Read with the mapping “%(name)s”.") % {"name": mapping.name},
    )  # fmt: skip


def take(table: TableUpload, mapping: TableMapping, *, by: Account, at: datetime) -> importer.Outcome:
    """A table that waited is kept as a release that waits for publication, and the table itself goes.

    One that would change nothing stays where it is, as does one that is refused.
    """
    outcome = bring_in(content_of(table), table.attachment.name, mapping, by=by, at=at, publish=False)
    importer.refuse_hollow(outcome)
    if outcome.release is not None:
        actions.drop_table(table=table, by=by, at=at)
    return outcome


def hand_in(file: UploadedFile[bytes], *, by: Account, at: datetime) -> TableUpload:
    """Keep a table that somebody hands in, once it is known that its first rows can be read."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 2**20
        raise FileRefusedError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    glance(file.read(), file.name or "")
    file.seek(0)
    return actions.keep_table(upload=file, by=by, at=at)


def content_of(table: TableUpload) -> bytes:
    with table.attachment.file.open("rb") as handle:
        content: bytes = handle.read()
    return content
