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

    @property
    def in_lines(self) -> bool:
        """Whether a row of the file is a line of it, which can be shown alone."""
        return self is not FileFormat.EUROSTAT_JSON


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


class SuppressionPolicy(models.TextChoices):
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
