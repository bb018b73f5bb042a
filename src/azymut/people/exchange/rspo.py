"""The school register RSPO as its website exports it: the layout of 2020 and the one of 48 columns since 2022.

Columns are found by their names. Directors' names, telephones and e-mails are dropped at the door: they reach neither
the tables nor the kept copy of the file. Source: rspo.gov.pl, Ministry of National Education.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.importing import ImportReport, rehearse
from azymut.kernel.intake import Row, Table, decode, read_bytes, read_table, sha256
from azymut.people import queries
from azymut.people.actions.register import take_register
from azymut.people.enums import RunState
from azymut.people.models import Account, ImportRun
from azymut.people.rules.identifiers import is_nip, is_regon, is_rspo, tidy
from azymut.people.rules.register import Entry, day_of, heading, kind_of, street_of, website_of
from azymut.places.models import Territory
from azymut.search import index

# Our key → the register's headings, newest first, folded.
COLUMNS: dict[str, tuple[str, ...]] = {
    "rspo": ("numer rspo",),
    "kind": ("typ",),
    "name": ("nazwa",),
    "street": ("ulica",),
    "number": ("numer budynku",),
    "flat": ("numer lokalu",),
    "postcode": ("kod pocztowy",),
    "town": ("miejscowosc",),
    "commune": ("kod terytorialny gmina",),
    "county_code": ("kod terytorialny powiat",),
    "voivodeship": ("wojewodztwo",),
    "county": ("powiat",),
    "website": ("strona www",),
    "regon": ("regon",),
    "nip": ("nip",),
    "status": ("publicznosc status",),
    "body": ("nazwa organu prowadzacego",),
    "founded": ("data zalozenia",),
    "started": ("data rozpoczecia dzialalnosci",),
    "closed": ("data likwidacji", "data zakonczenia dzialalnosci", "data zakonczenia"),
    "parent": ("rspo podmiotu nadrzednego",),
}
NEEDED = ("rspo", "kind", "name", "voivodeship", "county")
PERSONAL = ("imie i nazwisko dyrektora", "telefon", "faks", "e-mail")
LONGEST = {"name": 400, "subtype": 120, "street": 200, "town": 100, "public_status": 60, "governing_body": 400}
COMMUNE_DIGITS = 7


@dataclass
class RegisterReport(ImportReport):
    """The common counts, and how many organisations are missing from the file and wait for a person's answer."""

    absent: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in super().as_dict().items() if key != "absent"}


@dataclass
class _Reading:
    """A file read into entries, with what could not be taken."""

    report: RegisterReport
    entries: list[Entry] = field(default_factory=list)
    present: set[str] | None = field(default_factory=set)
    covered: dict[str, Territory] = field(default_factory=dict)


def bring_in(
    path: Path,
    *,
    by: Account | None,
    at: datetime,
    dry_run: bool,
    confirm_closures: bool = False,
) -> RegisterReport:
    """Import a register file. A dry run reports the same counts and leaves everything as it was; so does a file that
    was taken in before and changes nothing now: its first run stays the only record of it."""
    content = read_bytes(path)
    run = new_run(content, path.name, by=by)
    known = queries.was_applied(run.sha256)
    return _apply(run, content, by=by, at=at, dry_run=dry_run, confirm_closures=confirm_closures, known=known)


