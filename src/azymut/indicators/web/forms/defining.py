"""Forms of those who define indicators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import DateInput, Form
from azymut.indicators.enums import (
    BreakPolicy,
    Direction,
    Frequency,
    IndicatorKind,
    PeriodType,
    Suppression,
    Theme,
)
from azymut.indicators.rules.definitions import FIELDS
from azymut.places.enums import Level

LEVELS = (Level.VOIVODESHIP, Level.SUBREGION, Level.COUNTY)
"""Levels that an indicator's page can show."""


def _long(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DefinitionForm(Form):
    """All that a version of a definition says. Whether the formula can be worked out, the action decides."""

    formula = forms.CharField(
        label=capfirst(_("formula")),
        help_text=_("Indicators by their keys, datasets with a breakdown in brackets, functions and + - * /."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
    )
    name_pl = forms.CharField(label=capfirst(_("name in Polish")), max_length=200)
    name_en = forms.CharField(label=capfirst(_("name in English")), max_length=200)
    short_pl = forms.CharField(label=capfirst(_("short name in Polish")), max_length=80)
    short_en = forms.CharField(label=capfirst(_("short name in English")), max_length=80)
    unit_pl = forms.CharField(label=capfirst(_("unit in Polish")), max_length=40, required=False)
    unit_en = forms.CharField(label=capfirst(_("unit in English")), max_length=40, required=False)
    decimals = forms.IntegerField(label=capfirst(_("decimal places")), min_value=0, max_value=6)
    direction = forms.ChoiceField(label=capfirst(_("which way is better")), choices=Direction.choices)
    description_pl = _long(capfirst(_("description in Polish")))
    description_en = _long(capfirst(_("description in English")))
    caveats_pl = _long(capfirst(_("caveats in Polish")), _("One a line."))
    caveats_en = _long(capfirst(_("caveats in English")), _("One a line."))
    method_pl = _long(capfirst(_("note on the method in Polish")))
    method_en = _long(capfirst(_("note on the method in English")))
    levels = forms.MultipleChoiceField(
        label=capfirst(_("levels")),
        choices=[(one.value, one.label) for one in LEVELS],
        widget=forms.CheckboxSelectMultiple,
    )
    theme = forms.ChoiceField(label=capfirst(_("theme")), choices=Theme.choices)
    kind = forms.ChoiceField(label=capfirst(_("kind")), choices=IndicatorKind.choices)
    frequency = forms.ChoiceField(label=capfirst(_("frequency")), choices=Frequency.choices)
    period_type = forms.ChoiceField(label=capfirst(_("what of the period")), choices=PeriodType.choices)
    break_policy = forms.ChoiceField(label=capfirst(_("breaks in the series")), choices=BreakPolicy.choices)
    suppression_policy = forms.ChoiceField(label=capfirst(_("small numbers")), choices=Suppression.choices)
    owner = forms.CharField(
        label=capfirst(_("answers for the definition")),
        max_length=200,
        required=False,
        help_text=_("A unit of the office, not a person."),
    )
    next_due_on = forms.DateField(label=capfirst(_("next value due")), required=False, widget=DateInput())
    order = forms.IntegerField(label=capfirst(_("place in the order")), min_value=0, max_value=30_000)
    on_profile = forms.BooleanField(label=capfirst(_("shown on the profile")), required=False)
    summary = forms.CharField(label=capfirst(_("what changes and why")), max_length=300, required=False)

    def clean_levels(self) -> str:
        return ",".join(self.cleaned_data["levels"])

    @property
    def content(self) -> dict[str, Any]:
        """What was typed and is sound so far, by the field's name."""
        return {name: value for name, value in self.cleaned_data.items() if name in FIELDS}


class NewDefinitionForm(DefinitionForm):
    field_order = ("key", "slug")

    key = forms.RegexField(
        r"\A[a-z][a-z0-9_]{2,59}\Z",
        label=capfirst(_("key")),
        help_text=_("How formulas name it: small letters without accents, digits and “_”. It never changes."),
    )
    slug = forms.SlugField(
        label=capfirst(_("address word")),
        max_length=60,
        help_text=_("Stands in the address of its page and never changes."),
    )


class ReturnForm(Form):
    reason = forms.CharField(
        label=_("Reason"), help_text=_("What must be different."), widget=forms.Textarea(attrs={"rows": 3})
    )
