"""Mappings of tables, tables that wait, sources to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from azymut.indicators.models import Dataset, Source, TableMapping, TableUpload


def mappings() -> QuerySet[TableMapping]:
    """All mappings in Polish order, with their sources."""
    return TableMapping.objects.select_related("source", "changed_by", "created_by")


def mapping_by_id(public_id: str) -> TableMapping | None:
    return mappings().filter(public_id=public_id).first()


def mapping_by_name(name: str) -> TableMapping | None:
    return mappings().filter(name=name).first()


def mappings_for(headings: Sequence[str]) -> list[TableMapping]:
    """Mappings of tables whose columns have one of these marks, the last changed first."""
    return list(mappings().filter(heading__in=headings).order_by("-changed_at", "-pk"))


def waiting_tables() -> QuerySet[TableUpload]:
    """Tables that were handed in and not taken in yet, the newest first."""
    return TableUpload.objects.select_related("attachment", "created_by")


def table_by_id(public_id: str) -> TableUpload | None:
    return waiting_tables().filter(public_id=public_id).first()


def sources_to_choose() -> list[Source]:
    return sorted(Source.objects.all(), key=lambda source: source.name.casefold())


def dataset_codes() -> list[str]:
    """Codes of all datasets, to be offered while one is typed."""
    return list(Dataset.objects.order_by("code").values_list("code", flat=True))
