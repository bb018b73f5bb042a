"""The filters of the list; their state lives in the address."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.occupations import queries
from azymut.occupations.enums import SchoolType
from azymut.occupations.queries import Filters


class FilterForm(Form):
    """What a visitor asks. An address that asks for nonsense asks nothing."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    school = forms.ChoiceField(label=_("Kind of school"), required=False)
    open = forms.BooleanField(label=_("Only with open recruitment"), required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        sectors = [(sector.symbol, str(sector)) for sector in queries.sectors()]
        self.fields["sector"] = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("all")), *sectors])
        self.fields["school"] = forms.ChoiceField(
            label=_("Kind of school"), required=False, choices=[("", _("all")), *SchoolType.choices]
        )

    def filters(self) -> Filters:
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", ""),
            sector=asked.get("sector", ""),
            school_type=asked.get("school", ""),
            open_only=asked.get("open", False),
        )
