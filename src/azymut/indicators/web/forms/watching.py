"""Forms of those who watch over figures: rules for files, secrecy, alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.indicators.enums import AlertDirection, AlertKind, CheckOperator, PeriodForm, Severity
from azymut.indicators.models import Indicator
from azymut.indicators.models.secrecy import GREATEST_THRESHOLD, LEAST_THRESHOLD
from azymut.places.enums import Level

EVERY = [("", _("every kind"))]
CODE = {"spellcheck": "false", "autocomplete": "off"}


class RuleForm(Form):
    """What must hold between figures of one dataset."""

    name = forms.CharField(label=_("Name"), max_length=120)
    left = forms.CharField(
        label=_("Left side"),
        max_length=500,
        help_text=_(
            'Breakdowns in ["…"], numbers, + - * and brackets; previous(["…"]) is the figure of the period before.'
        ),
        widget=forms.Textarea(attrs={"rows": 2, **CODE}),
    )
    operator = forms.ChoiceField(label=_("must be"), choices=CheckOperator.choices)
    right = forms.CharField(label=_("Right side"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, **CODE}))
    tolerance = forms.DecimalField(
        label=_("Tolerance"),
        help_text=_("By how much the sides may differ from that, in the unit of the dataset."),
        min_value=0,
        max_digits=18,
        decimal_places=6,
        localize=True,
        initial=0,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    period_form = forms.ChoiceField(label=_("Kind of period"), choices=[*EVERY, *PeriodForm.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[*EVERY, *Level.choices], required=False)
    severity = forms.ChoiceField(label=_("Weight"), choices=Severity.choices)
    message = forms.CharField(
        label=_("What to say where it does not hold"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SecrecyForm(Form):
    """How small counts of one dataset are hidden."""

    threshold = forms.IntegerField(
        label=_("Smallest count that is shown"),
        help_text=_(
            "The rule of the source or of the office: 10 hides fewer than 10 graduates, 3 fewer than 3 schools."
        ),
        min_value=LEAST_THRESHOLD,
        max_value=GREATEST_THRESHOLD,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    sums = forms.CharField(
        label=_("Breakdowns that are sums of others"),
        help_text=_(
            'One a line: ["all"] = ["women"] + ["men"]. Sums over counties, subregions and voivodeships are known.'
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, **CODE}),
    )
    follows = forms.CharField(
        label=_("What gives a count away"),
        help_text=_('One a line: ["share of women"] : ["women"]. It is hidden wherever that count is.'),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, **CODE}),
    )
    reason = forms.CharField(
        label=_("On what grounds"),
        help_text=_("The rule of the source or a decision of the office."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)


class AlertChangeForm(Form):
    """When a rule calls. What it watches stays as it was made."""

    direction = forms.ChoiceField(label=_("It calls when this is"), choices=AlertDirection.choices)
    threshold = forms.DecimalField(
        label=_("Threshold"),
        help_text=_("In the unit of the indicator; a change in per cent; a place as its number."),
        max_digits=18,
        decimal_places=6,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    cool_down_days = forms.IntegerField(
        label=_("Days of quiet after an alert"),
        min_value=0,
        max_value=3650,
        initial=90,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    note = forms.CharField(label=_("Why it is watched"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AlertRuleForm(AlertChangeForm):
    """What of an indicator is watched, and where."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.none())
    place = forms.ChoiceField(label=_("Place"))
    kind = forms.ChoiceField(label=_("What is watched"), choices=AlertKind.choices)
    year = forms.IntegerField(
        label=_("Year of the forecast"),
        help_text=_("Only where it is watched where the figure is going."),
        required=False,
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    field_order = ("indicator", "place", "kind", "year", "direction", "threshold", "cool_down_days", "note")

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["place"]).choices = list(places)
        cast("forms.ModelChoiceField[Indicator]", self.fields["indicator"]).queryset = Indicator.objects.all()


class AlertCloseForm(Form):
    reason = forms.CharField(
        label=_("How it was dealt with"),
        help_text=_("What was found, what is done about it, or why nothing need be done."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
