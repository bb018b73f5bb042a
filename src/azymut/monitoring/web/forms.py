"""Forms of the room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import DateInput, Form
from azymut.monitoring.enums import Status


class OverrideForm(Form):
    status = forms.TypedChoiceField(
        label=_("Status to be shown"), choices=Status.choices, coerce=Status, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Shown to everyone beside the status that the rules give."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expires_on = forms.DateField(
        label=_("Last day"), help_text=_("Half a year at most; then the rules decide again."), widget=DateInput()
    )


class NoteForm(Form):
    text = forms.CharField(
        label=_("What is being done?"),
        help_text=_("Two or three sentences: what, by whom, by when. Shown on the action's page."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
