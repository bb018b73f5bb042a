"""What the room's three importers share: reading, refusing cut-off files, rejecting rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport

R = TypeVar("R")

FEW = 50
"""So many may be missing from a new file without a question."""


class Refusal(Exception):  # noqa: N818  # a row's refusal, caught row by row
    """One row cannot be taken: its column and the reason, for people."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """A file as read: its table and what the audit trail keeps of it."""

    table: intake.Table
    facts: dict[str, str]
    rejected_codes: set[str] = field(default_factory=set)

    def spare(self) -> set[str] | None:
        """Codes of rejected rows, which must not be closed as left out; None when rejected rows hide their codes."""
        legible = all(code.isascii() and code.isdigit() for code in self.rejected_codes)
        return self.rejected_codes if legible and not self.table.misshapen else None


def read(path: Path, *, layouts: Sequence[tuple[str, Sequence[str]]], report: ImportReport) -> Source:
    """The file's table in the first layout (delimiter, required columns) that its heading fits."""
    content = intake.read_bytes(path)
    text = intake.decode(content)
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    fitting = [layout for layout in layouts if layout[0] in heading]
    delimiter, required = (fitting or list(layouts))[0]
    table = intake.read_table(text, delimiter=delimiter, required=required)
    for number, cells in table.misshapen:
        report.reject(
            number, "", _("The row has %(n)d cells instead of %(m)d.") % {"n": cells, "m": len(table.columns)}
        )
    last = max([row.number for row in table.rows[-1:]] + [number for number, _cells in table.misshapen[-1:]])
    if not text.endswith("\n") and any(number == last for number, _cells in table.misshapen):
        raise FileRefusedError(
            _("The file ends in the middle of a row; it was cut off."), place=_("row %(line)d") % {"line": last}
        )
    return Source(table, {"file": path.name, "sha256": intake.sha256(content)})


def each(
    source: Source, parse: Callable[[intake.Row], R], report: ImportReport, *, code_column: str
) -> list[tuple[int, R]]:
    """Rows parsed one by one, with their numbers; those that cannot be read or name a code again are rejected."""
    good: list[tuple[int, R]] = []
    seen: set[str] = set()
    for row in source.table.rows:
        try:
            if row[code_column] in seen:
                raise Refusal(code_column, _("The code %(code)s is named twice.") % {"code": row[code_column][:20]})  # noqa: TRY301
            parsed = parse(row)
        except Refusal as refusal:
            report.reject(row.number, refusal.column, refusal.reason)
            source.rejected_codes.add(row[code_column])
            continue
        seen.add(row[code_column])
        good.append((row.number, parsed))
    if not good:
        raise FileRefusedError(_("The file holds no row that can be read."))
    return good


def name_in(row: intake.Row, column: str, *, longest: int) -> str:
    """A name, tidied of doubled and hard spaces."""
    name = " ".join(row[column].split())
    if not name or len(name) > longest:
        raise Refusal(column, _("A name has 1 to %(limit)d characters.") % {"limit": longest})
    return name


def refuse_hollow(standing: set[str], named: set[str]) -> None:
    """A file that leaves out more than a tenth of what stands is cut off or of another edition, and is refused."""
    gone = len(standing - named)
    if gone > max(FEW, len(standing) // 10):
        raise FileRefusedError(
            _("The file leaves out %(n)d of %(all)d entries; it looks cut off or belongs to another edition (--year).")
            % {"n": gone, "all": len(standing)}
        )
