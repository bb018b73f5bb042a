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
    RULE = "rule", _("rule that does not hold")


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
    MRPIPS = "mrpips-01", _("MRPiPS-01, monthly report (DBF or XLSX)")
    MRPIPS_OCCUPATIONS = "mrpips-01-3", _("MRPiPS-01, annex 3 (by occupation)")
    ELA_COUNTRY = "ela-country", _("ELA, graduates in the country")
    ELA_VOIVODESHIPS = "ela-voivodeships", _("ELA, moves between voivodeships")
    ELA_PROGRAMMES = "ela-programmes", _("ELA, graduates by programme")
    CAREERS = "careers", _("Monitoring of graduates' careers (JSON)")
    BDL_API = "bdl-api", _("BDL, over the network")
    BUNDLED = "bundled", _("table that comes with the product")
    TABLE = "table", _("any table, read through a mapping")
    FORECAST = "men-forecast", _("the minister's forecast of demand, as a table")
    BAROMETER = "barometer", _("Occupational Barometer, as a table")

    @property
    def in_lines(self) -> bool:
        """Whether a row of the file is a line of it, short enough to be shown alone."""
        return self not in {
            FileFormat.EUROSTAT_JSON, FileFormat.MRPIPS, FileFormat.CAREERS, FileFormat.TABLE,
            FileFormat.ELA_COUNTRY, FileFormat.ELA_VOIVODESHIPS, FileFormat.ELA_PROGRAMMES,
        }  # fmt: skip


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
    ADULT = "adult", _("Lifelong learning")
    VOCATIONAL = "vocational", _("Vocational education")
    HIGHER = "higher", _("Higher education")
    LEARNING = "learning", _("Education and learning")
    WORK = "work", _("Work and unemployment")
    PAY = "pay", _("Pay")
    PEOPLE = "people", _("Population")


class Freshness(models.TextChoices):
    """Whether a newer figure could be expected by now; see rules/ages.py."""

    CURRENT = "current", pgettext_lazy("age of a figure", "up to date")
    DUE = "due", pgettext_lazy("age of a figure", "newer one due")
    STALE = "stale", pgettext_lazy("age of a figure", "out of date")


class Figures(models.TextChoices):
    """Whether any figure of an indicator is loaded, as addresses ask it."""

    SOME = "sa", pgettext_lazy("in the catalogue", "with figures")
    NONE = "brak", pgettext_lazy("in the catalogue", "without figures yet")


class Order(models.TextChoices):
    """How the catalogue is ordered, as addresses ask it."""

    THEME = "temat", _("by theme")
    NAME = "nazwa", _("by name")
    PERIOD = "okres", _("newest figures first")


class CheckOperator(models.TextChoices):
    """What must hold between the sides of a rule."""

    EQUAL = "=", _("is equal to")
    AT_MOST = "<=", _("is at most")
    AT_LEAST = ">=", _("is at least")
    LESS = "<", _("is less than")
    MORE = ">", _("is more than")


class PeriodForm(models.TextChoices):
    """How long a period is."""

    YEAR = "year", pgettext_lazy("length of time", "year")
    HALF_YEAR = "half-year", pgettext_lazy("length of time", "half-year")
    QUARTER = "quarter", pgettext_lazy("length of time", "quarter")
    MONTH = "month", pgettext_lazy("length of time", "month")


class Severity(models.TextChoices):
    """Whether a broken rule is worth a look, or asks for a reason in writing before publication."""

    NOTE = "note", _("worth a look")
    SERIOUS = "serious", _("serious: asks for a reason")


class AlertKind(models.TextChoices):
    """What of a figure is watched."""

    LEVEL = "level", _("the figure itself")
    CHANGE = "change", _("change since the figure before, in per cent")
    RANK = "rank", _("place among peers")
    FORECAST = "forecast", _("where it is going at the present rate")


class AlertDirection(models.TextChoices):
    ABOVE = "above", _("more than the threshold")
    BELOW = "below", _("less than the threshold")


class AlertState(models.TextChoices):
    """Where an alert stands. A withdrawn one rested on a figure that no longer stands."""

    OPEN = "open", pgettext_lazy("alert", "open")
    ACKNOWLEDGED = "seen", pgettext_lazy("alert", "seen by somebody")
    CLOSED = "closed", pgettext_lazy("alert", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("alert", "withdrawn")


STANDING_ALERTS = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
"""Alerts that somebody still has to deal with."""


class Frequency(models.TextChoices):
    """How often the source gives new values."""

    YEARLY = "year", _("once a year")
    HALF_YEARLY = "half", _("every half-year")
    QUARTERLY = "quarter", _("every quarter")
    MONTHLY = "month", _("every month")
    IRREGULAR = "none", _("irregularly")


class PeriodType(models.TextChoices):
    """What of its period a value speaks of."""

    WHOLE = "whole", _("the whole period")
    END = "end", _("the end of the period")
    MOMENT = "moment", _("a set day within the period")
    MEAN = "mean", _("the mean of the period")


class BreakPolicy(models.TextChoices):
    """What the source does when it changes how it counts. Nothing is ever worked out across a break that is marked."""

    MARKED = "marked", _("the source marks breaks")
    RESTATED = "restated", _("the source works earlier values out anew")
    UNMARKED = "unmarked", _("the source marks no breaks: read the caveats")


class Suppression(models.TextChoices):
    """What happens to values about so few that a person could be recognised."""

    SOURCE = "source", _("as the source: what it suppresses stays so")
    NOT_NEEDED = "none", _("not needed: no value is about single persons")


class DefinitionState(models.TextChoices):
    """Where a version of a definition stands on its way."""

    DRAFT = "draft", pgettext_lazy("definition", "draft")
    PROPOSED = "proposed", pgettext_lazy("definition", "proposed")
    RETURNED = "returned", pgettext_lazy("definition", "returned")
    APPROVED = "approved", pgettext_lazy("definition", "approved")


OPEN_DEFINITIONS = (DefinitionState.DRAFT, DefinitionState.PROPOSED, DefinitionState.RETURNED)
"""An indicator has at most one version in one of these states."""
EDITABLE_DEFINITIONS = (DefinitionState.DRAFT, DefinitionState.RETURNED)


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
