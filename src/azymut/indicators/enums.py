"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Flag(models.TextChoices):
    """What a source says about a value. Codes follow Eurostat where it has one; each is its own thing."""

    BREAK = "b", _("break in the series")
    SUPPRESSED = "c", _("suppressed for statistical confidentiality")
    DIFFERS = "d", _("definition differs")
    ESTIMATED = "e", _("estimated")
    FORECAST = "f", _("forecast")
    INCOMPLETE = "k", _("incomplete sum")
    MISSING = "m", _("not available")
    NOTE = "o", _("with a note of the source")
    PRELIMINARY = "p", _("preliminary")
    REVISED = "r", _("revised")
    UNRELIABLE = "u", _("low reliability")
    WITHDRAWN = "w", _("withdrawn by a later release")
    NOT_APPLICABLE = "z", _("not applicable")


class ReleaseState(models.TextChoices):
    STAGED = "staged", _("waiting to be published")
    PUBLISHED = "published", _("published")
    ROLLED_BACK = "reverted", _("rolled back")


class FindingKind(models.TextChoices):
    """What a check found in a file that waits to be published."""

    UNIT = "unit", _("changed unit")
    REVISED = "revised", _("unexpected revision")
    LOST = "lost", _("place without a value")
    JUMP = "jump", _("unusual jump")


class FetchState(models.TextChoices):
    """Where a fetch from a source over the network stands."""

    WAITING = "waiting", pgettext_lazy("fetch", "waiting for the worker")
    RUNNING = "running", pgettext_lazy("fetch", "under way")
    PAUSED = "paused", pgettext_lazy("fetch", "paused, goes on later")
    DONE = "done", pgettext_lazy("fetch", "done")
    FAILED = "failed", pgettext_lazy("fetch", "failed")
    CANCELLED = "cancelled", pgettext_lazy("fetch", "stopped")


OPEN_FETCHES = (FetchState.WAITING, FetchState.RUNNING, FetchState.PAUSED)
"""A source has at most one fetch in one of these states."""


class FileFormat(models.TextChoices):
    """How a source hands over a table."""

    BDL_CTAB = "bdl-ctab", _("BDL, wide export (CTAB)")
    BDL_CREL = "bdl-crel", _("BDL, long export (CREL)")
    EUROSTAT_TSV = "eurostat-tsv", _("Eurostat, TSV")
    EUROSTAT_CSV = "eurostat-csv", _("Eurostat, SDMX-CSV")
    EUROSTAT_JSON = "eurostat-json", _("Eurostat, JSON-stat 2.0")
    BDL_API = "bdl-api", _("BDL, over the network")
    BUNDLED = "bundled", _("table that comes with the product")
    TABLE = "table", _("any table, read through a mapping")
    FORECAST = "men-forecast", _("the minister's forecast of demand, as a table")
    BAROMETER = "barometer", _("Occupational Barometer, as a table")

    @property
    def in_lines(self) -> bool:
        """Whether a row of the file is a line of it, which can be shown alone."""
        return self not in {FileFormat.EUROSTAT_JSON, FileFormat.TABLE}


class Direction(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NEUTRAL = "neutral", _("neither way is better")


class IndicatorKind(models.TextChoices):
    CONTEXT = "context", _("context")
    OUTPUT = "output", _("output")
    RESULT = "result", _("result")
    IMPACT = "impact", _("impact")


class Theme(models.TextChoices):
    LEARNING = "learning", _("Education and learning")
    WORK = "work", _("Work and unemployment")
    PAY = "pay", _("Pay")
    PEOPLE = "people", _("Population")


class FormulaKind(models.TextChoices):
    """How an indicator's value comes about."""

    OBSERVED = "observed", _("as published")
    SUM = "sum", _("sum")
    RATIO = "ratio", _("ratio")
    CHANGE = "change", _("change over years")
    RELATIVE = "relative", _("relative to the voivodeship")


class ColumnRole(models.TextChoices):
    """What a mapping says that a column of a table holds."""

    IGNORED = "ignored", pgettext_lazy("column", "left out")
    TERRITORY = "territory", pgettext_lazy("column", "territory (code or name)")
    PERIOD = "period", pgettext_lazy("column", "period")
    BREAKDOWN = "breakdown", pgettext_lazy("column", "breakdown")
    VALUE = "value", pgettext_lazy("column", "value")
    FLAG = "flag", pgettext_lazy("column", "flag of the value")
    UNIT = "unit", pgettext_lazy("column", "unit")


class Across(models.TextChoices):
    """What the headings of several value columns name."""

    BREAKDOWN = "breakdown", _("breakdowns: one column for each")
    PERIOD = "period", _("periods: one column for each")


class Demand(models.TextChoices):
    """The degrees of demand in the education minister's forecast; `special` is the national list's own word."""

    SPECIAL = "special", _("special demand in the country")
    GREATEST = "greatest", _("especially significant demand")
    GREAT = "great", _("significant demand")
    MODERATE = "moderate", _("moderate demand")


class Assessment(models.TextChoices):
    """The five assessments of the Occupational Barometer."""

    GREAT_DEFICIT = "great-deficit", _("great deficit of job seekers")
    DEFICIT = "deficit", _("deficit of job seekers")
    BALANCE = "balance", _("balance")
    SURPLUS = "surplus", _("surplus of job seekers")
    GREAT_SURPLUS = "great-surplus", _("great surplus of job seekers")
