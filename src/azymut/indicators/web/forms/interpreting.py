"""The form in which a figure is read in words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form


class InterpretationForm(Form):
    text = forms.CharField(
        label=_("What do the figures show?"),
        help_text=_("A paragraph or two in plain words: what changed, against whom, and what may not be concluded."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    signature = forms.CharField(
        label=_("Signature"), max_length=160, help_text=_("Name and office, as they are to stand beside the text.")
    )
