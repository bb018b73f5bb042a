"""What a visitor asks of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from azymut.design.forms import Form
from azymut.indicators.enums import Direction, Figures, IndicatorKind, Order, Theme
from azymut.indicators.models import Source
from azymut.indicators.queries import Wanted
from azymut.places.enums import Level

ALL = ("", _("all"))
SHOWN_LEVELS = (Level.VOIVODESHIP, Level.SUBREGION, Level.COUNTY)


class CatalogueForm(Form):
    """What a visitor asks of the catalogue, in the address. An address that asks for nonsense asks nothing."""

    szukaj = forms.CharField(label=_("Words in the name or description"), required=False, max_length=100)
    temat = forms.ChoiceField(label=_("Theme"), required=False, choices=[ALL, *Theme.choices])
    poziom = forms.ChoiceField(
        label=_("Level"), required=False, choices=[ALL, *[(level.value, level.label) for level in SHOWN_LEVELS]]
    )
    zrodlo = forms.ChoiceField(label=_("Source"), required=False)
    rodzaj = forms.ChoiceField(
        label=pgettext_lazy("of indicator", "Kind"), required=False, choices=[ALL, *IndicatorKind.choices]
    )
    kierunek = forms.ChoiceField(label=_("Which way is better"), required=False, choices=[ALL, *Direction.choices])
    dane = forms.ChoiceField(label=_("Figures"), required=False, choices=[ALL, *Figures.choices])
    kolejnosc = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    def __init__(self, asked: QueryDict, publishers: Iterable[Source]) -> None:
        super().__init__(asked)
        named = [(source.key, source.name) for source in publishers]
        self.fields["zrodlo"] = forms.ChoiceField(label=_("Source"), required=False, choices=[ALL, *named])
        self.order_fields(["szukaj", "temat", "poziom", "zrodlo", "rodzaj", "kierunek", "dane", "kolejnosc"])

    def wanted(self) -> Wanted:
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            text=asked.get("szukaj", ""),
            theme=asked.get("temat", ""),
            level=asked.get("poziom", ""),
            source=asked.get("zrodlo", ""),
            kind=asked.get("rodzaj", ""),
            direction=asked.get("kierunek", ""),
            figures=asked.get("dane", ""),
            order=asked.get("kolejnosc", "") or Order.THEME,
        )
