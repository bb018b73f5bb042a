"""The guide to open data: formats, the chart for other sites, and the read API, told from its own document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.indicators import queries
from azymut.kernel.read_api import api, link


@dataclass(frozen=True)
class Parameter:
    name: str
    text: str


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    path: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Told:
    """A term and what it means."""

    term: str
    text: str


@dataclass(frozen=True)
class GuidePage:
    formats: tuple[Told, ...]
    flags: tuple[Told, ...]
    operations: tuple[Operation, ...]
    openapi_url: str
    example: str
    limit: str
    list_url: str
    sources_url: str


def guide_page() -> GuidePage:
    """Nothing is written twice: what the API can do is read from the document that programs read."""
    most = settings.API_PER_MINUTE
    return GuidePage(
        formats=_formats(),
        flags=tuple(Told(letter, meaning) for letter, meaning in queries.flag_meanings().items()),
        operations=tuple(_operations(api.document())),
        openapi_url=reverse("api:openapi"),
        example=f"curl '{link('values')}?indicator=unemployment_rate&territory=1061&since=2015'",
        limit=ngettext(
            "One address may ask %(n)d time a minute; beyond that the answer is 429 and says how long to wait.",
            "One address may ask %(n)d times a minute; beyond that the answer is 429 and says how long to wait.",
            most,
        )
        % {"n": most}
        if most
        else "",
        list_url=reverse("indicators:list"),
        sources_url=reverse("indicators:sources"),
    )


def _formats() -> tuple[Told, ...]:
    return (
        Told("CSV", _("Opens in any spreadsheet: semicolons, decimal comma, UTF-8. Its description (CSV on the Web) stands beside it, under the address that ends in csv-metadata.json.")),  # noqa: E501  # one sentence for translators
        Told("XLSX", _("A workbook; its second sheet says what the figures are.")),
        Told("Parquet", _("For DuckDB, R, Python and Power BI: typed, small, fast. The description is inside.")),
        Told("JSON-stat", _("JSON-stat 2.0, a cube of indicator, territory and time. The description is inside.")),
        Told("SDMX-CSV", _("SDMX-CSV 2.0, for exchange between statistical offices. Its description stands beside it, under the address that ends in opis.json.")),  # noqa: E501  # one sentence for translators
    )  # fmt: skip


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        told = methods["get"]
        parameters = tuple(
            Parameter(one["name"], one.get("description") or one["schema"].get("description", ""))
            for one in told.get("parameters", ())
        )
        yield Operation(path, told["summary"], told.get("description", ""), parameters)
