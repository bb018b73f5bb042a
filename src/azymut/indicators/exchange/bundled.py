"""The tables that come with the product: tidy CSV files, each beside a TOML file naming source, date and licence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.exchange.parsed import Parsed
from azymut.indicators.rules.observations import Observation, is_period, join_flags, read_number
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, decode, read_table

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sidecar:
    """What a bundled table's companion says of it."""

    dataset: str
    origin: str
    vintage_on: date
    unit: str = ""
    breakdown: str = ""
    note: str = ""
    sample: bool = False


def definitions(name: str) -> list[dict[str, Any]]:
    """The entries of sources.toml, datasets.toml, indicators.toml or validations.toml."""
    with (DATA / f"{name}.toml").open("rb") as handle:
        return list(tomllib.load(handle)[name.removesuffix("s")])


def tables() -> list[tuple[Path, Sidecar]]:
    """Bundled tables with their companions, in the order of their names."""
    return _tables(DATA)


def samples() -> list[tuple[Path, Sidecar]]:
    """Invented tables for demonstrations; each says of itself that it is a sample."""
    return _tables(DATA / "sample")


def _tables(folder: Path) -> list[tuple[Path, Sidecar]]:
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.with_suffix(".toml").open("rb") as handle:
            found.append((path, Sidecar(**tomllib.load(handle))))
    return found


def read_tidy(content: bytes, sidecar: Sidecar) -> Parsed:
    """`territory;period;[breakdown;]value;[unit;]flag[;raw]`, codes canonical, decimal point, flags as in Flag."""
    table = read_table(decode(content), delimiter=";", required=("territory", "period", "value", "flag"))
    parsed = Parsed(unit=sidecar.unit, vintage_on=sidecar.vintage_on)
    for row in table.rows:
        parsed.take(_observation(row, sidecar))
    if parsed.rejected or table.misshapen:
        raise FileRefusedError(_("A bundled table is damaged."), place=sidecar.dataset)
    return parsed


def _observation(row: Row, sidecar: Sidecar) -> Observation:
    value: Decimal | None = None
    if row["value"]:
        value = read_number(row["value"], decimal_sign=".")
    flags = join_flags(*(Flag(letter) for letter in row["flag"]))
    if not is_period(row["period"]) or (value is None and not flags) or (row["value"] and value is None):
        raise FileRefusedError(_("A bundled table is damaged."), place=f"{sidecar.dataset} {row.number}")
    return Observation(
        row["territory"], row["period"], row.get("breakdown", sidecar.breakdown), value,
        row.get("unit", sidecar.unit), flags, row.number, "value",
        row.get("raw") or f"{row['value']} {row['flag']}".strip(),
    )  # fmt: skip
