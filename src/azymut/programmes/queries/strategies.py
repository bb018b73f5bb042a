"""Strategies and their versions."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from azymut.programmes.enums import VersionState
from azymut.programmes.models import Strategy, Version

PUBLIC_STATES = (VersionState.IN_FORCE, VersionState.ADOPTED, VersionState.CONSULTATION, VersionState.SUPERSEDED)
"""Drafts and papers before the team's opinion are for the office; the rest is for everyone."""

_RANK = {state: rank for rank, state in enumerate(PUBLIC_STATES)}


def _ranked() -> QuerySet[Version]:
    rank = Case(
        *(When(state=state, then=Value(position)) for state, position in _RANK.items()),
        default=Value(len(_RANK)),
        output_field=IntegerField(),
    )
    return Version.objects.filter(state__in=PUBLIC_STATES).annotate(rank=rank).order_by("rank", "-number")


def strategies_with_versions() -> list[tuple[Strategy, Version]]:
    """Every strategy that the public may see, with the version that its page shows; in the order of the alphabet."""
    shown: dict[int, Version] = {}
    for version in _ranked().select_related("strategy"):
        shown.setdefault(version.strategy_id, version)
    return sorted(
        ((version.strategy, version) for version in shown.values()), key=lambda pair: (pair[0].name_sort, pair[0].pk)
    )


def shown_version(public_id: str, number: int | None = None) -> Version | None:
    """The version that a strategy's page shows: the one asked for, else the one in force, else the latest public."""
    versions = _ranked().filter(strategy__public_id=public_id).select_related("strategy")
    return (versions.filter(number=number) if number is not None else versions).first()
