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
from azymut.indicators.actions.mappings import (
    NewSource,
    drop_table,
    keep_table,
    remove_mapping,
    save_mapping,
    settle_name,
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

__all__ = [
    "KEPT_FINDINGS",
    "KEPT_REJECTIONS",
    "NewRelease",
    "NewSource",
    "ask_fetch",
    "begin_fetch",
    "define",
    "discard_release",
    "drop_table",
    "end_fetch",
    "keep_table",
    "note_fetched",
    "pause_fetch",
    "publications",
    "publish_release",
    "remove_mapping",
    "resume_fetch",
    "roll_back_release",
    "save_mapping",
    "settle_name",
    "stage_release",
    "stop_fetch",
]
