"""Reads: how actions stand on a day, their history, what the board needs, counts for home and reports."""

from __future__ import annotations

from azymut.monitoring.queries.board import BoardRow, board, late_overrides, notes_of, unexplained
from azymut.monitoring.queries.courses import Course, course_counts, courses, courses_in_force, stamp
from azymut.monitoring.queries.history import HistoryLine, history_of, latest_entries, open_override, turns
from azymut.monitoring.queries.readings import actions_reading

__all__ = [
    "BoardRow",
    "Course",
    "HistoryLine",
    "actions_reading",
    "board",
    "course_counts",
    "courses",
    "courses_in_force",
    "history_of",
    "late_overrides",
    "latest_entries",
    "notes_of",
    "open_override",
    "stamp",
    "turns",
    "unexplained",
]
