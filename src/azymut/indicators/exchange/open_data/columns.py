"""The columns of the plain table, for CSV and XLSX alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import Flag
from azymut.indicators.queries import Extract
from azymut.indicators.store import OpenFigure
from azymut.places.enums import Level

DELIMITER = ";"
VALUE = 6
"""Where the value stands among the columns."""


def headings() -> list[str]:
    return [
        _("indicator"), _("name of the indicator"), _("code"), _("territory"), _("level"), _("period"), _("value"),
        _("unit"), _("flags"), _("notes"), _("releases"), _("source"),
    ]  # fmt: skip


NAMES = (
    "indicator", "indicator_name", "code", "territory", "level", "period", "value", "unit", "flags", "notes",
    "releases", "source",
)  # fmt: skip


def described() -> list[dict[str, Any]]:
    """The columns as CSV on the Web describes them."""
    told: list[dict[str, Any]] = [
        {"name": name, "titles": title, "datatype": "string"} for name, title in zip(NAMES, headings(), strict=True)
    ]
    told[VALUE]["datatype"] = {"base": "decimal", "format": {"decimalChar": ","}}
    told[VALUE]["null"] = ""
    return told


class Lines:
    """Figures as lines of the table; words that repeat are looked up once."""

    def __init__(self, figures: Extract) -> None:
        self._figures = figures
        self._levels = {level.value: str(level.label) for level in Level}
        self._flags = {flag.value: str(flag.label) for flag in Flag}
        self._sources = {key: one.source for key, one in figures.descriptions.items()}

    def line(self, one: OpenFigure) -> list[Any]:
        """The value stays a Decimal, or None: each format writes it in its own way, and missing never as zero."""
        described = self._figures.descriptions[one.indicator]
        return [
            one.indicator,
            described.name,
            one.territory,
            self._figures.names.get(one.territory, ""),
            self._levels.get(one.level, ""),
            one.period,
            one.value,
            described.unit,
            one.flags,
            ", ".join(self._flags[flag] for flag in one.flags),
            " ".join(one.releases),
            self._sources[one.indicator],
        ]


def plain(value: Decimal) -> str:
    """The number without an exponent and without zeros that say nothing."""
    return f"{value.normalize():f}"
