"""TERC, the register of communes, as eteryt.stat.gov.pl hands it out: WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA.

The file speaks of one day. It names voivodeships, counties and communes; towns and rural parts of mixed communes (RODZ
4, 5), districts and delegations (8, 9) are parts of communes and are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.kernel import intake
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport, rehearse
from azymut.places import actions
from azymut.places.enums import Level
from azymut.places.exchange.register import Refusal, Register

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

COLUMNS = ("WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA")
COMMUNES = {"1", "2", "3"}
PARTS = {"4", "5", "8", "9"}
LONGEST_NAME = 80


@dataclass(frozen=True)
class Line:
    """One unit of the file: its canonical code, level, name and the day of which the file speaks."""

    number: int
    code: str
    level: Level
    name: str
    kind: str
    day: date


def run(path: Path, *, by: AbstractBaseUser | None, at: datetime, dry_run: bool = False) -> ImportReport:
    """Bring a TERC file in. Rows of communes whose county is unknown are rejected; a second run changes nothing."""
    content = intake.read_bytes(path)
    text = intake.decode(content)
    table = intake.read_table(text, delimiter=";", required=COLUMNS)
    report = ImportReport()
    for number, cells in table.misshapen:
        report.reject(
            number, "", _("The row has %(n)d cells instead of %(m)d.") % {"n": cells, "m": len(table.columns)}
        )
    lines = _lines(table, report)
    _refuse_cut_off(text, table, report)
    if not lines:
        raise FileRefusedError(_("The file names no voivodeship, county or commune."))
    state_on = max(line.day for line in lines)
    if state_on > timezone.localdate(at):
        raise FileRefusedError(
            _("The file speaks of %(day)s, which has not come yet.") % {"day": state_on.isoformat()}, place="STAN_NA"
        )
    unreadable = bool(report.rejected)
    source = {"file": path.name, "sha256": intake.sha256(content), "state_on": state_on.isoformat()}

    def work() -> ImportReport:
        register = Register.read()
        for line in lines:
            _take(register, line, report)
        if not unreadable:
            register.close_absent(state_on, report)
        return actions.apply_register(changes=register.changes(), report=report, source=source, by=by, at=at)

    return rehearse(work, dry_run=dry_run)


def _take(register: Register, line: Line, report: ImportReport) -> None:
    try:
        outcome = register.take(code=line.code, level=line.level, name=line.name, kind=line.kind, day=line.day)
    except Refusal as refusal:
        register.spare(line.code)
        report.reject(line.number, refusal.column, refusal.reason)
        return
    setattr(report, outcome, getattr(report, outcome) + 1)


def _lines(table: intake.Table, report: ImportReport) -> list[Line]:
    lines: list[Line] = []
    seen: set[str] = set()
    for row in table.rows:
        if row["RODZ"] in PARTS:
            continue
        try:
            line = _line(row, seen)
        except Refusal as refusal:
            report.reject(row.number, refusal.column, refusal.reason)
            continue
        seen.add(line.code)
        lines.append(line)
    return lines


def _line(row: intake.Row, seen: set[str]) -> Line:
    for column in ("WOJ", "POW", "GMI"):
        digits = row[column]
        if (digits or column == "WOJ") and not (len(digits) == 2 and digits.isascii() and digits.isdigit()):  # noqa: PLR2004
            raise Refusal(column, _("“%(text)s” is not a two-digit number.") % {"text": digits[:20]})
    if row["GMI"] and not row["POW"]:
        raise Refusal("POW", _("A commune needs its county."))
    if bool(row["GMI"]) != (row["RODZ"] in COMMUNES):
        raise Refusal("RODZ", _("“%(text)s” is not a kind of unit known to TERC.") % {"text": row["RODZ"][:20]})
    if not row["NAZWA"] or len(row["NAZWA"]) > LONGEST_NAME:
        raise Refusal("NAZWA", _("A name has 1 to %(limit)d characters.") % {"limit": LONGEST_NAME})
    try:
        day = date.fromisoformat(row["STAN_NA"])
    except ValueError:
        raise Refusal(
            "STAN_NA", _("“%(text)s” is not a day written as 2024-01-31.") % {"text": row["STAN_NA"][:20]}
        ) from None
    level = Level.COMMUNE if row["GMI"] else Level.COUNTY if row["POW"] else Level.VOIVODESHIP
    code = row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ"]
    if code in seen:
        raise Refusal("GMI", _("The unit %(code)s is named twice.") % {"code": code})
    return Line(row.number, code, level, row["NAZWA"], row["RODZ"], day)


def _refuse_cut_off(text: str, table: intake.Table, report: ImportReport) -> None:
    """A file that ends in the middle of its last row was cut off on its way and speaks for no territory."""
    last = max([row.number for row in table.rows[-1:]] + [number for number, _cells in table.misshapen[-1:]])
    if not text.endswith("\n") and any(rejection.row == last for rejection in report.rejected):
        raise FileRefusedError(
            _("The file ends in the middle of a row; it was cut off."), place=_("row %(line)d") % {"line": last}
        )
