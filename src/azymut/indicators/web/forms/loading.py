"""Forms of those who load figures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import Form
from azymut.indicators.enums import FileFormat

NOT_HANDED_IN = frozenset({FileFormat.BUNDLED, FileFormat.BDL_API, FileFormat.TABLE})
"""What comes with the product, what nobody can download as a file, and tables, which have a page of their own."""


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
