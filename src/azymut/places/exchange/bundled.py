"""The product's own tables of places, read from exchange/data and handed to one action."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from azymut.kernel import intake
from azymut.kernel.importing import ImportReport
from azymut.places import actions
from azymut.places.actions import BundledUnit
from azymut.places.enums import Level

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

DATA = Path(__file__).parent / "data"


def load(*, by: AbstractBaseUser | None, at: datetime) -> ImportReport:
    """Load all bundled places; a second run changes nothing."""
    return actions.load_bundled(units=units(), neighbours=neighbours(), by=by, at=at)


def units() -> list[BundledUnit]:
    tiles = {row["code"]: (int(row["column"]), int(row["row"])) for row in _table("tiles.csv").rows}
    made = []
    for row in _table("territories.csv").rows:
        standing = not row["valid_to"]
        column, line = tiles.get(row["code"], (None, None)) if standing else (None, None)
        made.append(
            BundledUnit(
                code=row["code"],
                level=Level(row["level"]),
                name=row["name"],
                name_en=row["name_en"],
                name_genitive=row["genitive"],
                name_locative=row["locative"],
                short_name=row["short_name"],
                is_city=row["is_city"] == "1",
                nuts=row["nuts"],
                bdl=row["bdl"],
                parent=row["parent"],
                subregion=row["subregion"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=None if standing else date.fromisoformat(row["valid_to"]),
                tile_column=column,
                tile_row=line,
            )
        )
    return made


def neighbours() -> set[tuple[str, str]]:
    return {(row["code"], row["neighbour"]) for row in _table("neighbours.csv").rows}


def _table(name: str) -> intake.Table:
    return intake.read_table((DATA / name).read_text(encoding="utf-8"), delimiter=";")
