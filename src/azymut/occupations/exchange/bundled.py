"""The product's own tables of occupations, read from exchange/data and handed to the room's actions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from azymut.kernel import intake
from azymut.kernel.importing import ImportReport
from azymut.occupations import actions
from azymut.occupations.actions import IscoRow, KzisRow, PathRow, SchoolRow
from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.exchange import editions
from azymut.people.models import Account

DATA = Path(__file__).parent / "data"
KZIS_YEAR = 2022
SOURCES = {
    SchemeKind.KZIS: "KZiS 2022",
    SchemeKind.SCHOOL: "IBE, MLASZdane (kzsb)",
    SchemeKind.ISCO: "ESCO v1.2.1, © European Union",
}


def load(*, by: Account | None, at: datetime) -> dict[str, ImportReport]:
    """Load ISCO-08, the groups of KZiS 2022 and the school occupations; a second run changes nothing.

    Nothing is closed: files that an analyst imported later may hold more than these tables.
    """
    source = {"file": "bundled"}
    return {
        "isco": actions.apply_isco(
            edition=_edition(SchemeKind.ISCO, editions.ISCO_YEAR),
            rows=isco_rows(), spare=None, report=ImportReport(), source=source, by=by, at=at,
        ),
        "kzis": actions.apply_kzis(
            edition=_edition(SchemeKind.KZIS, KZIS_YEAR),
            rows=kzis_rows(), spare=None, report=ImportReport(), source=source, by=by, at=at,
        ),
        "school": actions.apply_school(
            edition=_edition(SchemeKind.SCHOOL, editions.SCHOOL_YEAR),
            rows=school_rows(), spare=None, report=ImportReport(), source=source, by=by, at=at,
        ),
    }  # fmt: skip


def isco_rows() -> list[IscoRow]:
    return [IscoRow(row["code"], row["name"], row["name_en"]) for row in _rows("isco_groups.csv")]


def kzis_rows() -> list[KzisRow]:
    return [KzisRow(row["code"], row["name"]) for row in _rows("kzis_groups.csv")]


def school_rows() -> list[SchoolRow]:
    names = {row["symbol"]: row["name"] for row in _rows("sectors.csv")}
    qualifications: dict[str, list[str]] = defaultdict(list)
    for row in _rows("qualifications.csv"):
        qualifications[row["occupation"]].append(row["qualification"])
    return [
        SchoolRow(
            code=row["code"],
            name=row["name"],
            sector_symbol=row["sector"],
            sector_name=names.get(row["sector"], ""),
            prk_level=_whole(row["prk_level"]),
            qualification_count=_whole(row["qualification_count"]),
            limits=row["limits"],
            paths=tuple(_path(kind, row[kind]) for kind in SchoolType.values if row[kind]),
            qualifications=tuple(qualifications[row["code"]]),
        )
        for row in _rows("school_occupations.csv")
    ]


def _path(kind: str, text: str) -> PathRow:
    years, first, last = text.split(":")
    return PathRow(SchoolType(kind), Decimal(years) if years else None, _whole(first), _whole(last))


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _edition(kind: SchemeKind, year: int) -> actions.Edition:
    return editions.edition(kind, year, source=SOURCES[kind])


def _rows(name: str) -> tuple[intake.Row, ...]:
    return intake.read_table((DATA / name).read_text(encoding="utf-8"), delimiter=";").rows
