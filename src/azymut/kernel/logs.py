"""What is written to the log."""

from __future__ import annotations

import logging

SERVER_ERROR = 500


class RefusalsInOneLine(logging.Filter):
    """A visitor who is refused or lost (4xx) is one line; the traceback is for faults of ours (5xx)."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            record.exc_info = None
        return True
