"""Forms of the room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import DateInput, Form, UploadField
from azymut.documents import actions
from azymut.documents.enums import TEMPLATE_SUFFIXES
from azymut.kernel.errors import DomainError


class TemplateForm(Form):
    """A replacement for a built-in template."""

    def __init__(self, *args: object, file_format: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        suffix = f".{TEMPLATE_SUFFIXES[file_format]}"
        self.fields["file"] = UploadField(
            label=_("Your template"), suffixes=(suffix,), limit=actions.TEMPLATE_LIMIT_BYTES
        )

    def refuse(self, error: DomainError) -> None:
        """All that can be wrong is in the file; the place within it is told after the reason."""
        place = getattr(error, "place", "")
        super().refuse(DomainError(f"{error.message} ({place})" if place else error.message, field="file"))


class SignedCopyForm(Form):
    file = UploadField(label=_("Signed copy"), suffixes=(".pdf", ".docx", ".odt"), limit=actions.SIGNED_LIMIT_BYTES)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    signatories = forms.CharField(label=_("Signed by"), max_length=300)
