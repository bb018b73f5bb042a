"""The demonstration's provision: invented schools and what they teach, read three times over two school years."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.utils.translation import gettext as _

from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import Row, decode, read_table, sha256
from azymut.offers import queries
from azymut.offers.enums import Origin
from azymut.offers.exchange.lines import Line, take, understand
from azymut.offers.models import Reading
from azymut.people import actions as people
from azymut.people.enums import OrganisationKind, RecordSource
from azymut.places.models import Territory

DATA = Path(__file__).with_name("data")
SCHOOLS, OFFERS = "sample_schools.csv", "sample_offers.csv"


def load(*, at: datetime) -> ImportReport:
    """Invented schools, each once, then the readings of their provision, each once. A second run changes nothing."""
    report = _load_schools(at=at)
    rows = read_table(decode((DATA / OFFERS).read_bytes()), delimiter=";").rows
    for day, read in groupby(rows, key=itemgetter("read_on")):
        taken = _take(date.fromisoformat(day), list(read), at=at)
        report.created += taken.created
        report.changed += taken.changed
        report.unchanged += taken.unchanged
        report.removed += taken.removed
        report.rejected += taken.rejected
    return report


def _load_schools(*, at: datetime) -> ImportReport:
    report = ImportReport()
    standing = queries.sample_schools()
    counties = {territory.code: territory for territory in Territory.objects.current()}
    for row in read_table(decode((DATA / SCHOOLS).read_bytes()), delimiter=";").rows:
        if row["name"] in standing:
            report.unchanged += 1
        elif row["county"] not in counties:
            report.reject(row.number, "county", _("There is no territory %(code)s.") % {"code": row["county"]})
        else:
            values = {key: row[key] for key in ("name", "subtype", "town", "street", "postcode", "governing_body")}
            people.create_organisation(
                values={**values, "kind": OrganisationKind.SCHOOL, "territory": counties[row["county"]]},
                by=None, at=at, source=RecordSource.SAMPLE,
            )  # fmt: skip
            report.created += 1
    return report


def _take(day: date, rows: list[Row], *, at: datetime) -> ImportReport:
    """One reading of the sample, as it would have come on its day."""
    lines = [
        Line(
            row=row.number, school=row["school"], occupation=row["code"], year=row["year"], meaning=row["meaning"],
            pupils=row["pupils"], note=row["note"],
        )
        for row in rows
    ]  # fmt: skip
    digest = sha256("\n".join(str(line) for line in lines).encode())
    if queries.was_taken(digest, origin=Origin.SAMPLE):
        return ImportReport(unchanged=len(lines))
    understood = understand(lines, queries.sample_schools(), columns={})
    years = {year for _school, year in understood.named}
    covered = {key for key in queries.standing_keys(Origin.SAMPLE, years=years) if key[:2] in understood.named}
    reading = Reading(
        origin=Origin.SAMPLE, as_of=day, file_name=OFFERS, sha256=digest, rows=[line.as_dict() for line in lines]
    )
    return take(reading, understood, covered=covered, by=None, at=at, dry_run=False)
