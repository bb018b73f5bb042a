"""KZiS from either list at hand: `class` and `name` with a trailing S, or `kod;poziom_cyfr;…;szkolny_S`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.importing import ImportReport, rehearse
from azymut.occupations import actions, queries
from azymut.occupations.actions import KzisRow
from azymut.occupations.enums import SchemeKind
from azymut.occupations.exchange import editions, reading
from azymut.occupations.exchange.reading import Refusal
from azymut.occupations.rules import is_code, parent_code, without_school_mark
from azymut.people.models import Account

LAYOUTS = (("\t", ("class", "name")), (";", ("kod", "nazwa", "szkolny_S")))
LONGEST_NAME = 300


def run(
    path: Path, *, year: int | None = None, by: Account | None, at: datetime, dry_run: bool = False
) -> ImportReport:
    """Bring one edition of KZiS in; occupations that it no longer names are closed. A second run changes nothing."""
    report = ImportReport()
    edition = editions.edition(SchemeKind.KZIS, editions.year_of(SchemeKind.KZIS, year, path.name), source=path.name)
    source = reading.read(path, layouts=LAYOUTS, report=report)
    marked = "class" in source.table.columns
    column = "class" if marked else "kod"
    numbered = reading.each(source, _marked_row if marked else _flagged_row, report, code_column=column)

    def work() -> ImportReport:
        standing = queries.standing_codes(SchemeKind.KZIS, edition.year)
        rows = _with_parents(numbered, source, standing, column, report)
        reading.refuse_hollow(standing, {row.code for row in rows})
        return actions.apply_kzis(
            edition=edition, rows=rows, spare=source.spare(), report=report, source=source.facts, by=by, at=at
        )

    return rehearse(work, dry_run=dry_run)


def _marked_row(row: intake.Row) -> KzisRow:
    name, is_school = without_school_mark(reading.name_in(row, "name", longest=LONGEST_NAME))
    return KzisRow(_code(row, "class"), name, is_school)


def _flagged_row(row: intake.Row) -> KzisRow:
    if row["szkolny_S"] not in {"0", "1"}:
        raise Refusal("szkolny_S", _("The mark is 0 or 1."))
    return KzisRow(_code(row, "kod"), reading.name_in(row, "nazwa", longest=LONGEST_NAME), row["szkolny_S"] == "1")


def _code(row: intake.Row, column: str) -> str:
    if not is_code(row[column]):
        raise Refusal(
            column, _("“%(text)s” is not a KZiS code of 1, 2, 3, 4 or 6 digits.") % {"text": row[column][:20]}
        )
    return row[column]


def _with_parents(
    numbered: list[tuple[int, KzisRow]], source: reading.Source, standing: set[str], column: str, report: ImportReport
) -> list[KzisRow]:
    known = standing | {row.code for _number, row in numbered}
    rows = []
    for number, row in numbered:
        parent = parent_code(row.code)
        if parent and parent not in known:
            report.reject(number, column, _("The group %(code)s above it is not known.") % {"code": parent})
            source.rejected_codes.add(row.code)
        else:
            rows.append(row)
    return rows
