"""Lines of any source of provision made into what the room can take: schools and occupations found, cells read.

A line that cannot be taken is rejected by its row and column. A name that no school occupation has is no fault: it is
kept verbatim and waits for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from azymut.kernel.importing import ImportReport, rehearse
from azymut.offers import actions, queries
from azymut.offers.actions import Said
from azymut.offers.models import Reading
from azymut.offers.rules import is_code, read_meaning, read_pupils, read_year, school_type_of
from azymut.people.models import Account, Organisation

T = TypeVar("T")
LONGEST_NAME, LONGEST_NOTE = 200, 300


@dataclass(frozen=True)
class Line:
    """One row of a source in our columns, as texts. `code` is empty where the source gives a name only."""

    row: int
    school: str
    occupation: str
    year: str
    code: str = ""
    pupils: str = ""
    meaning: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value != ""}


@dataclass
class Understood:
    """What the lines say, with schools and years of which everything was understood."""

    report: ImportReport = field(default_factory=ImportReport)
    rows: list[Said] = field(default_factory=list)
    spare: set[int] = field(default_factory=set)
    """Schools with a rejected line: nothing of theirs is ended, since the line may have spoken of it."""

    @property
    def named(self) -> set[tuple[int, int]]:
        """Schools and school years that the source speaks of."""
        return {(row.organisation_id, row.school_year) for row in self.rows if row.organisation_id not in self.spare}


class RejectedError(Exception):
    """One line cannot be taken: its column and the reason, for people."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def understand(lines: Sequence[Line], schools: Mapping[str, Organisation], *, columns: Mapping[str, str]) -> Understood:
    """Find each line's school and occupation and read its cells. `columns` names our columns as the source does."""
    found = Understood()
    matcher = queries.matcher()
    seen: set[queries.Standing] = set()
    for line in lines:
        school = schools.get(line.school)
        try:
            row = _said(line, school, matcher)
            key = (row.organisation_id, row.school_year, row.key)
            if key in seen:
                raise RejectedError("occupation", _("The same school, occupation and year stand in an earlier row."))  # noqa: TRY301
        except RejectedError as error:
            found.report.reject(line.row, columns.get(error.column, error.column), error)
            if school is not None:
                found.spare.add(school.pk)
            continue
        seen.add(key)
        found.rows.append(row)
    return found


def _said(line: Line, school: Organisation | None, matcher: queries.Matcher) -> Said:
    if school is None:
        raise RejectedError(
            "school", _("There is no school with the number %(number)s here.") % {"number": line.school[:20] or "–"}
        )
    code = line.code or (line.occupation if is_code(line.occupation) else "")
    occupation = matcher.find(code, line.occupation)
    said = " ".join(line.occupation.split()) or code
    if not said or len(said) > LONGEST_NAME:
        raise RejectedError("occupation", _("The occupation is missing or longer than 200 characters."))
    if occupation is None and is_code(said):
        raise RejectedError("occupation", _("There is no school occupation with the code %(code)s.") % {"code": said})
    if len(line.note) > LONGEST_NOTE:
        raise RejectedError("note", _("The note is longer than 300 characters."))
    year = _cell("year", line.year, read_year)
    pupils = _cell("pupils", line.pupils, read_pupils)
    return Said(
        organisation_id=school.pk,
        school_type=school_type_of(school.subtype) or "",
        occupation=occupation,
        said=said,
        school_year=year,
        meaning=_cell("meaning", line.meaning, lambda text: read_meaning(text, pupils)),
        pupils=pupils,
        note=" ".join(line.note.split()),
    )


def _cell(column: str, text: str, read: Any) -> Any:
    try:
        return read(text)
    except ValueError:
        wanted = {
            "year": _("a school year such as 2026/2027"),
            "pupils": _("a whole number of pupils, at most 5000"),
            "meaning": _("“zgłoszony”, “nabór” or “uczniowie”"),
        }
        raise RejectedError(
            column, _("“%(text)s” is not %(wanted)s.") % {"text": text[:40], "wanted": wanted[column]}
        ) from None


def take(
    reading: Reading,
    understood: Understood,
    *,
    covered: Collection[queries.Standing],
    by: Account | None,
    at: datetime,
    dry_run: bool,
    known: bool = False,
    accept_closures: bool = False,
) -> ImportReport:
    """Take a reading in, or rehearse it. Of one that is `known` no second record is left if it changes nothing now."""
    report = understood.report

    def work() -> ImportReport:
        return actions.take_reading(
            reading=reading, rows=understood.rows, covered=covered, accept_closures=accept_closures,
            report=report, by=by, at=at,
        )  # fmt: skip

    rehearse(work, dry_run=dry_run, was_idle=lambda: known and not report.touched)
    return report
