"""An office's own table of provision, CSV or XLSX: RSPO number, occupation, school year, pupils, what is meant, note.

Columns are found by their names, in any order; other columns, which may speak of persons, are dropped at the door.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import python_calamine
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.kernel.collation import fold
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import check_archive, decode, read_bytes, read_table, sha256
from azymut.kernel.sheets import check_extent
from azymut.offers import actions, queries
from azymut.offers.enums import Origin, ReadingState
from azymut.offers.exchange.lines import Line, Understood, take, understand
from azymut.offers.models import Reading
from azymut.people.models import Account
from azymut.people.rules.identifiers import tidy

# Our column → headings that offices use, folded.
COLUMNS: dict[str, tuple[str, ...]] = {
    "school": ("rspo", "numer rspo", "nr rspo"),
    "code": ("kod zawodu", "kod"),
    "occupation": ("zawod", "nazwa zawodu", "kod lub nazwa zawodu"),
    "year": ("rok szkolny", "rok"),
    "pupils": ("uczniowie", "liczba uczniow", "ucz."),
    "meaning": ("stan", "status"),
    "note": ("uwagi", "uwaga"),
}
DELIMITERS = (";", "\t", ",")
MOST_CELLS = 64


def run(
    path: Path, *, by: Account | None, at: datetime, dry_run: bool = False, accept_closures: bool = False
) -> ImportReport:
    """Take a table in; what it leaves out is ended for the schools and school years that it names, nowhere else."""
    content = read_bytes(path)
    lines, columns = read(content, path.name)
    return _take(
        _reading(content, path.name, at), lines, columns, by=by, at=at, dry_run=dry_run,
        accept_closures=accept_closures, known=queries.was_taken(sha256(content)),
    )  # fmt: skip


def receive(*, file: UploadedFile[bytes], by: Account, at: datetime) -> Reading:
    """Keep an uploaded table for previewing, with what it would do."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise FileRefusedError(
            _("The file is larger than %(limit)d MB.") % {"limit": settings.UPLOAD_LIMIT_BYTES // 2**20}
        )
    content, name = file.read(), file.name or "oferta.csv"
    lines, columns = read(content, name)
    report = _take(_reading(content, name, at), lines, columns, by=by, at=at, dry_run=True, accept_closures=True)
    reading = _reading(content, name, at)
    reading.rows = [line.as_dict() for line in lines]
    return actions.keep_preview(reading=reading, report=report, by=by, at=at)


def apply(reading: Reading, *, by: Account, at: datetime) -> ImportReport:
    """Take in a table that was previewed, as it was read then. Whoever saw the preview accepts what it ends."""
    if reading.state == ReadingState.APPLIED:
        raise DomainError(_("This table has been taken in already."))
    lines = [Line(**row) for row in reading.rows]
    return _take(reading, lines, {}, by=by, at=at, dry_run=False, accept_closures=True)


def _reading(content: bytes, name: str, at: datetime) -> Reading:
    return Reading(
        origin=Origin.OFFICE, as_of=timezone.localdate(at), file_name=Path(name).name[:200], sha256=sha256(content)
    )


def _take(
    reading: Reading,
    lines: Sequence[Line],
    columns: dict[str, str],
    *,
    by: Account | None,
    at: datetime,
    dry_run: bool,
    accept_closures: bool,
    known: bool = False,
) -> ImportReport:
    schools = queries.schools_by_number({line.school for line in lines})
    understood = understand(lines, schools, columns=columns or {key: names[0] for key, names in COLUMNS.items()})
    reading.rows = [line.as_dict() for line in lines]
    reading.covers = _covers(understood)
    years = {year for _school, year in understood.named}
    covered = {key for key in queries.standing_keys(Origin.OFFICE, years=years) if (key[0], key[1]) in understood.named}
    return take(
        reading, understood, covered=covered, by=by, at=at, dry_run=dry_run, known=known,
        accept_closures=accept_closures,
    )  # fmt: skip


def _covers(understood: Understood) -> str:
    years = sorted({f"{year}/{year + 1}" for _school, year in understood.named})
    schools = len({school for school, _year in understood.named})
    return f"{schools}: {', '.join(years)}"[:300]


def read(content: bytes, name: str) -> tuple[list[Line], dict[str, str]]:
    """The table's lines, and how it names our columns. Raises FileRefusedError for what is no such table."""
    rows = _workbook(content) if content[:2] == b"PK" else _text(content)
    if not rows:
        raise FileRefusedError(_("The file holds no row that can be read."), place=name[:80])
    heading, *below = rows
    places = _places([" ".join(fold(cell).split()) for cell in heading[1]])
    lines = [_line(number, cells, places) for number, cells in below if any(cells)]
    if not lines:
        raise FileRefusedError(_("The file has a heading and no rows; it may have been cut off."), place=name[:80])
    return lines, {key: heading[1][place] for key, place in places.items()}


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands."""
    places = {key: heading.index(name) for key, names in COLUMNS.items() for name in names if name in heading}
    if "occupation" not in places and "code" in places:
        places["occupation"] = places["code"]
    missing = [COLUMNS[key][0] for key in ("school", "occupation", "year") if key not in places]
    if missing:
        raise FileRefusedError(
            _("Missing columns: %(names)s.") % {"names": ", ".join(missing)}, place=_("row %(line)d") % {"line": 1}
        )
    return places


def _line(number: int, cells: Sequence[str], places: dict[str, int]) -> Line:
    said = {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()}
    said["school"] = tidy(said["school"]).removesuffix(".0")
    return Line(row=number, **said)


def _text(content: bytes) -> list[tuple[int, Sequence[str]]]:
    text = decode(content)
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = next((sign for sign in DELIMITERS if sign in heading), ";")
    table = read_table(text, delimiter=delimiter)
    for number, cells in table.misshapen:
        raise FileRefusedError(
            _("The row has %(n)d cells instead of %(m)d.") % {"n": cells, "m": len(table.columns)},
            place=_("row %(line)d") % {"line": number},
        )
    return [(1, table.columns), *((row.number, [row[name] for name in table.columns]) for row in table.rows)]


def _workbook(content: bytes) -> list[tuple[int, Sequence[str]]]:
    """The first sheet. Numbers of schools and codes that a spreadsheet made numbers of are whole again."""
    check_archive(content)
    check_extent(content, open_document=False)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError) as error:
        raise FileRefusedError(_("The file is damaged or is not what its name says.")) from error
    return [
        (number, [_cell(cell) for cell in row[:MOST_CELLS]])
        for number, row in enumerate(rows, start=1)
        if any(cell != "" for cell in row)
    ]


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
