"""Choices of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", _("school")
    UNIVERSITY = "university", _("university")
    LABOUR_OFFICE = "labour_office", _("labour office")
    EMPLOYER = "employer", _("employer")
    TRAINING_PROVIDER = "training_provider", _("training provider")
    NGO = "ngo", _("non-governmental organisation")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    GUIDANCE_CENTRE = "guidance_centre", _("guidance centre")
    SKILLS_CENTRE = "skills_centre", _("sectoral skills centre")
    REGIONAL_OFFICE = "regional_office", _("marshal's office or its unit")
    OTHER_EDUCATION = "other_education", _("other educational institution")
    OTHER = "other", _("other")


class RoleKey(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    ANALYST = "analyst", _("analyst")
    CHAIR = "chair", _("chair of the team")
    SECRETARY = "secretary", _("secretary of the team")
    MEMBER = "member", _("member of the team")
    REPORTER = "reporter", _("organisation's reporter")
    HEAD = "head", _("head of a school")
    COUNSELLOR = "counsellor", _("career counsellor")


class Scope(models.TextChoices):
    REGION = "region", _("the whole region")
    ORGANISATION = "organisation", _("one organisation")
    BODY = "body", _("one body")


class RecordSource(models.TextChoices):
    ENTERED = "entered", _("entered by hand")
    RSPO = "rspo", _("school register RSPO")
    SAMPLE = "sample", _("sample data")


class RunState(models.TextChoices):
    PREVIEWED = "previewed", _("previewed")
    APPLIED = "applied", _("applied")


class ClosureBasis(models.TextChoices):
    REGISTER = "register", _("closing date in the register")
    ABSENCE = "absence", _("absent from the register's file")
    DECISION = "decision", _("entered by a person")


class ClosureState(models.TextChoices):
    PROPOSED = "proposed", _("to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("closure", "closed")
    DISMISSED = "dismissed", _("not closed")
    REVERSED = "reversed", _("opened again")


class InvitationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("invitation", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
