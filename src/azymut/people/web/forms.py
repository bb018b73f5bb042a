"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import DateInput, Form
from azymut.people import queries
from azymut.people.enums import OrganisationKind, RoleKey, Scope
from azymut.people.models import Account, Organisation
from azymut.people.rules.invitations import invitable
from azymut.people.rules.rights import ROLES, Right
from azymut.places.models import Territory

DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
postcode = RegexValidator(r"^\d{2}-\d{3}$", _("A postcode is written like 90-051."))


class OrganisationField(forms.CharField):
    """An organisation named by its RSPO number or its exact name: lists of thousands do not fit a select."""

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = queries.organisation_called(text)
        if found is None:
            raise forms.ValidationError(
                _("No single organisation has this number or exact name. Look it up in the list of organisations.")
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = queries.organisations_among([value]).first()
        return (value.rspo or value.name) if isinstance(value, Organisation) else value


class ContactForm(Form):
    """What an organisation says of itself when the rest comes from a register."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("Contact e-mail"), required=False)
    contact_phone = forms.CharField(label=_("Contact telephone"), max_length=40, required=False)


class OrganisationForm(ContactForm):
    """All that is entered by hand."""

    name = forms.CharField(label=_("Name"), max_length=400)
    kind = forms.ChoiceField(label=_("Type"), choices=OrganisationKind.choices)
    subtype = forms.CharField(label=_("Subtype"), max_length=120, required=False)
    territory: forms.ModelChoiceField[Territory] = forms.ModelChoiceField(
        label=_("County or voivodeship"), queryset=Territory.objects.none()
    )
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=6, required=False, validators=[postcode])
    town = forms.CharField(label=_("Town"), max_length=100, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    rspo = forms.CharField(label=_("RSPO number"), max_length=7, required=False)
    regon = forms.CharField(label="REGON", max_length=20, required=False)
    nip = forms.CharField(label="NIP", max_length=16, required=False)
    governing_body = forms.CharField(label=_("Governing body"), max_length=400, required=False)
    opened_on = forms.DateField(label=_("Open since"), required=False, widget=DateInput(), input_formats=DAY_FORMATS)
    parent = OrganisationField(
        label=_("Belongs to"), required=False, help_text=_("RSPO number or exact name of the parent organisation.")
    )

    field_order = ("name", "kind", "subtype", "territory", "street", "postcode", "town", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = queries.places_for_choice(settings.REGION_TERYT)  # type: ignore[attr-defined]  # a field of choices


class CloseForm(Form):
    closed_on = forms.DateField(label=_("Closing day"), widget=DateInput(), input_formats=DAY_FORMATS)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class UploadForm(Form):
    file = forms.FileField(
        label=_("CSV file"), help_text=_("The export of one or more voivodeships from rspo.gov.pl, as downloaded.")
    )


class InviteForm(Form):
    """Offers only what the person may give."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.TypedChoiceField(label=_("Role"), choices=(), coerce=RoleKey)
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("RSPO number or exact name; only for a reporter, a head of a school or a counsellor."),
    )
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES, initial="pl")

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(RoleKey.choices)
        roles = invitable(by.grants)
        self.fields["role"].choices = [(role.value, labels[role.value]) for role in roles]  # type: ignore[attr-defined]  # choices
        reach = {grant for grant in by.grants if Right.INVITE in ROLES[grant.role].rights}
        own = [grant.organisation_id or 0 for grant in reach if ROLES[grant.role].scope == Scope.ORGANISATION]
        if not any(ROLES[role].scope == Scope.ORGANISATION for role in roles):
            del self.fields["organisation"]
        elif own and len(own) == len(reach):
            self.fields["organisation"] = forms.ModelChoiceField(
                label=_("Organisation"), queryset=queries.organisations_among(own), required=True
            )


class GrantForm(Form):
    role = forms.TypedChoiceField(label=_("Role"), choices=RoleKey.choices, coerce=RoleKey)
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("RSPO number or exact name; only for a reporter, a head of a school or a counsellor."),
    )


class AcceptForm(Form):
    """A new person: name and password, nothing else."""

    name = forms.CharField(
        label=_("Name and surname"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password:
            try:
                validate_password(password, Account(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class EraseForm(Form):
    understood = forms.BooleanField(label=_("I understand that my account cannot be brought back"))
