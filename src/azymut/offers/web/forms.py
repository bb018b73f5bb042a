"""Filters of the list, whose state lives in the address; the table that is handed in; the name that is recognised."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.design.tables import sort_key
from azymut.occupations import queries as occupations
from azymut.occupations.enums import SchoolType
from azymut.occupations.models import SchoolOccupation
from azymut.offers import queries
from azymut.offers.queries import Filters
from azymut.offers.rules import year_text


class FilterForm(Form):
    """What a visitor asks. An address that asks for nonsense asks nothing."""

    q = forms.CharField(label=_("School, town or occupation"), required=False, max_length=100)
    zawod = forms.ChoiceField(label=_("Occupation"), required=False)
    branza = forms.ChoiceField(label=_("Sector"), required=False)
    powiat = forms.ChoiceField(label=_("County"), required=False)
    typ = forms.ChoiceField(label=_("Kind of school"), required=False, choices=[("", _("all")), *SchoolType.choices])
    rok = forms.ChoiceField(label=_("School year"), required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.years = queries.school_years()
        self._choose("zawod", [(one.code, one.name) for one in queries.taught_occupations()])
        self._choose("branza", [(one.symbol, str(one)) for one in queries.taught_sectors()])
        self._choose("powiat", [(one.code, one.name) for one in queries.teaching_counties()])
        self._choose("rok", [(str(year), year_text(year)) for year in self.years], anything=False)

    def _choose(self, name: str, choices: list[tuple[str, str]], *, anything: bool = True) -> None:
        field = self.fields[name]
        field.choices = [("", _("all")), *choices] if anything else choices  # type: ignore[attr-defined]  # a ChoiceField

    def filters(self) -> Filters:
        self.is_valid()
        asked = self.cleaned_data
        newest = self.years[0] if self.years else None
        return Filters(
            text=asked.get("q", ""),
            occupation=asked.get("zawod", ""),
            sector=asked.get("branza", ""),
            county=asked.get("powiat", ""),
            school_type=asked.get("typ", ""),
            year=int(asked["rok"]) if asked.get("rok") else newest,
            order=sort_key(self.data.get("sort", ""), tuple(queries.ORDERS), "school"),
        )


class TableForm(Form):
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("Columns: rspo, zawód (code or name), rok szkolny, liczba uczniów, stan, uwagi."),
    )


class NameForm(Form):
    """A source's name, and the school occupation that it means."""

    name = forms.ChoiceField(label=_("Name in the source"))
    occupation = forms.ModelChoiceField(
        label=_("School occupation"), queryset=SchoolOccupation.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [(one.said, one.said) for one in queries.unknown_names()]
        known = [(one.said, f"{one.said} → {one.occupation.name}") for one in queries.known_names()]
        self.fields["name"] = forms.ChoiceField(label=_("Name in the source"), choices=[*waiting, *known])
        self.fields["occupation"].queryset = occupations.school_occupations()  # type: ignore[attr-defined]  # a ModelChoiceField
