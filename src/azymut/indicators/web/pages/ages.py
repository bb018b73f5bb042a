"""How old a figure is, as a mark with its reason in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators.enums import Freshness
from azymut.indicators.rules.ages import Age
from azymut.kernel.registries import Mark, Tone

_TONES = {Freshness.CURRENT: Tone.ON, Freshness.DUE: Tone.WAIT, Freshness.STALE: Tone.RISK}


def age_mark(age: Age) -> Mark:
    return Mark(_TONES[age.state], age.state.label, (age_text(age),))


def age_note(age: Age) -> str:
    """What should be out by now, in short; empty for a figure that is up to date."""
    if not age.missing:
        return ""
    return _("figures for %(newest)s should be out by now") % {"newest": formats.period(age.newest)}


def age_text(age: Age) -> str:
    """The reason for the mark: which figure could be expected by now."""
    words = {"period": formats.period(age.period), "newest": formats.period(age.newest), "n": age.missing}
    if age.state == Freshness.CURRENT:
        return _("the newest figure is for %(period)s, and no newer one can be expected yet") % words
    if age.state == Freshness.DUE:
        return _("the newest figure is for %(period)s; one for %(newest)s should be out by now") % words
    return (
        ngettext(
            "the newest figure is for %(period)s; %(n)d newer one should be out by now, for %(newest)s",
            "the newest figure is for %(period)s; %(n)d newer ones should be out by now, the last for %(newest)s",
            age.missing,
        )
        % words
    )
