"""Form fields rendered once for the whole product: label, hint, error and control, joined for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.http import QueryDict
from django.template import engines
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from azymut.kernel.errors import DomainError

NOTHING_CHOSEN = "---------"
"""What Django shows for it."""


class Renderer(DjangoTemplates):
    """Uses the project's own template engine, so that design/forms/ overrides Django's markup."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"

    def get_template(self, template_name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  # Django's own signature
        if template_name.startswith("design/"):
            return engines["django"].get_template(template_name)
        return super().get_template(template_name)


class Form(forms.Form):
    """A plain form of ours: no colons after labels, words where nothing is chosen, a place to put what a rule said."""

    required_css_class = "required"
    error_css_class = "bad"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Fill in this field.")
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == NOTHING_CHOSEN:
                field.empty_label = _("choose from the list")

    def restore(self, typed: QueryDict) -> None:
        """Show what was typed before, unchecked, in place of what the form starts with. Files are asked for anew."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                self.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), self.add_prefix(name))

    def refuse(self, error: DomainError) -> None:
        """Show a rule's answer at its field, or above the form; nothing typed is lost."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error.message))


class DateInput(forms.DateInput):
    """Typed as 22.11.2026; no picker is forced on the keyboard."""

    def __init__(self) -> None:
        super().__init__(
            format="%d.%m.%Y",
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "class": "short",
                "placeholder": _("dd.mm.yyyy"),
            },
        )


class UploadField(forms.FileField):
    """A file, with what is taken and how much of it said beside the field and checked before it is read.

    What a file really is, its content tells: the room's importer or kernel.attachments decides.
    """

    def __init__(self, *, suffixes: Sequence[str], limit: int | None = None, **kwargs: Any) -> None:
        self.suffixes = tuple(suffixes)
        self.limit = limit or settings.UPLOAD_LIMIT_BYTES
        kwargs.setdefault("help_text", _limits(self.suffixes, self.limit))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(self.suffixes)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload.size > self.limit:
            raise forms.ValidationError(_("The file is too large. %s") % _limits(self.suffixes, self.limit))
        if upload and not upload.name.lower().endswith(self.suffixes):
            raise forms.ValidationError(_("This kind of file is not taken. %s") % _limits(self.suffixes, self.limit))
        return upload


def _limits(suffixes: Sequence[str], limit: int) -> Any:
    names = ", ".join(suffix.lstrip(".").upper() for suffix in suffixes)
    return format_lazy(_("{kinds}, at most {size} MB."), kinds=names, size=limit // 2**20)


__all__ = ["DateInput", "ErrorList", "Form", "Renderer", "UploadField"]
