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
from azymut.indicators.actions.versions import (
    approve_definition,
    discard_definition,
    draft_definition,
    propose_definition,
    return_definition,
)

__all__ = [
    "KEPT_FINDINGS",
    "KEPT_REJECTIONS",
    "NewRelease",
    "approve_definition",
    "ask_fetch",
    "begin_fetch",
    "define",
    "discard_definition",
    "discard_release",
    "draft_definition",
    "end_fetch",
    "note_fetched",
    "pause_fetch",
    "propose_definition",
    "publications",
    "publish_release",
    "resume_fetch",
    "return_definition",
    "roll_back_release",
    "stage_release",
    "stop_fetch",
]
