"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    ON_COURSE = "on_course", _("on course")
    AT_RISK = "at_risk", _("at risk")
    OFF_COURSE = "off_course", _("off course")
    NOT_STARTED = "not_started", _("not started")
    FINISHED = "finished", _("finished")
    NO_DATA = "no_data", pgettext_lazy("status of an action", "no data")


class Decider(models.TextChoices):
    RULE = "rule", _("by the rules")
    OVERRIDE = "override", _("by a person")


class ValueFlag(models.TextChoices):
    SOUND = "sound", _("final")
    PRELIMINARY = "preliminary", _("preliminary")
    UNRELIABLE = "unreliable", _("unreliable")
    SUPPRESSED = "suppressed", _("suppressed")
    MISSING = "missing", _("missing")


class RuleCode(models.TextChoices):
    """The rules in the order in which they are tried; the first that applies decides."""

    MILESTONE_VERY_LATE = "M1", _("a milestone is more than 90 days late")
    MILESTONES_LATE_TOGETHER = "M2", _("two or more milestones are more than 30 days late")
    INDICATOR_FAR_BELOW = "I1", _("an indicator has made less than 60 per cent of the planned progress")
    MILESTONE_LATE = "M3", _("a milestone is late")
    INDICATOR_BELOW = "I2", _("an indicator has made less than 80 per cent of the planned progress")
    FINISHED = "F1", _("every milestone is done and the indicators have reached their targets or the action has ended")
    NOT_STARTED = "N1", _("the action has not started yet")
    NO_DATA = "D1", _("there is nothing to judge by: no milestone with a term and no usable value")
    ON_COURSE = "K1", _("nothing is late and no indicator is below plan")


class ReasonCode(models.TextChoices):
    """What a reason says; its sentence is in `rules.sentences`."""

    MILESTONE_LATE = "milestone_late"
    MILESTONES_DONE = "milestones_done"
    NEXT_MILESTONE = "next_milestone"
    INDICATOR_SHORT = "indicator_short"
    INDICATOR_MEETS = "indicator_meets"
    INDICATOR_OLD = "indicator_old"
    INDICATOR_NOT_DUE = "indicator_not_due"
    INDICATOR_NO_VALUE = "indicator_no_value"
    INDICATOR_SUPPRESSED = "indicator_suppressed"
    INDICATOR_BREAK = "indicator_break"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    NOTHING_PLANNED = "nothing_planned"
