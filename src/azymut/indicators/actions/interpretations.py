"""Readings of figures: written and signed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.models import Indicator, Interpretation
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account

LONGEST = 2_000
"""In characters: a reading is a paragraph or two; what is longer belongs into a report."""


@dataclass(frozen=True)
class ReadSeries:
    """What is read: the series of a place up to its last period, and the public ids of the releases it rests on."""

    indicator: Indicator
    territory: str
    until: str
    releases: tuple[str, ...]


@action(gettext_lazy("Interpretation of a figure written"))
def interpret(*, series: ReadSeries, text: str, signature: str, by: Account, at: datetime) -> Interpretation:
    """Say in words what a series shows, signed. Raises DomainError for an empty or long text, or for no signature."""
    if not text.strip():
        raise DomainError(_("Write what the figures show."), field="text")
    if len(text.strip()) > LONGEST:
        raise DomainError(_("Keep it under %(n)d characters.") % {"n": LONGEST}, field="text")
    if not signature.strip():
        raise DomainError(_("Sign it: name and office."), field="signature")
    if not series.until:
        raise DomainError(_("There are no figures to interpret for this place."))
    made = Interpretation.objects.create(
        indicator=series.indicator,
        territory=series.territory,
        text=text.strip(),
        signature=signature.strip(),
        until=series.until,
        releases=sorted(series.releases),
        written_at=at,
        created_by=by,
    )
    audit.created(made, by=by, at=at)
    return made


@action(gettext_lazy("Interpretation of a figure withdrawn"))
def withdraw_interpretation(*, interpretation: Interpretation, by: Account, at: datetime) -> Interpretation:
    """Take a reading off the page; it stays in the trail. Raises DomainError when it was withdrawn already."""
    audit.hold(interpretation)
    if interpretation.withdrawn_at:
        raise DomainError(_("This interpretation has been withdrawn already."))
    with audit.change(interpretation, by=by, at=at):
        interpretation.withdrawn_at, interpretation.withdrawn_by = at, by
    return interpretation
