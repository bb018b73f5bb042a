"""Forms about the demand for occupations: a list of the minister's forecast as typed, the filter of the public list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.indicators.enums import Demand
from azymut.indicators.rules.demand import DEMAND_WRITTEN
from azymut.places import queries as places

COUNTRY = "PL"
CODE_SIGN = ";"
_LINES = forms.Textarea(attrs={"rows": 8})


class ForecastForm(Form):
    """A whole list of one year and territory. A line is a name as announced, and its code where it is known."""

    year = forms.IntegerField(
        label=_("Year of the forecast"),
        min_value=2019,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    territory = forms.ChoiceField(label=_("The list of"))
    origin = forms.CharField(
        label=_("Where it was announced"),
        max_length=300,
        help_text=_("The position in Monitor Polski and the day, as in the announcement."),
    )
    special = forms.CharField(
        label=Demand.SPECIAL.label,
        required=False,
        widget=_LINES,
        help_text=_("National list (part II) only. One occupation a line, word for word; a code after a semicolon."),
    )
    greatest = forms.CharField(label=Demand.GREATEST.label, required=False, widget=_LINES)
    great = forms.CharField(
        label=Demand.GREAT.label,
        required=False,
        widget=_LINES,
        help_text=_("Lists of voivodeships (part III). One occupation a line."),
    )
    moderate = forms.CharField(label=Demand.MODERATE.label, required=False, widget=_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, one.name) for one in places.voivodeships()]
        self.fields["territory"] = forms.ChoiceField(
            label=_("The list of"), choices=[(COUNTRY, _("the whole country")), *named], initial=places.region().code
        )
        self.order_fields(["year", "territory"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        filled = {demand for demand in Demand if cleaned.get(demand.value)}
        country = cleaned.get("territory") == COUNTRY
        if not self.errors and not filled:
            self.add_error(None, _("The list is empty."))
        for demand in filled:
            if (demand == Demand.SPECIAL) != country:
                self.add_error(demand.value, _("Special demand belongs to the national list, others to voivodeships."))
        return cleaned

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """The list as rows of its table: year, territory, degree, name, code."""
        said = self.cleaned_data
        return [
            (str(said["year"]), said["territory"], DEMAND_WRITTEN[demand], *_cut(line))
            for demand in Demand
            for line in said[demand.value].splitlines()
            if line.strip()
        ]


def _cut(line: str) -> tuple[str, str]:
    name, _sign, code = line.partition(CODE_SIGN)
    return name.strip(), code.strip()


class DemandFilterForm(Form):
    """What a visitor asks of the list of occupations."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    listed = forms.BooleanField(label=_("Only those that a forecast or the barometer names"), required=False)
