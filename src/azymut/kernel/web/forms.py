"""Forms of the kernel's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from azymut.kernel import trail
from azymut.kernel.trail import Filters

DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]


def _day_input() -> forms.DateInput:
    attributes = {"inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd.mm.yyyy")}
    return forms.DateInput(format=DAY_FORMATS[0], attrs=attributes)


class TrailForm(forms.Form):
    """Filters of the audit trail; they live in the address."""

    action = forms.CharField(
        label=pgettext_lazy("audit trail", "Action"), required=False, max_length=100, widget=forms.Select()
    )
    person = forms.CharField(label=_("Person (name or e-mail)"), required=False, max_length=150)
    thing = forms.CharField(label=_("Object (name or identifier)"), required=False, max_length=300)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=_day_input(), input_formats=DAY_FORMATS
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"), required=False, widget=_day_input(), input_formats=DAY_FORMATS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["action"].widget.choices = self._choices(self.data.get("action", ""))

    def filters(self) -> Filters:
        """What was asked for; a part that makes no sense does not narrow, and its error is shown."""
        self.is_valid()
        given = {key: value for key, value in self.cleaned_data.items() if value}
        return Filters(**given)

    def _choices(self, given: str) -> list[tuple[str, str]]:
        """Every action by its title; an address may also ask for all of one room, or for an action of former days."""
        known = [("", str(_("all"))), *trail.titles()]
        return known if given in dict(known) else [*known, (given, given)]


class NotificationForm(forms.Form):
    """Which mails a person wants."""

    single_mails = forms.BooleanField(
        label=_("Mails about single things as they happen"),
        help_text=_("For example: a report came back with remarks."),
        required=False,
    )
    weekly_digest = forms.BooleanField(
        label=_("The weekly digest"),
        help_text=_("On Monday morning, a list of what waits for you. No mail comes when nothing does."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
