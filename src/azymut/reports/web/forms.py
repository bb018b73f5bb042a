"""What is asked before a report is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.programmes.models import Version
from azymut.reports.queries import reportable_versions


class ReportForm(Form):
    version = forms.TypedChoiceField(label=_("Programme"))
    language = forms.ChoiceField(
        label=_("Language of the report"),
        choices=settings.LANGUAGES,
        help_text=_("Texts of the programme stay in Polish; everything around them follows the choice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in reportable_versions()}
        field = self.fields["version"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  # declared above; narrows the type
        field.choices = [
            (key, _("%(programme)s, version %(number)d") % {"programme": one.strategy.short_name, "number": one.number})
            for key, one in self.versions.items()
        ]
        field.coerce = self._version

    def _version(self, key: str) -> Version:
        return self.versions[key]
