"""Reports that were asked for."""

from __future__ import annotations

from django.db.models import QuerySet

from azymut.programmes.models import Version
from azymut.programmes.queries import strategies_with_versions
from azymut.reports.enums import ReportState
from azymut.reports.models import MonitoringReport

_WITH = ("version__strategy", "created_by", "document")


def reports_newest_first() -> QuerySet[MonitoringReport]:
    return MonitoringReport.objects.select_related(*_WITH)


def report_at(public_id: str) -> MonitoringReport | None:
    return reports_newest_first().filter(public_id=public_id).first()


def under_way(version: Version, language: str) -> MonitoringReport | None:
    """The report of this version and language that is being made."""
    return reports_newest_first().filter(version=version, language=language, state=ReportState.UNDER_WAY).first()


def reportable_versions() -> list[Version]:
    """The version of each strategy that a report can be made of: the one its public page shows."""
    return [version for _strategy, version in strategies_with_versions()]
