"""How a model states what personal data it holds, and the registry of rooms that export or erase a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class PersonalData:
    """Fields of a model that speak of a living person (GDPR art. 4.1), why they are kept, and for how long.

    `retention` is a sentence for people; `keep_days` is what the worker carries out (None: as long as the record).
    """

    fields: tuple[str, ...]
    purpose: str
    basis: str
    retention: str
    keep_days: int | None = None


NOTHING_PERSONAL = PersonalData(fields=(), purpose="", basis="", retention="")


def classification() -> dict[str, PersonalData | None]:
    """Every model of this project by its label, with what it says of personal data; None where it says nothing."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("azymut."))
    return {model._meta.label: getattr(model, "personal_data", None) for model in ours}


@dataclass(frozen=True)
class PersonalDataProvider:
    """A room's answer to "my data" and "forget me". `export` reads; `erase` runs inside the caller's action."""

    room: str
    export: Callable[[Any], Mapping[str, Any]]
    erase: Callable[[Any, datetime], int]


_providers: dict[str, PersonalDataProvider] = {}


def register_personal_data(provider: PersonalDataProvider) -> None:
    """Called once from a room's AppConfig.ready()."""
    _providers[provider.room] = provider


def personal_data_providers() -> tuple[PersonalDataProvider, ...]:
    return tuple(_providers[room] for room in sorted(_providers))
