"""allauth's forms without placeholders that repeat the label; the sign-in page has its own link for a lost password."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class _Plain:
    """Labels say what a field is; a placeholder saying the same only gets in the way of reading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # given by the form beside it
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Plain, forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ResetPasswordForm(_Plain, forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ResetPasswordKeyForm(_Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    pass


class AddEmailForm(_Plain, forms.AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ReauthenticateForm(_Plain, forms.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass
