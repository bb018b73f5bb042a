"""Forms of the room: a file of statistics handed in, a release rolled back, the filters of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from azymut.design.forms import Form
from azymut.indicators.enums import Direction, Figures, FileFormat, IndicatorKind, Order, Theme
from azymut.indicators.models import Source
from azymut.indicators.queries import Wanted
from azymut.places.enums import Level

NOT_HANDED_IN = frozenset({FileFormat.BUNDLED, FileFormat.BDL_API})
"""What comes with the product, and what nobody can download as a file."""


class RollBackForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What is wrong with the figures, and what is done about it. Kept beside the release."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LoadForm(Form):
    source = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(kind.value, kind.label) for kind in FileFormat if kind not in NOT_HANDED_IN],
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "As downloaded from the source, unchanged, at most 50 MB. "
            "Larger files are loaded by the administrator (import_release)."
        ),
    )
    dataset = forms.CharField(
        label=_("Code of the dataset"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty to take it from the file's name: SZKO_3226_CTAB_… is P3226."),
    )


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


class InterpretationForm(Form):
    text = forms.CharField(
        label=_("What do the figures show?"),
        help_text=_("A paragraph or two in plain words: what changed, against whom, and what may not be concluded."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    signature = forms.CharField(
        label=_("Signature"), max_length=160, help_text=_("Name and office, as they are to stand beside the text.")
    )
