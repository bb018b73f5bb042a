"""What must be said of figures, as one document: the same in every format, and as CSV on the Web."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from azymut.indicators.exchange.open_data import columns
from azymut.indicators.queries import Description, Extract, flag_meanings


def document(figures: Extract, *, title: str, address: str) -> dict[str, Any]:
    """Names, units, sources, licences, releases, methods, caveats and the meaning of flags."""
    return {
        "title": title,
        "language": get_language(),
        "address": address,
        "updated": figures.updated.isoformat() if figures.updated else None,
        "flags": flag_meanings(),
        "indicators": [described(figures.descriptions[key]) for key in figures.cut.indicators],
    }


def described(one: Description) -> dict[str, Any]:
    """A description as plain values; days as ISO 8601."""
    told = asdict(one)
    told.update(source=one.source, licence=one.licence)
    for release in told["releases"]:
        release["made_on"] = release["made_on"].isoformat() if release["made_on"] else None
        release["published_on"] = release["published_on"].isoformat()
    return told


def description(figures: Extract, *, title: str, address: str) -> bytes:
    return as_json(document(figures, title=title, address=address))


def csvw(figures: Extract, *, title: str, address: str, table: str) -> bytes:
    """Metadata of CSV on the Web (W3C): how the table is written, what its columns are, and the whole description."""
    told = document(figures, title=title, address=address)
    licences = dict.fromkeys(one.licence for one in figures.descriptions.values())
    sources = dict.fromkeys(one.source for one in figures.descriptions.values())
    return as_json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": get_language()}],
            "url": table,
            "dc:title": title,
            "dc:source": "; ".join(sources),
            "dc:license": "; ".join(licences),
            "dc:modified": told["updated"],
            "dialect": {"delimiter": columns.DELIMITER, "encoding": "utf-8", "quoteChar": '"', "header": True},
            "tableSchema": {"columns": columns.described(), "primaryKey": ["indicator", "code", "period"]},
            "notes": [told],
        }
    )


def as_json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
