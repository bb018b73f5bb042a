"""Where observations lie: immutable Parquet releases as the truth, and a DuckDB file built from them that serves pages.

Nobody outside this package knows DuckDB."""

from __future__ import annotations

from azymut.indicators.store import breakdowns
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
from azymut.indicators.store.secrecy import Hidden, hidden_of, made_of
from azymut.indicators.store.serving import Figure, Snapshot, as_of, current, edition, trial
from azymut.indicators.store.sql import peers_of

__all__ = [
    "Cut",
    "Figure",
    "Hidden",
    "OpenFigure",
    "Snapshot",
    "Stored",
    "as_of",
    "breakdowns",
    "clear_orphans",
    "current",
    "directory",
    "discard",
    "edition",
    "hidden_of",
    "keep_source",
    "lock",
    "made_of",
    "peers_of",
    "published",
    "rows_of",
    "source_line",
    "standing",
    "trial",
    "write_release",
]
