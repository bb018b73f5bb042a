"""Writes of the room, one verb each."""

from __future__ import annotations

from azymut.indicators.actions.definitions import define
from azymut.indicators.actions.fetches import (
    ask_fetch,
    begin_fetch,
    end_fetch,
    note_fetched,
    pause_fetch,
    resume_fetch,
    stop_fetch,
)
from azymut.indicators.actions.interpretations import ReadSeries, interpret, withdraw_interpretation
from azymut.indicators.actions.releases import (
    KEPT_FINDINGS,
    KEPT_REJECTIONS,
    NewRelease,
    discard_release,
    publications,
    publish_release,
    roll_back_release,
    stage_release,
)

__all__ = [
    "KEPT_FINDINGS",
    "KEPT_REJECTIONS",
    "NewRelease",
    "ReadSeries",
    "ask_fetch",
    "begin_fetch",
    "define",
    "discard_release",
    "end_fetch",
    "interpret",
    "note_fetched",
    "pause_fetch",
    "publications",
    "publish_release",
    "resume_fetch",
    "roll_back_release",
    "stage_release",
    "stop_fetch",
    "withdraw_interpretation",
]
