"""Where observations lie: immutable Parquet releases as the truth, and a DuckDB file built from them that serves pages.

Nobody outside this package knows DuckDB.
"""

from __future__ import annotations

from azymut.indicators.store import breakdowns
from azymut.indicators.store.asking import Answer, Shelf, close_door, fetching_alone, take_turn
from azymut.indicators.store.files import (
    Stored,
    clear_orphans,
    directory,
    discard,
    keep_source,
    lock,
    published,
    rows_of,
    source_line,
    standing,
    write_release,
)
from azymut.indicators.store.open_data import Cut, OpenFigure
from azymut.indicators.store.serving import Figure, Snapshot, as_of, current, edition
from azymut.indicators.store.sql import peers_of

__all__ = [
    "Answer",
    "Cut",
    "Figure",
    "OpenFigure",
    "Shelf",
    "Snapshot",
    "Stored",
    "as_of",
    "breakdowns",
    "clear_orphans",
    "close_door",
    "current",
    "directory",
    "discard",
    "edition",
    "fetching_alone",
    "keep_source",
    "lock",
    "peers_of",
    "published",
    "rows_of",
    "source_line",
    "standing",
    "take_turn",
    "write_release",
]
