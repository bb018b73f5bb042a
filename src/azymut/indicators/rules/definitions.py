"""What a definition says, how two versions differ, and who may review one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from azymut.indicators.enums import DefinitionState

SPOKEN = (
    "name_pl", "name_en", "short_pl", "short_en", "description_pl", "description_en", "caveats_pl", "caveats_en",
    "unit_pl", "unit_en", "method_pl", "method_en",
)  # fmt: skip
FIELDS = (
    *SPOKEN, "decimals", "direction", "kind", "theme", "formula", "levels", "order", "on_profile", "frequency",
    "period_type", "break_policy", "suppression_policy", "owner", "next_due_on",
)  # fmt: skip
"""What every version says, in the order in which differences are shown."""


@dataclass(frozen=True)
class FieldDifference:
    """One field that two versions say differently."""

    field: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldDifference, ...]:
    """Field by field; a field that one of them does not know counts as empty there."""
    return tuple(
        FieldDifference(name, before.get(name, ""), after.get(name, ""))
        for name in FIELDS
        if before.get(name, "") != after.get(name, "")
    )


def review_refusal(state: str, *, author: int | None, reviewer: int | None) -> str:
    """Why a person may not decide on a version; empty when they may. Nobody reviews what they wrote."""
    if state != DefinitionState.PROPOSED:
        return _("Only a proposed definition can be decided on.")
    if author == reviewer:
        return _("Somebody else must decide: nobody approves or returns a definition of their own.")
    return ""


def stale_refusal(based_on: int, newest: int) -> str:
    """Why a version may not go on when another was approved after it was written."""
    if based_on == newest:
        return ""
    words = {"newest": newest}
    return (
        _("Meanwhile version %(newest)d was approved. Open the draft, compare it with that and save it again.") % words
    )
