"""The numbers in the rules, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Thresholds:
    """Days and shares at which a status turns."""

    serious_days: int = 30
    """A month is the usual rhythm of a public office: a term missed by less is caught up within it. One milestone late
    by less puts an action at risk; it takes two that are later than this to put it off course."""

    off_days: int = 90
    """A quarter: the team meets quarterly, so a single milestone later than this has passed a meeting unresolved."""

    off_together: int = 2
    """One slip is an accident, two serious ones at once are a pattern."""

    risk_share: Decimal = Decimal("0.8")
    """A fifth of the planned progress can be made up within a year; Cohesion policy's performance frameworks
    (Regulation (EU) No 215/2014, art. 6) called 85 % an achieved milestone and under 65 % a serious failure."""

    off_share: Decimal = Decimal("0.6")
    """Below this the gap is no longer made up by one good year; the same regulation's serious failure, rounded down."""

    old_months: int = 24
    """Official statistics come with up to two years' delay; an older value still warns, but no longer reassures."""


THRESHOLDS = Thresholds()
