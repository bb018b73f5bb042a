"""The one manner of every importer: count, reject row by row, dry-run, and one JSON object for machines.

An importer is a function `run(source, *, by, at, dry_run) -> ImportReport` in a room's exchange/. It raises
FileRefusedError for a file that cannot be trusted at all, and then nothing has changed.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from azymut.kernel.errors import DomainError, FileRefusedError

EXIT_CLEAN, EXIT_SOME_REJECTED, EXIT_REFUSED = 0, 1, 2


@dataclass(frozen=True)
class Rejection:
    """A row that was not taken: its number in the file (the header is row 1), its column, and why, for people."""

    row: int
    column: str
    reason: str


@dataclass
class ImportReport:
    """Counts against what stands now, and the rows that were rejected."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    def reject(self, row: int, column: str, reason: Any) -> None:
        self.rejected.append(Rejection(row, column, str(reason)))

    @property
    def touched(self) -> int:
        return self.created + self.changed + self.removed

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def counts(self) -> dict[str, int]:
        """The report as numbers alone, for the audit trail."""
        return {**self.as_dict(), "rejected": len(self.rejected)}


class _TakenBack(Exception):  # noqa: N818  # not an error: it carries a rollback
    pass


def rehearse(
    work: Callable[[], ImportReport], *, dry_run: bool, was_idle: Callable[[], bool] = lambda: False
) -> ImportReport:
    """Run the import in one transaction; take all of it back on a dry run, and when it says itself to have been idle.

    An import that keeps a record of its run needs one before it knows whether there is anything to record.
    """
    report = ImportReport()
    try:
        with transaction.atomic():
            report = work()
            _take_back_if(dry_run or was_idle())
    except _TakenBack:
        pass
    return report


def _take_back_if(wanted: bool, /) -> None:  # noqa: FBT001  # positional only: the function's name says what it means
    if wanted:
        raise _TakenBack


class ImportCommand(BaseCommand):
    """A thin command: parse, call one importer, print for people or for machines, end with the agreed status."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def bring_in(self, path: Path, *, dry_run: bool, options: dict[str, Any]) -> ImportReport:
        """Call the room's importer."""
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if path.name != _printable(path.name):
                raise FileRefusedError(_("The file's name is not UTF-8. Rename the file."))
            if not path.is_file():
                raise FileRefusedError(_("There is no such file."), place=str(path))
            report = self.bring_in(path, dry_run=options["dry_run"], options=options)
        except DomainError as error:
            self._refused(path, error, as_json=options["json"])
            raise SystemExit(EXIT_REFUSED) from error
        self._tell(report, dry_run=options["dry_run"], as_json=options["json"])
        if report.rejected:
            raise SystemExit(EXIT_SOME_REJECTED)

    def _refused(self, path: Path, error: DomainError, *, as_json: bool) -> None:
        place = getattr(error, "place", "")
        reason = f"{place}: {error}" if place else str(error)
        if as_json:
            report = ImportReport()
            report.reject(0, "", reason)
            self.stdout.write(_as_json(report))
        self.stderr.write(_printable(f"{path.name}: {reason}"))

    def _tell(self, report: ImportReport, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(_as_json(report))
            return
        for rejection in report.rejected:
            self.stderr.write(_printable(f"row {rejection.row}, {rejection.column}: {rejection.reason}"))
        verb = "would be " if dry_run else ""
        self.stdout.write(
            f"{verb}created {report.created}, {verb}changed {report.changed}, unchanged {report.unchanged}, "
            f"{verb}removed {report.removed}, rejected {len(report.rejected)}"
        )


def _as_json(report: ImportReport) -> str:
    return _printable(json.dumps(report.as_dict(), ensure_ascii=False))


def _printable(text: str) -> str:
    """Half a surrogate pair, which JSON can smuggle in and no output can print, written as its escape."""
    return text.encode("utf-8", "backslashreplace").decode()
