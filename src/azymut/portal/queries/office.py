"""The office that answers for this installation, and how personal data are kept in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from azymut.kernel.personal import PersonalData


@dataclass(frozen=True)
class Particular:
    """One of the office's particulars; without a value the page says which setting gives it."""

    key: str
    value: str

    @property
    def setting(self) -> str:
        return f"AZYMUT_OFFICE_{self.key.upper()}"


def office() -> dict[str, Particular]:
    """The office's name and addresses as the installation's settings give them."""
    return {key: Particular(key, value) for key, value in settings.OFFICE.items()}


@dataclass(frozen=True)
class Processing:
    """Personal data kept for one purpose on one legal basis for one time, and the rooms that keep them so."""

    purpose: str
    basis: str
    retention: str
    rooms: tuple[str, ...]


def processings() -> tuple[Processing, ...]:
    """Gathered from what every model of ours declares, so that the privacy page cannot fall behind the code."""
    gathered: dict[tuple[str, str, str], list[str]] = {}
    for model in apps.get_models():
        declared = getattr(model, "personal_data", None)
        if not isinstance(declared, PersonalData) or not declared.fields:
            continue
        rooms = gathered.setdefault((declared.purpose, declared.basis, declared.retention), [])
        if model._meta.app_label not in rooms:
            rooms.append(model._meta.app_label)
    return tuple(Processing(*key, rooms=tuple(sorted(rooms))) for key, rooms in sorted(gathered.items()))
