"""Reads across rooms: what stands behind a monitoring report, and the report composed of it."""

from __future__ import annotations

from azymut.reports.queries.content import monitoring_report
from azymut.reports.queries.gathering import ReportData, gather
from azymut.reports.queries.reports import report_at, reportable_versions, reports_newest_first, under_way

__all__ = [
    "ReportData",
    "gather",
    "monitoring_report",
    "report_at",
    "reportable_versions",
    "reports_newest_first",
    "under_way",
]
