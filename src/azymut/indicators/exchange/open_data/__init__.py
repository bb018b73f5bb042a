"""Figures written in open formats, their metadata inside where the format has a place for it, else beside it."""

from __future__ import annotations

from azymut.indicators.exchange.open_data.formats import (
    DOWNLOADS,
    Export,
    Format,
    TooLongError,
    export,
)

__all__ = ["DOWNLOADS", "Export", "Format", "TooLongError", "export"]
