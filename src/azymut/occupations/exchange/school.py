"""School occupations from the ministry's classification as IBE keeps it: sectors, school types, PRK, recruitment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.importing import ImportReport, rehearse
from azymut.occupations import actions, queries
from azymut.occupations.actions import PathRow, SchoolRow
from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.exchange import editions, reading
from azymut.occupations.exchange.reading import Refusal
from azymut.occupations.rules import is_code, read_durations, read_recruitment, read_sector, read_whole
from azymut.people.models import Account

T = TypeVar("T")

TYPES = {
    "bs_i": SchoolType.TRADE_1,
    "bs_ii": SchoolType.TRADE_2,
    "techn": SchoolType.TECHNIKUM,
    "spolic": SchoolType.POST_SECONDARY,
    "kurs_kwal": SchoolType.COURSE,
}
COUNTS = ("l_kwal_poz_prk_3", "l_kwal_poz_prk_4", "l_kwal_poz_prk_5")
REQUIRED = ("nabor_od", "nabor_do", "kod_zawodu", "nazwa", "branza_2019", *TYPES, "poziom_prk", "ograniczenia")
LONGEST_NAME = 200
LONGEST_LIMITS = 300
HIGHEST_PRK = 8
OCCUPATION_DIGITS = 6


def run(
    path: Path, *, year: int | None = None, by: Account | None, at: datetime, dry_run: bool = False
) -> ImportReport:
    """Bring the school occupations in; those that the file no longer names are closed. A second run changes nothing."""
    report = ImportReport()
    edition = editions.edition(
        SchemeKind.SCHOOL, editions.year_of(SchemeKind.SCHOOL, year, path.name), source=path.name
    )
    source = reading.read(path, layouts=((";", REQUIRED),), report=report)
    rows = [row for _number, row in reading.each(source, parse, report, code_column="kod_zawodu")]

    def work() -> ImportReport:
        reading.refuse_hollow(queries.standing_codes(SchemeKind.SCHOOL, edition.year), {row.code for row in rows})
        return actions.apply_school(
            edition=edition, rows=rows, spare=source.spare(), report=report, source=source.facts, by=by, at=at
        )

    return rehearse(work, dry_run=dry_run)


def parse(row: intake.Row) -> SchoolRow:
    """One row of the classification. Raises Refusal naming the column that cannot be read."""
    code = row["kod_zawodu"]
    if not is_code(code) or len(code) != OCCUPATION_DIGITS:
        raise Refusal("kod_zawodu", _("“%(text)s” is not a six-digit code of an occupation.") % {"text": code[:20]})
    symbol, sector = _cell(row, "branza_2019", read_sector)
    prk = _cell(row, "poziom_prk", read_whole)
    if prk is not None and not 1 <= prk <= HIGHEST_PRK:
        raise Refusal("poziom_prk", _("A level of the Polish Qualifications Framework lies between 1 and 8."))
    counts = [_cell(row, column, read_whole) for column in COUNTS if column in row.cells]
    known = [count for count in counts if count is not None]
    limits = " ".join(row["ograniczenia"].split())
    if len(limits) > LONGEST_LIMITS:
        raise Refusal("ograniczenia", _("The text has more than %(limit)d characters.") % {"limit": LONGEST_LIMITS})
    return SchoolRow(
        code=code,
        name=reading.name_in(row, "nazwa", longest=LONGEST_NAME),
        sector_symbol=symbol,
        sector_name=sector,
        prk_level=prk,
        qualification_count=sum(known) if known else None,
        limits="" if limits == "brak" else limits,
        paths=_paths(row),
    )


def _paths(row: intake.Row) -> tuple[PathRow, ...]:
    first = _cell(row, "nabor_od", read_recruitment)
    last = _cell(row, "nabor_do", read_recruitment)
    paths = []
    for column, school_type in TYPES.items():
        years, taught = _cell(row, column, read_durations)
        if not taught:
            continue
        begins, ends = first.year(school_type), last.year(school_type)
        if begins is not None and ends is not None and ends < begins:
            raise Refusal("nabor_do", _("Recruitment would end before it begins."))
        paths.append(PathRow(school_type, years, begins, ends))
    return tuple(paths)


def _cell(row: intake.Row, column: str, read: Callable[[str], T]) -> T:
    try:
        return read(row[column])
    except ValueError:
        raise Refusal(column, _("“%(text)s” cannot be read.") % {"text": row[column][:60]}) from None
