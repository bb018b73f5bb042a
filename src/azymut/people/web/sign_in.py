"""allauth's forms without placeholders that repeat the label; the sign-in page has its own link for a lost password."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as application
from allauth.mfa.webauthn import forms as keys
from django.utils.translation import gettext_lazy as _


class _Plain:
    """Labels say what a field is; a placeholder saying the same only gets in the way of reading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # given by the form beside it
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""


class LoginForm(_Plain, forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ChangePasswordForm(_Plain, forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ResetPasswordForm(_Plain, forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ResetPasswordKeyForm(_Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    pass


class AddEmailForm(_Plain, forms.AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ReauthenticateForm(_Plain, forms.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass


class CodeForm(_Plain, second_factor.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass


class CodeAgainForm(_Plain, second_factor.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ApplicationForm(_Plain, application.ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "class": "short"})


class AddKeyForm(keys.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("Sign in with this key alone, without the password")
        self.fields["passwordless"].help_text = _("Then the key asks for your fingerprint, face or PIN each time.")


class RenameKeyForm(keys.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
