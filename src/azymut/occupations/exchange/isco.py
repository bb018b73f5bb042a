"""ISCO-08 groups: unit groups with Polish and English names, or the groups of ESCO's package."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.importing import ImportReport, rehearse
from azymut.occupations import actions, queries
from azymut.occupations.actions import IscoRow
from azymut.occupations.enums import SchemeKind
from azymut.occupations.exchange import editions, reading
from azymut.occupations.exchange.reading import Refusal
from azymut.people.models import Account

LAYOUTS = ((";", ("isco08", "label_pl", "label_en")), (",", ("code", "preferredLabel")))
LONGEST_NAME = 200
LONGEST_CODE = 4


def run(
    path: Path, *, year: int | None = None, by: Account | None, at: datetime, dry_run: bool = False
) -> ImportReport:
    """Bring ISCO-08 groups in and link KZiS to them; a second run changes nothing."""
    report = ImportReport()
    edition = editions.edition(
        SchemeKind.ISCO, editions.year_of(SchemeKind.ISCO, year, path.name), source="ESCO v1.2.1, © European Union"
    )
    source = reading.read(path, layouts=LAYOUTS, report=report)
    bilingual = "isco08" in source.table.columns
    column = "isco08" if bilingual else "code"
    numbered = reading.each(source, _bilingual_row if bilingual else _esco_row, report, code_column=column)
    rows = [row for _number, row in numbered]

    def work() -> ImportReport:
        named = {row.code for row in rows}
        levels = {len(code) for code in named}
        standing = {code for code in queries.standing_codes(SchemeKind.ISCO, edition.year) if len(code) in levels}
        reading.refuse_hollow(standing, named)
        return actions.apply_isco(
            edition=edition, rows=rows, spare=source.spare(), report=report, source=source.facts, by=by, at=at
        )

    return rehearse(work, dry_run=dry_run)


def _bilingual_row(row: intake.Row) -> IscoRow:
    return IscoRow(
        _code(row, "isco08"),
        reading.name_in(row, "label_pl", longest=LONGEST_NAME),
        reading.name_in(row, "label_en", longest=LONGEST_NAME),
    )


def _esco_row(row: intake.Row) -> IscoRow:
    return IscoRow(_code(row, "code"), reading.name_in(row, "preferredLabel", longest=LONGEST_NAME))


def _code(row: intake.Row, column: str) -> str:
    code = row[column]
    if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_CODE):
        raise Refusal(column, _("“%(text)s” is not an ISCO-08 code of 1 to 4 digits.") % {"text": code[:20]})
    return code