@audit.action(gettext_lazy("Register file received"))
def receive(*, file: UploadedFile[bytes], by: Account, at: datetime) -> ImportRun:
    """Keep an uploaded file for previewing: what it would do is counted, nothing else changes."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise FileRefusedError(
            _("The file is larger than %(limit)d MB.") % {"limit": settings.UPLOAD_LIMIT_BYTES // 2**20}
        )
    content, name = file.read(), file.name or "rspo.csv"
    run = new_run(content, name, by=by)
    report = _apply(new_run(content, name, by=by), content, by=by, at=at, dry_run=True, confirm_closures=False)
    run.created, run.changed, run.unchanged = report.created, report.changed, report.unchanged
    run.removed, run.absent = report.removed, report.absent
    run.rejected = report.as_dict()["rejected"]
    _keep(run, content)
    run.save()
    audit.created(run, by=by, at=at)
    return run


def apply_run(run: ImportRun, *, by: Account, at: datetime) -> RegisterReport:
    """Carry out a previewed file, once: of two who do it at the same moment the second is told."""
    with transaction.atomic():
        audit.hold(run)
        if run.state == RunState.APPLIED:
            raise DomainError(_("This file has been taken in already."))
        with run.file.open("rb") as kept:
            content = kept.read()
        return _apply(run, content, by=by, at=at, dry_run=False, confirm_closures=False)


def new_run(content: bytes, file_name: str, *, by: Account | None) -> ImportRun:
    return ImportRun(
        file_name=Path(file_name).name[:200], sha256=sha256(content), size=len(content), created_by=by, changed_by=by
    )


def _apply(
    run: ImportRun,
    content: bytes,
    *,
    by: Account | None,
    at: datetime,
    dry_run: bool,
    confirm_closures: bool,
    known: bool = False,
) -> RegisterReport:
    """Carry a file out, or rehearse it; of one that is known already no second record is left if it changes nothing."""
    reading = read(content)
    report = reading.report
    idle = False

    def work() -> ImportReport:
        nonlocal idle
        run.rejected = report.as_dict()["rejected"]
        run.save()
        taken = take_register(
            run=run,
            entries=reading.entries,
            present=reading.present,
            covered=list(reading.covered.values()),
            confirm_closures=confirm_closures,
            by=by,
            at=at,
        )
        report.created, report.changed, report.unchanged = taken.created, taken.changed, taken.unchanged
        report.removed, report.absent = taken.removed, len(taken.absent)
        idle = known and taken.idle
        if not dry_run and not idle:
            index.refresh("organisation", taken.touched)
            if not run.file:
                _keep(run, content)
                run.save()
        return report

    rehearse(work, dry_run=dry_run, was_idle=lambda: idle)
    return report


def _keep(run: ImportRun, content: bytes) -> None:
    """The cleaned copy; a file handed in again shares the copy that lies there."""
    earlier = ImportRun.objects.filter(sha256=run.sha256).exclude(file="").first()
    if earlier:
        run.file.name = earlier.file.name
    else:
        run.file.save(f"{run.sha256[:16]}.csv", ContentFile(without_personal(content)), save=False)


def read(content: bytes) -> _Reading:
    """Rows in our words. The file is refused when it cannot be trusted; a bad row is rejected by its place."""
    table, columns = _table(content)
    reading = _Reading(RegisterReport())
    for number, cells in table.misshapen:
        reading.report.reject(
            number,
            "",
            _("The row has %(found)d cells instead of %(wanted)d.") % {"found": cells, "wanted": len(table.columns)},
        )
        reading.present = None
    finder = queries.CountyFinder()
    seen: set[str] = set()
    for row in table.rows:
        _RowReader(row, columns, reading, finder, seen).read()
    return reading


def _table(content: bytes) -> tuple[Table, dict[str, str]]:
    text = decode(content)
    table = read_table(text, delimiter=";")
    found = {heading(name): name for name in table.columns}
    columns = {
        key: next(found[name] for name in names if name in found)
        for key, names in COLUMNS.items()
        if any(name in found for name in names)
    }
    missing = [COLUMNS[key][0] for key in NEEDED if key not in columns]
    if missing and len(table.columns) == 1:
        raise FileRefusedError(
            _("The columns are not separated by “%(sign)s”.") % {"sign": ";"}, place=_("row %(line)d") % {"line": 1}
        )
    if missing:
        raise FileRefusedError(
            _("Missing columns: %(names)s.") % {"names": ", ".join(missing)}, place=_("row %(line)d") % {"line": 1}
        )
    _refuse_cut_off(text, table)
    return table, columns


def _refuse_cut_off(text: str, table: Table) -> None:
    """A last row that is short and ends without a line break: the download was cut off."""
    if text.endswith("\n") or not table.misshapen:
        return
    number, cells = table.misshapen[-1]
    last = max([number, *(row.number for row in table.rows[-1:])])
    if number == last and cells < len(table.columns):
        raise FileRefusedError(
            _("The file ends in the middle of a row; it was cut off. Download it again."),
            place=_("row %(line)d") % {"line": number},
        )


class _RowReader:
    """One row on its way into an entry."""

    def __init__(
        self,
        row: Row,
        columns: dict[str, str],
        reading: _Reading,
        finder: queries.CountyFinder,
        seen: set[str],
    ) -> None:
        self.row, self.columns, self.reading, self.finder, self.seen = row, columns, reading, finder, seen

    def cell(self, key: str) -> str:
        column = self.columns.get(key)
        return self.row[column].strip() if column else ""

    def reject(self, key: str, reason: str) -> None:
        self.reading.report.reject(self.row.number, self.columns.get(key, ""), reason)

    def read(self) -> None:
        rspo = tidy(self.cell("rspo"))
        if not is_rspo(rspo):
            self.reject("rspo", _("An RSPO number has one to seven digits, not “%(value)s”.") % {"value": rspo[:20]})
            self.reading.present = None
            return
        if self.reading.present is not None:
            self.reading.present.add(rspo)
        if rspo in self.seen:
            self.reject("rspo", _("The number %(value)s stands in an earlier row.") % {"value": rspo})
            return
        self.seen.add(rspo)
        values = self._values()
        if values is not None:
            self.reading.entries.append(Entry(self.row.number, rspo, values, tidy(self.cell("parent"))))

    def _values(self) -> dict[str, Any] | None:
        county = self._county()
        days = self._days()
        values: dict[str, Any] = {
            "name": " ".join(self.cell("name").split()),
            "subtype": self.cell("kind"),
            "kind": kind_of(self.cell("kind")),
            "street": street_of(self.cell("street"), self.cell("number"), self.cell("flat")),
            "town": self.cell("town"),
            "postcode": tidy(self.cell("postcode")),
            "website": website_of(self.cell("website")),
            "public_status": self.cell("status")[: LONGEST["public_status"]],
            "governing_body": " ".join(self.cell("body").split()),
        }
        if county is None or days is None or not self._fits(values):
            return None
        commune = tidy(self.cell("commune"))
        values["territory_id"] = county.pk
        values["commune_code"] = commune if len(commune) == COMMUNE_DIGITS and commune.isdigit() else ""
        values["postcode"] = self._postcode(values["postcode"])
        self._number(values, "regon", is_regon)
        self._number(values, "nip", is_nip)
        return {**values, **days}

    def _fits(self, values: dict[str, Any]) -> bool:
        if not values["name"]:
            self.reject("name", _("The name is missing."))
            return False
        if not values["subtype"]:
            self.reject("kind", _("The type is missing."))
            return False
        for key, longest in LONGEST.items():
            if len(values[key]) > longest:
                self.reject(
                    {"subtype": "kind", "governing_body": "body"}.get(key, key),
                    _("The text is longer than %(longest)d characters.") % {"longest": longest},
                )
                return False
        return True

    def _postcode(self, digits: str) -> str:
        return f"{digits[:2]}-{digits[2:]}" if len(digits) == 5 and digits.isdigit() else ""  # noqa: PLR2004  # NN-NNN

    def _number(self, values: dict[str, Any], key: str, is_right: Callable[[str], bool]) -> None:
        """A REGON or NIP with a wrong checksum is left out and named; the school itself is real and is taken."""
        number = tidy(self.cell(key))
        if number and not is_right(number):
            self.reject(
                key,
                _("“%(value)s” fails its checksum. The number was left out, the rest of the row was taken.")
                % {"value": number[:20]},
            )
        elif key in self.columns:
            values[key] = number

    def _county(self) -> Territory | None:
        code = tidy(self.cell("commune"))[:4] or tidy(self.cell("county_code"))[-4:]
        county = self.finder.by_code(code) or self.finder.by_name(self.cell("county"), self.cell("voivodeship"))
        if county is None:
            self.reject(
                "commune" if "commune" in self.columns else "county",
                _("There is no county with the code “%(code)s” or the name “%(name)s”.")
                % {"code": code[:7], "name": self.cell("county")[:60]},
            )
            return None
        voivodeship = self.finder.voivodeship_of(county)
        if voivodeship:
            self.reading.covered[voivodeship.code] = voivodeship
        return county

    def _days(self) -> dict[str, Any] | None:
        days: dict[str, Any] = {}
        for key in ("founded", "started", "closed"):
            text = self.cell(key)
            try:
                days[key] = day_of(text) if text else None
            except ValueError:
                self.reject(key, _("“%(value)s” is not a day written like 2019-09-01.") % {"value": text[:20]})
                return None
        opened = days["started"] or days["founded"]
        if opened and days["closed"] and days["closed"] < opened:
            opened = days["founded"] if days["founded"] and days["founded"] <= days["closed"] else None
            if opened is None:
                self.reject("closed", _("It closed before the day it opened."))
                return None
        return {"opened_on": opened, "closed_on": days["closed"]}


def without_personal(content: bytes) -> bytes:
    """The file as it is kept: rows and their numbers unchanged, cells that speak of a person emptied."""
    table, _columns = _table(content)
    personal = {name for name in table.columns if heading(name) in PERSONAL}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(table.columns)
    line = 2
    broken = dict(table.misshapen)
    rows = {row.number: row for row in table.rows}
    for number in sorted([*broken, *rows]):
        out.write("\n" * (number - line))
        line = number + 1
        if number in broken:
            writer.writerow(["?"] * broken[number])
        else:
            cells = ["" if name in personal else " ".join(rows[number][name].split("\n")) for name in table.columns]
            writer.writerow(cells)
    return out.getvalue().encode()


__all__ = ["RegisterReport", "apply_run", "bring_in", "read", "receive", "without_personal"]
